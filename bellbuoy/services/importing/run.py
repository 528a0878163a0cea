"""One import: its files in order, a batch of rows a transaction, able to go on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from bellbuoy.services.context import Context
from bellbuoy.services.importing.batch import Batch
from bellbuoy.services.importing.chunks import chunked
from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.opening import OpenFile, opened
from bellbuoy.services.importing.plans import FilePlan, identity, plan_file, skipping
from bellbuoy.services.importing.progress import Step, StepProgress
from bellbuoy.services.importing.resume import NAMED_KINDS, remember
from bellbuoy.services.importing.standard_input import StdinFile
from bellbuoy.services.importing.storing import Target, store_chunk
from bellbuoy.services.importing.table import table_from
from bellbuoy.services.importing.writers import CALLS_KINDS, LOGINS_KINDS
from bellbuoy.services.scoring.moment import Cancelled
from core.integrations.convert import Converter
from core.integrations.fact_rows import converter_of, fact_blocks
from core.integrations.mapping_types import Mapping
from core.values.instants import to_micros
from storage.engine.reader import Rows
from storage.engine.unit import Unit
from storage.integrations import reads, writes
from storage.integrations.quarantine_writes import settle_accepted

BATCH = 20_000
BATCH_BYTES = 8 * 1_048_576
"""Long rows make smaller batches, so that memory stays flat."""


class StoppedError(KeyboardInterrupt):
    """The import was asked to stop; what is stored is whole, and it can go on."""


class ImportJob:
    """An import of some files under one mapping."""

    def __init__(
        self,
        ctx: Context,
        mapping: Mapping,
        files: Sequence[FoundFile],
        progress: StepProgress,
        cancelled: Cancelled,
    ) -> None:
        self._ctx = ctx
        self.mapping = mapping
        self._files = files
        self._progress = progress
        self._cancelled = cancelled
        self._rows = 0
        self._fresh = 0
        self._read = 0
        self._begun = 0
        self._size: int | None = None
        self._identity = ""
        self._remembered: frozenset[int] = frozenset()
        self.resumed = False
        self.skipped: frozenset[int] = frozenset()
        self.changed_clients = 0

    @property
    def resumes(self) -> bool:
        """Whether the same import can go on where it stopped."""
        return not any(found.is_stdin for found in self._files)

    def run(self) -> int:
        """Take everything in; the import's number. Raises StoppedError between
        two batches when cancelled."""
        plans = self._plans()
        with self._begin(plans) as batch:
            try:
                for plan in plans:
                    self._take(batch, plan)
            except BaseException:
                if not self.resumes:
                    self._end(batch.run, "stopped")
                raise
            self._end(batch.run, "done")
            self.changed_clients = batch.changed_clients
            return batch.run

    def _plans(self) -> tuple[FilePlan, ...]:
        """Every header is read first, so that a mapping that does not fit refuses
        the import before anything is stored; and every packed file once, unless it
        was before."""
        zone = self._ctx.zone.key
        plans = tuple(
            plan_file(position, found, self.mapping, zone)
            for position, found in enumerate(self._files)
        )
        self._size = sum(plan.size for plan in plans) if self.resumes else None
        self._identity = identity(self.mapping, plans, self._ctx.trace_id)
        with self._ctx.store.reader() as reader:
            begun = reads.unfinished_import(reader, self.mapping.source, self._identity)
            if begun is None:
                plans = skipping(reader, self.mapping.source, plans)
        for plan in plans if begun is None else ():
            if plan.earlier is None and plan.once is None:
                with opened(plan.found) as file:
                    file.verify()
        return plans

    def _begin(self, plans: Sequence[FilePlan]) -> Batch:
        """Open the import, or go on with one of the same files that was stopped."""
        ctx, source = self._ctx, self.mapping.source
        kinds = {plan.found.spec.kind for plan in plans}
        now = to_micros(ctx.present)
        with ctx.store.unit() as unit:
            left = reads.unfinished_import(unit, source, self._identity)
            if left is None:
                historical = not reads.had_import(unit, source)
                run = writes.begin_import(unit, source, self._identity, historical, now)
            else:
                (run, historical), self.resumed = left, True
            writes.put_source(
                unit, source, bool(kinds & CALLS_KINDS), bool(kinds & LOGINS_KINDS), now
            )
            for plan in plans if left is None else ():
                _begin_file(unit, run, plan)
            self._remembered = _remembered(unit, run, plans) if self.resumed else frozenset()
            self.skipped = frozenset(
                plan.position
                for plan in plans
                if plan.earlier is not None
                or (self.resumed and reads.file_state(unit, run, plan.position).done)
            )
        return Batch(source, run, now, ctx.today, ctx.zone, historical)

    def _take(self, batch: Batch, plan: FilePlan) -> None:
        """One file, from where it stands."""
        with self._ctx.store.reader() as reader:
            state = reads.file_state(reader, batch.run, plan.position)
            rules = reads.layout_number(reader, plan.digest)
        self._rows += state.records
        spec = plan.found.spec
        batch.via, batch.tells_end = spec.client_via, spec.tells_end
        once = opened(plan.found) if plan.once is None else nullcontext(plan.once[0])
        with once as file:
            file.expect(plan.stamp)
            if state.records and plan.position in self._remembered:
                remember(batch, file, plan, state.records, self._converter(plan))
            if state.done:
                self._begun += plan.size
            else:
                target = Target(self._ctx, batch, plan, rules)
                self._take_rows(file, state, target)
        self._read += plan.size

    def _tell(self, plan: FilePlan, position: int) -> None:
        read = self._read + position
        begun = self._begun
        self._progress(
            Step(plan.found.name, self._rows, self._fresh, read, read - begun, self._size)
        )

    def _take_rows(
        self, file: OpenFile | StdinFile, state: reads.FileState, target: Target
    ) -> None:
        plan, run = target.plan, target.batch.run
        if plan.once is None:
            reader = table_from(file, plan.found.spec, plan.layout, state.watermark)
        else:
            reader = plan.once[1]
        if not file.packed:
            self._begun += min(state.watermark.offset, plan.size)
        blocks = fact_blocks(reader, self._converter(plan))
        for chunk in chunked(blocks, BATCH, BATCH_BYTES):
            if self._cancelled():
                raise StoppedError
            store_chunk(target, chunk)
            self._rows += chunk.rows
            self._fresh += chunk.rows
            self._tell(plan, file.position)
        with self._ctx.store.unit() as unit:
            writes.finish_file(unit, run, plan.position)
            if plan.sha256:
                settle_accepted(unit, self.mapping.source, plan.found.name, plan.sha256, run)

    def _converter(self, plan: FilePlan) -> Converter:
        ctx = self._ctx
        return converter_of(plan.found.spec, self.mapping, plan.layout, ctx.zone, ctx.present)

    def _end(self, run: int, state: str) -> None:
        with self._ctx.store.unit() as unit:
            writes.end_import(unit, run, state, to_micros(self._ctx.present))


def _begin_file(unit: Unit, run: int, plan: FilePlan) -> None:
    rules = writes.put_layout(unit, plan.digest, plan.rules)
    found, position = plan.found, plan.position
    writes.begin_file(unit, run, position, found.name, found.spec.kind, plan.sha256, rules)
    if plan.earlier is not None:
        refused = plan.earlier.quarantined
        counts = (0, plan.earlier.records - refused, refused)
        writes.advance_file(unit, run, position, counts)
        writes.finish_file(unit, run, position)


def _remembered(rows: Rows, run: int, plans: Sequence[FilePlan]) -> frozenset[int]:
    """The files whose ids an import that goes on must know: those of a kind of which
    one is still to be read."""
    left = {
        plan.found.spec.kind
        for plan in plans
        if not reads.file_state(rows, run, plan.position).done
    }
    return frozenset(
        plan.position for plan in plans if plan.found.spec.kind in left & NAMED_KINDS
    )
