"""Importing files, and scoring the clients that they change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bellbuoy.services.authorise import authorise, service
from bellbuoy.services.context import Context
from bellbuoy.services.importing.files import find_files, unused_files
from bellbuoy.services.importing.progress import StepProgress, no_steps
from bellbuoy.services.importing.run import ImportJob
from bellbuoy.services.importing.trial import Trial
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.moment import Cancelled, never
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import set_formula
from core.health.components import COMPONENTS
from core.health.saturation import saturated
from core.health.types import Baseline, HealthConfig, Saturation
from core.integrations.mapping import (
    read_delimiter,
    read_encoding,
    read_mapping,
    read_quote,
)
from core.integrations.mapping_types import KINDS, HealthBaselines, Kind, Mapping
from core.integrations.plain import plain_mapping
from core.integrations.toml_place import Place
from core.integrations.types import ImportSummary
from core.values.errors import NotFoundError, UsageError
from storage.engine.reader import Reader
from storage.health.config import current_config
from storage.health.queue import CHANGED, HISTORY, any_waiting
from storage.health.totals import component_values, tier_totals
from storage.integrations import reads

FRESH_DAYS = 45
"""Data whose newest fact is older offers to set the store clock there."""

_SIGNS = {
    "comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|",
    "none": "", "single": "'", "double": '"',
}  # fmt: skip


def load_mapping(
    file: Path | None, kind: str | None, source: str | None, currency: str
) -> Mapping:
    """The mapping of an import: a file, the plain form, or the plain form of one kind.

    Raises UsageError for a bad mapping or kind, NotFoundError without the file.
    """
    if file is None:
        if kind is not None and kind not in KINDS:
            raise UsageError(f"no kind “{kind}”", "kinds: " + ", ".join(KINDS))
        named: Kind | None = kind
        return plain_mapping(source or "import", named, currency)
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise NotFoundError(f"no mapping {file}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from None
    mapping = read_mapping(text, file.name)
    return replace(mapping, source=source) if source else mapping


def read_as(
    mapping: Mapping,
    *,
    delimiter: str | None = None,
    quote: str | None = None,
    encoding: str | None = None,
) -> Mapping:
    """The mapping with another way of reading, for all of its files: what is told
    here stands before what the mapping says, and nothing is found out any more.

    `delimiter` may be a word (comma, semicolon, tab, pipe), `quote` none, single or
    double. Raises UsageError for what is no such sign, or no encoding.
    """
    told: dict[str, str | None] = {}
    if delimiter is not None:
        sign = _SIGNS.get(delimiter.lower(), delimiter)
        told["delimiter"] = read_delimiter(Place("--delimiter"), sign)
    if quote is not None:
        sign = _SIGNS.get(quote.lower(), quote)
        told["quote"] = read_quote(Place("--quote"), sign)
    if encoding is not None:
        told["encoding"] = read_encoding(Place("--encoding"), encoding)
    files = tuple(replace(spec, **told) for spec in mapping.files)  # type: ignore[arg-type]
    return replace(mapping, files=files)


@service("import:run", writes=True)
def import_path(
    ctx: Context,
    path: Path,
    mapping: Mapping,
    *,
    dry_run: bool = False,
    progress: StepProgress = no_steps,
    cancelled: Cancelled = never,
) -> ImportSummary:
    """Take in a file or folder, then score the clients that it changed.

    Bad rows go to quarantine. A file that was taken in before is not read again; of
    one that has changed, only what differs changes the store. An import that was
    stopped goes on where it stood. `dry_run` reads and checks everything, and
    stores nothing.
    """
    found = find_files(path, mapping)
    if dry_run:
        return Trial(ctx, mapping, progress, cancelled).run(found)
    job = ImportJob(ctx, mapping, found, progress, cancelled)
    if mapping.health is not None:
        authorise(ctx, "health:configure", writes=True)
    run = job.run()
    if mapping.health is not None:
        with ctx.reader() as reader:
            current = current_config(reader)
        set_formula(ctx, with_baselines(current, mapping.health))
    scored = recompute(ctx, cancelled=cancelled)
    return _summary(ctx, job, run, scored.rows)


def unused(path: Path, mapping: Mapping) -> tuple[str, ...]:
    """Data files of a folder that the mapping does not take."""
    return unused_files(path, find_files(path, mapping))


def with_baselines(config: HealthConfig, said: HealthBaselines) -> HealthConfig:
    """The formula with the baselines that a mapping sets; what it leaves out stays."""
    base = Baseline(said.calls or config.baseline.calls, said.logins or config.baseline.logins)
    plans = dict(config.plans)
    for plan in said.plans:
        known = plans.get(plan.plan, base)
        plans[plan.plan] = Baseline(plan.calls or known.calls, plan.logins or known.logins)
    return replace(config, baseline=base, plans=tuple(sorted(plans.items())))


def _summary(ctx: Context, job: ImportJob, run: int, scored: int) -> ImportSummary:
    with ctx.store.reader() as reader:
        newest = reads.newest_of(reader, run)
        behind = newest is not None and ctx.today - newest > FRESH_DAYS
        return ImportSummary(
            run=run,
            source=job.mapping.source,
            files=tuple(
                replace(count, skipped=position in job.skipped)
                for position, count in enumerate(reads.file_counts(reader, run))
            ),
            newest=newest,
            offer_clock=newest if behind and ctx.info.clock.mode == "live" else None,
            changed_clients=job.changed_clients,
            scored=scored,
            tiers=tier_totals(reader),
            saturated=saturations(reader),
            reasons=reads.reasons_of(reader, job.mapping.source),
            resumed=job.resumed,
        )


def saturations(reader: Reader) -> tuple[Saturation, ...]:
    """Components that say the same of nearly everybody, with fitting baselines."""
    config = current_config(reader)
    found = []
    for component in COMPONENTS:
        if component.baseline is not None:
            values, totals = component_values(reader, component.id)
            found.append(
                saturated(component.id, values, totals, component.baseline(config.baseline))
            )
    return tuple(each for each in found if each is not None)


@service("import:run")
def scores_wait(ctx: Context) -> bool:
    """Whether anybody waits for a score, of today or of a past day: where a command
    before this one was stopped when it had stored what it was given."""
    with ctx.store.reader() as reader:
        return any_waiting(reader, CHANGED) or any_waiting(reader, HISTORY)


@service("import:run", writes=True)
def settle_history(ctx: Context, *, cancelled: Cancelled = never) -> None:
    """Compute the history that an import has put in the queue, here and now:
    for a store that no worker serves."""
    backfill(ctx, cancelled=cancelled)
    recompute(ctx, cancelled=cancelled)
