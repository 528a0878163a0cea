"""Refused rows tried again, by the rules that they were refused under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.importing.batch import STORED, UNCHANGED, Batch, Verdict, Write
from bellbuoy.services.importing.resume import NAMED_KINDS
from bellbuoy.services.importing.storing import judged
from bellbuoy.services.importing.writers import CALLS_KINDS, LOGINS_KINDS
from bellbuoy.services.refused.selection import KeptRules, select
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import actor_of
from bellbuoy.services.undone import Undone, UndoneError
from core.events.types import Fact
from core.integrations.again import read_again
from core.integrations.convert import Converter
from core.integrations.fact_rows import converter_of
from core.integrations.mapping_types import KINDS
from core.integrations.types import Dealt, StillBad
from core.values.counting import counted
from core.values.errors import RowError
from core.values.instants import to_micros
from storage.audit.writes import Change
from storage.engine.unit import Unit
from storage.integrations import quarantine_reads, quarantine_writes, reads, writes
from storage.integrations.quarantine_reads import Held

_MOST_TOLD = 20
_NO_RULES = "another version refused it, and kept no rules to read it by: import its file again"


@service("quarantine:replay", writes=True)
def replay(
    ctx: Context,
    query: str,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Dealt:
    """Run the rules of an import again over refused rows, mended ones as they were
    mended; then score the clients that this changed.

    What is accepted now is stored, or is there already, and counts as replayed;
    the rest stays, with the reason of today. A dry run tries a portion of the
    rows at a time, and takes it back before the next.
    """
    job = _Replay(ctx, dry_run)
    selection = select(ctx, query)
    with ctx.reader() as reader:
        total = selection.count(reader)
    for numbers in selection.portions(ctx):
        if cancelled():
            raise KeyboardInterrupt
        with Undone(), ctx.store.unit() as unit:
            job.take(unit, quarantine_reads.held_rows(unit, numbers))
            if dry_run:
                raise UndoneError
        if dry_run:
            job.forget()
        progress(job.rows, total)
    job.end()
    scored = 0 if dry_run else recompute(ctx, cancelled=cancelled).rows
    return job.dealt(scored)


@dataclass(slots=True)
class _Run:
    """The import under which the rows of one source come in: a file of it each."""

    number: int
    batch: Batch
    files: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class _Tried:
    """A row, and what became of it."""

    row: Held
    outcome: Fact | RowError
    verdict: Verdict = ""


class _Replay:
    """A replay on its way through the portions."""

    def __init__(self, ctx: Context, dry_run: bool) -> None:
        self.runs: dict[str, _Run] = {}
        self.rows = 0
        self._ctx = ctx
        self._dry_run = dry_run
        self._rules = KeptRules()
        self._converters: dict[int | None, Converter] = {}
        self._counts: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._still: list[StillBad] = []
        self._changed = 0

    def take(self, unit: Unit, held: Sequence[Held]) -> None:
        """One portion: facts, marks, states and change set."""
        change = Change(
            unit, actor_of(self._ctx), "quarantine.replay", counted(len(held), "row")
        )
        before = self._counts.copy()
        waiting = [row for row in held if row.state != "replayed"]
        self._counts[UNCHANGED] += len(held) - len(waiting)
        for group in _groups(waiting):
            tried = [_Tried(row, self._read(unit, row)) for row in group]
            self._store(unit, change, tried)
            self._settle(unit, change, tried)
        self.rows += len(held)
        change.close(dict(sorted((self._counts - before).items())))

    def forget(self) -> None:
        """The portion has been taken back, and with it the imports that it began."""
        for run in self.runs.values():
            self._changed += run.batch.changed_clients
            run.batch.close()
        self.runs.clear()

    def end(self) -> None:
        """The imports that rows came in under are over."""
        if self.runs:
            with self._ctx.store.unit() as unit:
                for run in self.runs.values():
                    writes.end_import(
                        unit, run.number, "replayed", to_micros(self._ctx.present)
                    )
        self.forget()

    def dealt(self, scored: int) -> Dealt:
        reasons = sorted(self._reasons.items(), key=lambda pair: (-pair[1], pair[0]))
        stored, unchanged = self._counts[STORED], self._counts[UNCHANGED]
        refused = self.rows - stored - unchanged
        return Dealt(
            self.rows, stored, unchanged, refused, tuple(self._still), self._dry_run,
            self._changed, scored, tuple(reasons),
        )  # fmt: skip

    def _read(self, unit: Unit, row: Held) -> Fact | RowError:
        kept = self._rules.of(unit, row.layout)
        if kept is None:
            return RowError(row.code, _NO_RULES)
        cells = read_again(kept, row.text, row.cut)
        if isinstance(cells, RowError):
            return cells
        if row.layout not in self._converters:
            ctx = self._ctx
            self._converters[row.layout] = converter_of(
                kept.spec, kept.mapping, kept.layout, ctx.zone, ctx.present
            )
        return self._converters[row.layout].one(cells)

    def _store(self, unit: Unit, change: Change, tried: list[_Tried]) -> None:
        first = tried[0].row
        kept = self._rules.of(unit, first.layout)
        if kept is None:
            for each in tried:
                each.verdict = each.outcome  # type: ignore[assignment]
            return
        batch = self._batch(unit, first)
        batch.via, batch.tells_end = kept.spec.client_via, kept.spec.tells_end
        for each in tried:
            # What came twice with other content in its import still does.
            fresh = each.row.code == "id.conflict" and each.row.fixed is None
            if fresh and first.kind in NAMED_KINDS and not isinstance(each.outcome, RowError):
                batch.first_time(first.kind, each.outcome.external_id)  # type: ignore[union-attr]
        outcomes = [each.outcome for each in tried]
        verdicts = judged(Write(unit, batch, change), kept.spec.kind, [outcomes])
        for each, verdict in zip(tried, verdicts, strict=True):
            each.verdict = verdict
        writes.note_newest(unit, batch.run, batch.newest)
        self._count_file(unit, first, verdicts)

    def _batch(self, unit: Unit, row: Held) -> Batch:
        """What writers need to know; facts count as known as those of the import
        that refused the row do."""
        ctx, now = self._ctx, to_micros(self._ctx.present)
        historical = reads.is_historical(unit, row.run)
        run = self.runs.get(row.source)
        if run is None:
            mark = f"replay {ctx.trace_id}"
            number = writes.begin_import(unit, row.source, mark, historical, now)
            batch = Batch(row.source, number, now, ctx.today, ctx.zone, historical)
            run = self.runs[row.source] = _Run(number, batch)
        run.batch.historical = historical
        calls, logins = row.kind in CALLS_KINDS, row.kind in LOGINS_KINDS
        writes.put_source(unit, row.source, calls, logins, now)
        return run.batch

    def _count_file(self, unit: Unit, row: Held, verdicts: Sequence[Verdict]) -> None:
        """The import shows the files that its rows came from."""
        run = self.runs[row.source]
        place = run.files.setdefault((row.file, row.kind), len(run.files))
        writes.begin_file(unit, run.number, place, row.file, row.kind, "", row.layout or 0)
        stored, unchanged = verdicts.count(STORED), verdicts.count(UNCHANGED)
        counts = (stored, unchanged, len(verdicts) - stored - unchanged)
        writes.advance_file(unit, run.number, place, counts)

    def _settle(self, unit: Unit, change: Change, tried: list[_Tried]) -> None:
        """Rows that came in are replayed; the others stay, with today's reason."""
        good: list[int] = []
        bad: list[tuple[int, str, str]] = []
        for each in tried:
            row, verdict = each.row, each.verdict
            if not isinstance(verdict, RowError):
                good.append(row.id)
                self._counts[verdict] += 1
                change.updated(
                    "quarantine", row.id, {"state": row.state}, {"state": "replayed"}
                )
                continue
            bad.append((row.id, verdict.code, verdict.reason))
            self._counts["refused"] += 1
            self._reasons[verdict.code] += 1
            if len(self._still) < _MOST_TOLD:
                self._still.append(
                    StillBad(f"Q-{row.id}", row.file, row.line, verdict.code, verdict.reason)
                )
        quarantine_writes.put_states(unit, good, "replayed")
        quarantine_writes.put_reasons(unit, bad)


def _groups(rows: Sequence[Held]) -> Iterator[list[Held]]:
    """Rows that were refused of one file, by one import, under the same rules:
    clients first, as the other kinds refer to them."""
    found: dict[tuple[object, ...], list[Held]] = {}
    for row in rows:
        place = (row.source, row.run, row.file, row.kind, row.layout)
        found.setdefault(place, []).append(row)
    yield from sorted(found.values(), key=lambda group: KINDS.index(group[0].kind))
