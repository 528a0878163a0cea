"""`bellbuoy import`: read, tell, offer the clock, score."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.ask import confirm
from bellbuoy.commands.columns import Column
from bellbuoy.commands.import_report import FILES, Report, file_rows, report_json, report_text
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.rescoring import rescore, worker_serves
from bellbuoy.commands.watch import watching
from bellbuoy.paths import default_store
from core.integrations.types import ImportSummary
from core.values.address import shown_address
from core.values.counting import counted
from core.values.errors import NotFoundError, UsageError
from core.values.instants import day_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_CURRENCY = "USD"
_MOST_NAMES = 8
_STDIN = Path("-")


def import_files(options: Options) -> Answer:
    """Take in a file or folder; exit code 4 when rows were refused."""
    from bellbuoy.services import integrations

    path, file = Path(options.need("path")).expanduser(), _mapping_file(options)
    if path == _STDIN:
        options = replace(options, asks=False)  # what is read is no answer to a question
    present = _present_store(options)
    currency = _CURRENCY if present is None else present.info.currency
    mapping = integrations.load_mapping(
        file, options.text("kind"), options.text("source_name"), currency
    )
    mapping = integrations.read_as(
        mapping,
        delimiter=options.text("delimiter"),
        quote=options.text("quote"),
        encoding=options.text("encoding"),
    )
    unused = integrations.unused(path, mapping)
    with _store(options, present, mapping.currency or currency) as ctx:
        with _interruptible(options, path), watching("import", options) as progress:
            summary = integrations.import_path(
                ctx,
                path,
                mapping,
                dry_run=options.dry_run,
                progress=progress.moved,
            )
        done = _Done(ctx, summary)
        if not options.dry_run:
            done = _scored(done, options)
        report = Report(
            done.summary,
            store=shown_address(options.store or default_store()),
            made_store=present is None and not options.dry_run,
            dry_run=options.dry_run,
            unused=unused,
            clock_set=done.clock_set,
        )
        return _answer(report, done, options)


@dataclass(frozen=True, slots=True)
class _Done:
    """How far the command is, and what it has to say on stderr."""

    ctx: Context
    summary: ImportSummary
    clock_set: str | None = None
    notes: tuple[str, ...] = ()

    def noting(self, note: str) -> _Done:
        return replace(self, notes=(*self.notes, note))


def _mapping_file(options: Options) -> Path | None:
    named = options.text("map")
    if named is not None and options.text("kind") is not None:
        raise UsageError("--map and --kind exclude each other", "a mapping names its kinds")
    return None if named is None else Path(named).expanduser()


def _present_store(options: Options) -> Context | None:
    """The store, None where there is none yet. A dry run stores nothing, so that
    --read-only does not forbid it."""
    try:
        ctx = open_for(options)
    except NotFoundError:
        return None
    return replace(ctx, read_only=False) if options.dry_run else ctx


@contextmanager
def _store(options: Options, present: Context | None, currency: str) -> Iterator[Context]:
    """The store to import into; where there is none, a new one, and for a dry
    run one that goes away again."""
    from bellbuoy.services.making import init

    if present is not None:
        yield present
    elif options.dry_run:
        with TemporaryDirectory(prefix="bellbuoy-") as folder:
            trial = replace(options, store=str(Path(folder) / "trial.db"), read_only=False)
            init(trial.store or "", currency=currency)
            yield open_for(trial)
    else:
        init(options.store or default_store(), currency=currency)
        yield open_for(options)


@contextmanager
def _interruptible(options: Options, path: Path) -> Iterator[None]:
    """Say what a stopped import leaves behind; an error in JSON stands alone."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        if options.format not in ("json", "jsonl") and not options.dry_run:
            further = (
                "send the same input again, rows that are in count as unchanged"
                if path == _STDIN
                else "the same command goes on from there"
            )
            sys.stderr.write(f"what is stored is whole; {further}\n")
        raise


def _scored(done: _Done, options: Options) -> _Done:
    """Offer the clock; then history, and all scores where the clock was set.
    What a worker serves is left to it."""
    from bellbuoy.services import integrations, settings

    offer, served = done.summary.offer_clock, worker_serves(done.ctx)
    if offer is None:
        due = done.summary.changed_clients or integrations.scores_wait(done.ctx)
        if due and not served:
            rescore(done.ctx, options)
        if options.flag("set_clock"):
            return done.noting("the clock stays: no fact came in that is new to it, and old")
        return done
    day = day_text(offer)
    if not _wants_clock(offer, done.ctx, options):
        return done.noting(
            f"the newest fact is of {day}, {counted(done.ctx.today - offer, 'day')} ago; to let"
            f" the store stand there: bellbuoy config set clock {day}"
        )
    ctx = settings.set_clock(done.ctx, settings.frozen_at(done.ctx, day))
    done = replace(done, ctx=ctx, clock_set=day).noting(f"the store clock stands at {day}")
    if served:
        summary = replace(done.summary, tiers={}, saturated=())
        return replace(done, summary=summary).noting("the worker scores everyone again now")
    rescore(ctx, options)
    return replace(done, summary=_read_again(ctx, done.summary))


def _wants_clock(offer: int, ctx: Context, options: Options) -> bool:
    if options.flag("set_clock") or options.yes:
        return True
    if not options.asks:
        return False
    question = (
        f"The newest fact is of {day_text(offer)}, {counted(ctx.today - offer, 'day')} ago."
        " Let the store's clock stand there?"
    )
    return confirm(question, options, sys.stdin, sys.stderr)


def _read_again(ctx: Context, summary: ImportSummary) -> ImportSummary:
    """Tiers and saturation as they are under the new clock."""
    from bellbuoy.services import integrations, overview

    counters = overview.overview(ctx).tiers
    with ctx.reader() as reader:
        saturated = integrations.saturations(reader)
    tiers: dict[str, int] = {tier: counter.n for tier, counter in counters.items()}
    return replace(summary, tiers=tiers, saturated=saturated)


def _answer(report: Report, done: _Done, options: Options) -> Answer:
    summary = report.summary
    answer = Answer(
        "import",
        as_of=done.ctx.now,
        notes=(*_notes(report, done.ctx), *done.notes),
        exit_code=4 if summary.quarantined else 0,
    )
    match options.format:
        case "table":
            return replace(answer, text=report_text(report, options))
        case "csv" | "md":
            return replace(answer, rows=file_rows(report), columns=FILES)
        case _:
            row = report_json(report)
            columns = tuple(Column(key, key) for key in row)
            return replace(answer, rows=[row], columns=columns, single=True)


def _notes(report: Report, ctx: Context) -> list[str]:
    summary, notes = report.summary, []
    if report.made_store:
        info = ctx.info
        notes.append(f"made the store {report.store} ({info.timezone}, {info.currency})")
    if summary.resumed:
        notes.append("went on with an import that had been stopped")
    skipped = [count.file for count in summary.files if count.skipped]
    if skipped:
        notes.append(f"as they were, not read again: {_named(skipped)}")
    if report.unused:
        notes.append(f"not imported, no part of the mapping takes it: {_named(report.unused)}")
    if report.dry_run:
        notes.append("a dry run: nothing was stored")
    elif summary.quarantined:
        refused = counted(summary.quarantined, "row was refused", "rows were refused")
        notes.append(f"{refused}: bellbuoy quarantine list")
    return notes


def _named(names: Sequence[str]) -> str:
    more = " …" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
