"""One batch of an import into the store: all of it in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bellbuoy.services.context import Context
from bellbuoy.services.importing.batch import STORED, UNCHANGED, Batch, Verdict, Write
from bellbuoy.services.importing.chunks import Chunk
from bellbuoy.services.importing.plans import FilePlan
from bellbuoy.services.importing.writers import WRITERS
from bellbuoy.services.settings import actor_of
from core.events.columns import Outcome, is_good, joined
from core.events.types import Fact
from core.integrations.fact_rows import FactRow
from core.integrations.layout import Layout
from core.integrations.mapping_types import Kind
from core.values.canonical import digest
from core.values.errors import RowError
from storage.audit.writes import Change
from storage.engine.unit import Unit
from storage.integrations import writes
from storage.integrations.quarantine_writes import RefusedFile, RefusedRow, put_refused


@dataclass(frozen=True, slots=True)
class Target:
    """The file that rows come from, and the import that takes them in. `rules` is
    the number under which the rules of the file are kept."""

    ctx: Context
    batch: Batch
    plan: FilePlan
    rules: int | None


def store_chunk(target: Target, chunk: Chunk) -> None:
    """Facts, rollups, marks, refused rows, watermark and change set."""
    batch, found = target.batch, target.plan.found
    with target.ctx.store.unit() as unit:
        change = Change(unit, actor_of(target.ctx), "import", f"import {batch.run}")
        verdicts = judged(Write(unit, batch, change), found.spec.kind, chunk.parts)
        faults = {n: v for n, v in enumerate(verdicts) if isinstance(v, RowError)}
        _refuse(unit, target, chunk, faults)
        counts = (verdicts.count(STORED), verdicts.count(UNCHANGED), len(faults))
        writes.advance_file(unit, batch.run, target.plan.position, counts, chunk.end)
        writes.note_newest(unit, batch.run, batch.newest)
        names = ("stored", "unchanged", "quarantined")
        change.close({"file": found.name, **dict(zip(names, counts, strict=True))})


def judged(write: Write, kind: Kind, parts: Sequence[Sequence[Outcome]]) -> list[Verdict]:
    """Store what can be stored; a verdict on each record of these parts, in order."""
    good = [part if is_good(part) else _without_faults(part) for part in parts]
    verdicts = WRITERS[kind](write, joined(good))
    if sum(map(len, parts)) == len(verdicts):
        return verdicts
    given = iter(verdicts)
    return [
        fact if isinstance(fact, RowError) else next(given) for part in parts for fact in part
    ]


def _without_faults(part: Sequence[Outcome]) -> list[Fact]:
    return [fact for fact in part if not isinstance(fact, RowError)]


def _refuse(unit: Unit, target: Target, chunk: Chunk, faults: dict[int, RowError]) -> None:
    batch, found = target.batch, target.plan.found
    kind, seen = found.spec.kind, batch.recorded_us
    file = RefusedFile(batch.run, batch.source, found.name, kind, target.rules, seen)
    layout = target.plan.layout
    rows = [_refused_row(layout, row, fault) for row, fault in chunk.refused(faults)]
    put_refused(unit, file, rows)


def _refused_row(layout: Layout, row: FactRow, fault: RowError) -> RefusedRow:
    raw = layout.as_filed(row.raw)
    return RefusedRow(row.line, fault.code, fault.reason, raw, digest(raw.hex()), row.cut)
