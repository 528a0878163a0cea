"""Changing the health formula safely: propose, look at who moves, apply, take back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.settings import next_version, set_formula
from bellbuoy.services.snapshot import one_snapshot
from core.health.formula import checked, differences, plain_formula, read_fields, with_plan
from core.health.formula_text import read_formula_text
from core.health.presets import PRESETS, preset, preset_of
from core.health.types import (
    ComponentEnds,
    FormulaPreview,
    FormulaVersion,
    HealthConfig,
    ScoreMove,
)
from core.values.errors import BellbuoyError, NotFoundError
from core.values.instants import local_day
from core.values.money import Money
from storage.clients.walk import count_clients
from storage.engine.reader import Reader
from storage.health.config import current_config
from storage.health.formulas import formula_named, formula_versions
from storage.health.preview import NUMBERS, arr_between, named, next_inputs
from storage.health.queue import waiting

if TYPE_CHECKING:
    from core.health.preview import Changed, PreviewTally, StoredChunk

__all__ = [
    "LARGEST",
    "PRESETS",
    "apply",
    "checked",
    "current",
    "differences",
    "fitting",
    "may_apply",
    "plain_formula",
    "preset",
    "preset_of",
    "preview",
    "read_fields",
    "read_formula_text",
    "rollback",
    "saturated",
    "version",
    "versions",
    "with_plan",
]

CHUNK = 20_000
LARGEST = 10
"""So many of the largest changes are named, unless more are asked for."""


@service("health:read")
def preview(
    ctx: Context,
    proposed: HealthConfig,
    *,
    largest: int = LARGEST,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> FormulaPreview:
    """What a formula would do to every active client, from stored inputs.

    Before is what is stored: the tiers and totals that the screens show. After is
    what the recompute will store, to the point. It reads in chunks, one after the
    other; memory grows by 16 bytes a client. Raises UsageError for a formula that
    does not hold, BellbuoyError when it was stopped.
    """
    from core.health.preview import PreviewTally

    proposed = checked(proposed)
    day = local_day(ctx.present, ctx.zone)
    with ctx.reader() as reader, one_snapshot(reader):
        config = current_config(reader)
        proposed = replace(proposed, version=next_version(config.version))
        tally = PreviewTally(config, proposed, largest)
        total, done, after = count_clients(reader), 0, 0
        while rows := next_inputs(reader, after, CHUNK, day):
            if cancelled():
                raise BellbuoyError("stopped; the preview did not reach its end")
            after = rows[-1][0]
            tally.add(_chunk(rows), arr_between(reader, rows[0][0], after))
            done += len(rows)
            progress(done, max(done, total))
        return _told(reader, tally, config, proposed)


def _chunk(rows: list[tuple[Any, ...]]) -> StoredChunk:
    import numpy as np

    from core.health.arrays import TIER_CODES
    from core.health.preview import StoredChunk

    columns = list(zip(*rows, strict=True))
    numbers = [np.array(column, dtype=np.int64) for column in columns[:NUMBERS]]
    ids, score, usage, engagement, calls, logins, penalty, days, own_calls, own_logins, arr = (
        numbers
    )
    code = {tier: place for place, tier in enumerate(TIER_CODES)}
    return StoredChunk(
        ids=ids,
        score=score,
        tier=np.array([code[tier] for tier in columns[NUMBERS]], dtype=np.int64),
        usage=usage,
        engagement=engagement,
        calls=calls,
        logins=logins,
        penalty=penalty,
        days=days,
        own_calls=own_calls,
        own_logins=own_logins,
        arr=arr,
        plans=columns[NUMBERS + 1],
    )


def _told(
    reader: Reader, tally: PreviewTally, config: HealthConfig, proposed: HealthConfig
) -> FormulaPreview:
    before, after = tally.standings()
    names = named(reader, [changed.id for changed in tally.largest])
    return FormulaPreview(
        config=config,
        proposed=proposed,
        clients=tally.clients,
        waiting=waiting(reader, "changed_client"),
        rescored=tally.rescored,
        moves=tally.moves(),
        before=before,
        after=after,
        largest=tuple(_move(changed, *names[changed.id]) for changed in tally.largest),
    )


def _move(changed: Changed, key: str, name: str, currency: str | None) -> ScoreMove:
    return ScoreMove(
        key=key,
        name=name,
        score_before=changed.score,
        score_after=changed.score_after,
        tier_before=changed.tier,
        tier_after=changed.tier_after,
        arr=None if currency is None else Money(-changed.arr, currency),
    )


@service("health:read")
def fitting(
    ctx: Context, *, progress: Progress = silent, cancelled: Cancelled = never
) -> tuple[HealthConfig, tuple[ComponentEnds, ...]]:
    """The formula in force with baselines that fit where a component is saturated
    (DEFINITIONS 2.3), and those components. A proposal: nothing is changed."""
    found = preview(ctx, current(ctx), largest=0, progress=progress, cancelled=cancelled)
    return saturated(found.config, found.before.ends)


def saturated(
    config: HealthConfig, ends: tuple[ComponentEnds, ...]
) -> tuple[HealthConfig, tuple[ComponentEnds, ...]]:
    """The same from ends that are known already."""
    told = tuple(end for end in ends if end.saturated is not None)
    fits = {end.component: end.fitting for end in told if end.fitting is not None}
    base = config.baseline
    baseline = replace(
        base,
        calls=fits.get("usage", base.calls),
        logins=fits.get("engagement", base.logins),
    )
    return replace(config, baseline=baseline), told


@service("health:read")
def current(ctx: Context) -> HealthConfig:
    """The formula in force, whatever day is looked at."""
    with ctx.reader() as reader:
        return current_config(reader)


@service("health:read")
def versions(ctx: Context) -> list[FormulaVersion]:
    """Every version that there was, the newest first."""
    with ctx.reader() as reader:
        return formula_versions(reader)


@service("health:read")
def version(ctx: Context, name: str) -> HealthConfig:
    """A version by its name. Raises NotFoundError."""
    with ctx.reader() as reader:
        found = formula_named(reader, name)
        if found is None:
            known = ", ".join(each.config.version for each in formula_versions(reader))
            raise NotFoundError(f"no formula “{name}”", f"there are {known}")
        return found


@service("health:configure", writes=True)
def may_apply(ctx: Context) -> None:
    """Raise what `apply` would raise for this viewer, this day and this store."""


@service("health:configure", writes=True)
def apply(ctx: Context, proposed: HealthConfig, *, expect: str) -> HealthConfig:
    """Put a formula in force; `expect` is the version that its preview compared
    with. One transaction, one change set; every score is due again.

    Raises ConflictError when the formula has changed since.
    """
    return set_formula(ctx, proposed, expect=expect)


@service("health:configure", writes=True)
def rollback(ctx: Context, name: str, *, expect: str | None = None) -> HealthConfig:
    """Put a former version in force again, as a new version and a change of its own.

    Raises NotFoundError for a version that never was; ConflictError when the one in
    force is not `expect`.
    """
    return set_formula(ctx, version(ctx, name), expect=expect)
