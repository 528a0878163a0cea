"""Mending refused rows, and putting them away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.refused.selection import KeptRules, Selection, select
from bellbuoy.services.settings import actor_of
from bellbuoy.services.undone import Undone, UndoneError
from core.integrations.again import mended, read_again
from core.integrations.fact_rows import converter_of
from core.integrations.kept import Kept
from core.integrations.types import Dealt, StillBad
from core.values.counting import counted
from core.values.errors import ConflictError, RowError, UsageError
from storage.audit.writes import Change
from storage.engine.unit import Unit
from storage.integrations import quarantine_reads, quarantine_writes
from storage.integrations.quarantine_reads import Held

_MOST_TOLD = 20


@dataclass(slots=True)
class _Fixing:
    """What has come of the rows so far."""

    ctx: Context
    changes: Mapping[str, str]
    rules: KeptRules
    rows: int = 0
    done: int = 0
    still: list[StillBad] | None = None
    fault: UsageError | None = None


@service("quarantine:fix", writes=True)
def fix(
    ctx: Context, query: str, changes: Mapping[str, str], *, dry_run: bool = False
) -> Dealt:
    """Set cells of refused rows by the names of their columns; the bytes that came
    are kept beside. Nothing is stored of them before they are replayed.

    Raises UsageError where none of the rows could be mended.
    """
    work = _Fixing(ctx, changes, KeptRules(), still=[])
    selection = select(ctx, query)
    for numbers in selection.portions(ctx):
        with Undone(), ctx.store.unit() as unit:
            _fix_portion(unit, work, quarantine_reads.held_rows(unit, numbers))
            if dry_run:
                raise UndoneError
    if work.fault is not None and not work.done:
        raise work.fault
    assert work.still is not None
    return Dealt(work.rows, work.done, 0, work.rows - work.done, tuple(work.still), dry_run)


def _fix_portion(unit: Unit, work: _Fixing, rows: list[Held]) -> None:
    change = Change(unit, actor_of(work.ctx), "quarantine.fix", counted(len(rows), "row"))
    change.watch("quarantine", [row.id for row in rows], columns=("state", "fixed"))
    fixed: list[tuple[int, bytes]] = []
    for row in rows:
        work.rows += 1
        try:
            kept = _kept(unit, work.rules, row)
            text = mended(kept, row.text, work.changes, row.cut)
        except UsageError as fault:
            work.fault = work.fault or UsageError(f"Q-{row.id}: {fault.message}", fault.hint)
            _tell(work, row, RowError(row.code, fault.message))
            continue
        fixed.append((row.id, text))
        outcome = _outcome(work.ctx, kept, text)
        if isinstance(outcome, RowError):
            _tell(work, row, outcome)
    work.done += len(fixed)
    quarantine_writes.put_fixed(unit, fixed)
    if fixed:
        change.close({"set": dict(work.changes), "rows": len(fixed)})


def _tell(work: _Fixing, row: Held, fault: RowError) -> None:
    assert work.still is not None
    if len(work.still) < _MOST_TOLD:
        work.still.append(StillBad(f"Q-{row.id}", row.file, row.line, fault.code, fault.reason))


def _kept(unit: Unit, rules: KeptRules, row: Held) -> Kept:
    kept = rules.of(unit, row.layout)
    if kept is None:
        raise UsageError(
            "another version refused it, and kept no rules to read it by",
            "import its file again",
        )
    if row.state == "replayed":
        raise UsageError("it has been taken in", "nothing is left to fix")
    return kept


def _outcome(ctx: Context, kept: Kept, text: bytes) -> object:
    """What the mended row would become, as far as the row itself tells."""
    cells = read_again(kept, text)
    if isinstance(cells, RowError):
        return cells
    converter = converter_of(kept.spec, kept.mapping, kept.layout, ctx.zone, ctx.present)
    return converter.one(cells)


@service("quarantine:drop", writes=True)
def drop(ctx: Context, query: str, *, dry_run: bool = False) -> Dealt:
    """Put refused rows away for good: their bytes stay, but nobody waits for them."""
    selection = select(ctx, query)
    rows = done = 0
    for numbers in selection.portions(ctx):
        with Undone(), ctx.store.unit() as unit:
            held = quarantine_reads.held_rows(unit, numbers)
            rows += len(held)
            dropped = [row for row in held if row.state in ("new", "fixed")]
            done += len(dropped)
            _refuse_settled(selection, held)
            change = Change(
                unit, actor_of(ctx), "quarantine.drop", counted(len(dropped), "row")
            )
            change.watch("quarantine", [row.id for row in dropped], columns=("state",))
            quarantine_writes.put_states(unit, [row.id for row in dropped], "dropped")
            if dropped:
                change.close({"rows": len(dropped)})
            if dry_run:
                raise UndoneError
    return Dealt(rows, done, rows - done, 0, (), dry_run)


def _refuse_settled(selection: Selection, held: list[Held]) -> None:
    if selection.single is not None and held[0].state == "replayed":
        raise ConflictError(f"Q-{held[0].id} has been taken in", "nothing is left to drop")
