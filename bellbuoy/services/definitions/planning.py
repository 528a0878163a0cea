"""What an apply would do: who moves, what is worth how much, what would ring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bellbuoy.services import formula
from bellbuoy.services.alerts.rules import who_fits
from bellbuoy.services.authorise import allowed, service
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.drift import drifted
from bellbuoy.services.definitions.saying import said as read_said
from bellbuoy.services.definitions.standing import applied, standing
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.snapshot import one_snapshot
from bellbuoy.services.views.reading import MOST_COUNTED
from bellbuoy.services.views.reading import count as count_view
from core.alerts.rules import asks_like
from core.alerts.types import Rule
from core.definitions import playbooks, scoring, views
from core.definitions.differences import (
    differences,
    mark_of_all,
    marks_of,
    not_named,
)
from core.definitions.scoring import formula_with
from core.definitions.types import (
    Applied,
    Counted,
    Definition,
    DefinitionPlan,
    Difference,
    Said,
)
from core.health.types import FormulaPreview, HealthConfig
from core.views.types import View
from storage.alerts.reads import open_counts


@service("definition:read")
def plan(
    ctx: Context,
    folder: str,
    *,
    prune: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> DefinitionPlan:
    """Compare the files of a folder with the store. `prune`: what no file names goes, as
    if each of them said so. Nothing is written.

    Raises DefinitionFaultsError for files that do not hold, NotFoundError for no folder,
    BellbuoyError when it was stopped.
    """
    files = tuple(replace(each, prune=each.prune or prune) for each in read_said(ctx, folder))
    with ctx.reader() as reader, one_snapshot(reader):
        there, last = standing(reader, ctx.viewer), applied(reader)
        found = tuple(one for each in files for one in differences(there, each))
        told = DefinitionPlan(
            folder, files, found, None, {}, tuple(_left(there, files)), last,
            drifted(reader, last, there, files), mark_of_all(there),
            not found and any(_unmarked(each, there, last) for each in files),
        )  # fmt: skip
    preview = _preview(ctx, found, progress, cancelled)
    return replace(told, preview=preview, counted=_counted(ctx, found))


def _left(there: Sequence[Definition], files: Iterable[Said]) -> Iterator[Definition]:
    """What stands in the store and in no file, and stays."""
    for each in files:
        if not each.prune:
            own = (one for one in there if one.subject == each.subject)
            yield from not_named(own, (one.id for one in each.definitions))


def _unmarked(said: Said, there: Sequence[Definition], last: Mapping[str, Applied]) -> bool:
    before = last.get(said.subject)
    return before is None or before.marks != marks_of(said, there)


# What it would do


def _preview(
    ctx: Context, found: Sequence[Difference], progress: Progress, cancelled: Cancelled
) -> FormulaPreview | None:
    own = [one for one in found if one.one.subject == scoring.SUBJECT]
    if not own:
        return None
    proposed = formula_after(formula.current(ctx), own)
    return formula.preview(ctx, proposed, progress=progress, cancelled=cancelled)


def formula_after(config: HealthConfig, own: Sequence[Difference]) -> HealthConfig:
    """The formula once differences of scoring are made."""
    return formula_with(
        config,
        [one.after for one in own if one.after is not None],
        [one.one for one in own if one.after is None],
    )


def _counted(ctx: Context, found: Sequence[Difference]) -> Mapping[tuple[str, str], Counted]:
    with ctx.reader() as reader:
        standing_open = open_counts(reader)
    told: dict[tuple[str, str], Counted] = {}
    for each in found:
        key = (each.one.subject, each.one.id)
        if each.one.subject == views.SUBJECT:
            told[key] = _rows_found(ctx, each)
        elif each.one.subject == playbooks.SUBJECT:
            told[key] = _whom_it_fits(ctx, each)
        elif each.one.kind == "rule":
            told[key] = _would_ring(ctx, each, standing_open)
    return told


def _rows_found(ctx: Context, each: Difference) -> Counted:
    before, after = (
        None if one is None else count_view(ctx, one.thing) for one in (each.before, each.after)
    )
    return Counted(before, after, more=MOST_COUNTED in (before, after))


def _whom_it_fits(ctx: Context, each: Difference) -> Counted:
    """How many clients a playbook is for, before and after."""
    before, after = (
        None if one is None else count_view(ctx, View(one.name, "clients", one.thing.when))
        for one in (each.before, each.after)
    )
    return Counted(before, after, more=MOST_COUNTED in (before, after))


def _would_ring(ctx: Context, each: Difference, standing_open: Mapping[str, int]) -> Counted:
    """Whom a rule fits, and rings for where it asks something new; open alerts end where
    it asks something else."""
    before: Rule | None = None if each.before is None else each.before.thing
    after: Rule | None = None if each.after is None else each.after.thing
    stays = before is not None and after is not None and asks_like(before, after)
    rang = before is not None and before.active and stays
    on = after is not None and after.active
    ends = 0 if before is None or (stays and on) else standing_open.get(before.name, 0)
    if after is None or not on or not allowed(ctx, "alert:configure"):
        return Counted(ends=ends)
    count, _ = who_fits(ctx, after, 0)
    return Counted(after=count, rings=0 if rang else count, ends=ends)
