"""Taking back a change of very many rows: a portion at a time, in one transaction.

What it needs is the memory of a portion, and each row is read twice: as it was kept and
as it stands. A row is in one portion only, so what is put back in one says nothing of
the conflicts of another; where there is one all are looked for, and nothing stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.undo.following import Taking
from bellbuoy.services.undo.rows import conflicts, put_back, refuse
from core.values.errors import ConflictError
from storage.audit import steps
from storage.audit.rows import fits
from storage.audit.writes import Change, turn_rows

if TYPE_CHECKING:
    from bellbuoy.services.undo.actions import Undoable
    from core.operations.types import RowConflict
    from core.operations.undo import Step
    from storage.engine.unit import Unit

PORTION = 5_000


def all_told(rows: tuple[steps.KeptRow, ...]) -> bool:
    """Whether enough was kept of every row to put it back."""
    return all(row.many == 1 and fits(row.table, row.before, row.after) for row in rows)


def take_portions(
    ctx: Context,
    unit: Unit,
    rule: Undoable,
    first: Step,
    last: int,
    change: Change,
    untold: ConflictError,
) -> int:
    """Put back the rows of change `last`, keep that in `change`, and close it; how many
    rows. Raises UndoConflictError; `untold` where too little of them was kept."""
    found: list[RowConflict] = []
    for rows in steps.kept_portions(unit, last, PORTION):
        if not all_told(rows):
            raise untold
        found += conflicts(unit, rows)
        if not found:
            with rule.around(ctx, unit, Taking(first, rows, change)):
                put_back(unit, rows)
    refuse(unit, last, found)
    change.close({"of": first.who})
    return turn_rows(unit, last, change.id)
