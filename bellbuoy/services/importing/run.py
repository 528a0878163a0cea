"""One import: its files in order, a batch of rows a transaction, able to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bellbuoy.services.context import Context
from bellbuoy.services.importing.batch import STORED, UNCHANGED, Batch, Verdict, Write
from bellbuoy.services.importing.files import FoundFile, OpenFile, opened
from bellbuoy.services.importing.writers import CALLS_KINDS, LOGINS_KINDS, WRITERS
from bellbuoy.services.scoring.moment import Cancelled
from bellbuoy.services.settings import actor_of
from core.integrations.fact_rows import FactRow, read_facts
from core.integrations.mapping_types import Mapping
from core.integrations.types import FileCount, ImportSummary
from core.values.canonical import digest
from core.values.errors import RowError
from core.values.instants import to_micros
from storage.audit.writes import Change
from storage.engine.unit import Unit
from storage.integrations import reads, writes

BATCH = 5_000
_MOST_RAW = 1_048_576
RowProgress = Callable[[str, int, int], None]
"""Called with (file, rows so far in all files, bytes of all files)."""


def no_rows(_file: str, _rows: int, _bytes: int) -> None:
    """No progress wanted."""


class StoppedError(KeyboardInterrupt):
    """The import was asked to stop; what is stored is whole, and it can go on."""


@dataclass(slots=True)
class _Opened:
    """A file of the import with its number in it."""

    position: int
    found: FoundFile
    file: OpenFile


class ImportJob:
    """An import of some files under one mapping."""

    def __init__(
        self,
        ctx: Context,
        mapping: Mapping,
        files: Sequence[FoundFile],
        progress: RowProgress,
        cancelled: Cancelled,
    ) -> None:
        self._ctx = ctx
        self.mapping = mapping
        self._files = files
        self._progress = progress
        self._cancelled = cancelled
        self._rows = 0
        self._bytes = 0
        self.resumed = False
        self.touched: set[int] = set()

    def run(self) -> int:
        """Take everything in; the import's number. Raises StoppedError between
        two batches when cancelled."""
        batch = self._begin()
        for position, found in enumerate(self._files):
            with opened(found.path, found.name) as file:
                self._take(batch, _Opened(position, found, file))
        with self._ctx.store.unit() as unit:
            writes.finish_import(unit, batch.run, to_micros(self._ctx.present))
        self.touched = batch.touched
        return batch.run

    def check(self) -> ImportSummary:
        """Read and convert every row, and store nothing."""
        counts: list[FileCount] = []
        reasons: Counter[str] = Counter()
        for found in self._files:
            good = bad = 0
            with opened(found.path, found.name) as file:
                for row in self._facts(found, file):
                    if isinstance(row.fact, RowError):
                        bad += 1
                        reasons[row.fact.code] += 1
                    else:
                        good += 1
            counts.append(FileCount(found.name, found.spec.kind, good + bad, good, 0, bad))
        return ImportSummary(
            run=0, source=self.mapping.source, files=tuple(counts), newest=None,
            offer_clock=None, changed_clients=0, scored=0, tiers={}, saturated=(),
            reasons=tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        )  # fmt: skip

    def _facts(self, found: FoundFile, file: OpenFile) -> Iterator[FactRow]:
        return read_facts(
            found.spec,
            self.mapping,
            found.name,
            file.lines(),
            self._ctx.zone,
            self._ctx.present,
        )

    def _begin(self) -> Batch:
        """Open the import, or go on with one of the same files that was stopped.

        Every header is read first, so that a mapping that does not fit refuses
        the import before anything is stored.
        """
        hashes = []
        for found in self._files:
            with opened(found.path, found.name) as file:
                self._facts(found, file)
                hashes.append(file.sha256())
                self._bytes += file.size
        ctx, source = self._ctx, self.mapping.source
        identity = digest(repr(self.mapping), *hashes)
        kinds = {found.spec.kind for found in self._files}
        now = to_micros(ctx.present)
        with ctx.store.unit() as unit:
            left = reads.unfinished_import(unit, source, identity)
            if left is None:
                historical = not reads.had_import(unit, source)
                run = writes.begin_import(unit, source, identity, historical, now)
            else:
                (run, historical), self.resumed = left, True
            writes.put_source(
                unit, source, bool(kinds & CALLS_KINDS), bool(kinds & LOGINS_KINDS), now
            )
            for position, found in enumerate(self._files):
                writes.begin_file(
                    unit, run, position, found.name, found.spec.kind, hashes[position]
                )
        return Batch(source, run, now, ctx.today, ctx.zone, historical)

    def _take(self, batch: Batch, opened_file: _Opened) -> None:
        with self._ctx.store.reader() as reader:
            taken, done = reads.file_watermark(reader, batch.run, opened_file.position)
        spec = opened_file.found.spec
        batch.via = spec.client_via
        rows = self._facts(opened_file.found, opened_file.file)
        for row in islice(rows, taken):
            _remember(batch, spec.kind, row)
        self._rows += taken
        if done:
            return
        while chunk := list(islice(rows, BATCH)):
            if self._cancelled():
                raise StoppedError
            with self._ctx.store.unit() as unit:
                self._store(unit, batch, opened_file, chunk)
            self._rows += len(chunk)
            self._progress(opened_file.found.name, self._rows, self._bytes)
        with self._ctx.store.unit() as unit:
            writes.finish_file(unit, batch.run, opened_file.position)

    def _store(
        self, unit: Unit, batch: Batch, opened_file: _Opened, chunk: Sequence[FactRow]
    ) -> None:
        """One batch: facts, rollups, marks, quarantine, watermark and change set."""
        found = opened_file.found
        change = Change(unit, actor_of(self._ctx), "import", f"import {batch.run}")
        good = [row for row in chunk if not isinstance(row.fact, RowError)]
        writer = WRITERS[found.spec.kind]
        verdicts = writer(Write(unit, batch, change), [row.fact for row in good])
        bad: list[tuple[FactRow, RowError]] = [
            (row, row.fact) for row in chunk if isinstance(row.fact, RowError)
        ]
        bad += [
            (row, verdict)
            for row, verdict in zip(good, verdicts, strict=True)
            if isinstance(verdict, RowError)
        ]
        bad.sort(key=lambda pair: pair[0].line)
        self._quarantine(unit, batch, found, bad)
        stored, unchanged = _tally(verdicts)
        counts = {"stored": stored, "unchanged": unchanged, "quarantined": len(bad)}
        writes.advance_file(unit, batch.run, opened_file.position, stored, unchanged, len(bad))
        writes.note_newest(unit, batch.run, batch.newest)
        change.close({"file": found.name, **counts})

    def _quarantine(
        self,
        unit: Unit,
        batch: Batch,
        found: FoundFile,
        bad: Sequence[tuple[FactRow, RowError]],
    ) -> None:
        writes.put_quarantine(
            unit,
            [
                (
                    batch.run, batch.source, found.name, row.line, found.spec.kind,
                    fault.code, fault.reason, row.raw[:_MOST_RAW],
                    digest(row.raw.hex()), "new", batch.recorded_us,
                )
                for row, fault in bad
            ],
        )  # fmt: skip


def _tally(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    return verdicts.count(STORED), verdicts.count(UNCHANGED)


def _remember(batch: Batch, kind: str, row: FactRow) -> None:
    """A row taken in before the import was stopped: its id has been met."""
    external_id = getattr(row.fact, "external_id", None)
    if external_id is not None:
        batch.first_time(kind, external_id)
