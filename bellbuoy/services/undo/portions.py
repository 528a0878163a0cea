"""Taking back a change of very many rows: a portion at a time.

What it needs is the memory of a portion. Up to PORTION rows go back in one transaction;
more in many, as they were made (`stretched.py`), after all of them were compared with
what stands: a conflict is told with all others before anything is written. Where a row
has changed between the look and its turn, what went back comes again, and nothing stays.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress
from bellbuoy.services.undo.following import Taking
from bellbuoy.services.undo.rows import conflicts, put_back, refuse
from bellbuoy.services.undone import UndoneError
from core.values.errors import ConflictError
from storage.audit import steps
from storage.audit.rows import fits
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from bellbuoy.services.scoring.pace import Pace
    from bellbuoy.services.stretched import Allow, Stretched
    from bellbuoy.services.undo.actions import Undoable
    from core.operations.types import RowConflict
    from core.operations.undo import Step
    from storage.audit.writes import Change
    from storage.engine.unit import Unit

PORTION = 5_000


def all_told(rows: tuple[steps.KeptRow, ...]) -> bool:
    """Whether enough was kept of every row to put it back."""
    return all(row.many == 1 and fits(row.table, row.before, row.after) for row in rows)


def refuse_conflicts(rows: Rows, last: int, untold: ConflictError) -> None:
    """Raise UndoConflictError with all rows that no longer stand as change `last` left
    them; `untold` where too little of them was kept."""
    found: list[RowConflict] = []
    for part in steps.kept_portions(rows, last, PORTION):
        if not all_told(part.rows):
            raise untold
        found += conflicts(rows, part.rows)
    refuse(rows, last, found)


def take_at_once(
    ctx: Context, unit: Unit, rule: Undoable, first: Step, last: int, change: Change
) -> int:
    """Put back the rows of change `last` in this transaction, keep that in `change`, and
    close it; how many rows. They were compared with what stands."""
    from storage.audit.writes import turn_rows

    for part in steps.kept_portions(unit, last, PORTION):
        _written_by_none(change, part.rows)
        with rule.around(ctx, unit, Taking(first, part.rows, change)):
            put_back(unit, part.rows)
    change.close({"of": first.who})
    return turn_rows(unit, last, change.id)


def take_portions(
    ctx: Context, rule: Undoable, first: Step, last: int, made: Stretched, allow: Allow,
    progress: Progress, cancelled: Cancelled,
) -> int:  # fmt: skip
    """The same in many transactions of a change that this opens and closes. Raises
    UndoneError where it was stopped, and UndoConflictError: then all stands as before."""
    from bellbuoy.services.incidents.hurt import Hurt
    from bellbuoy.services.undo.unfinished import pace_of

    with ctx.reader() as reader:
        planned = steps.kept_count(reader, last)
    made.open(planned, allow)
    pace, behind, went, hurt = pace_of(ctx), steps.BEHIND_ALL, 0, Hurt()
    while True:
        if cancelled():
            raise UndoneError
        progress(went, planned)
        part = _portion_of(ctx, last, behind, pace)
        if part is None:
            break
        many = len(part.rows)
        with made.portion(many, partial(pace.held, many)) as (unit, change):
            _written_by_none(change, part.rows)
            refuse(unit, last, conflicts(unit, part.rows))
            with rule.around(ctx, unit, Taking(first, part.rows, change, hurt=hurt)):
                put_back(unit, part.rows)
            _keep(unit, last, change.id, part)
        behind, went = part.first, went + many
    made.close({"of": first.who}, hurt.mark)
    return went


def _portion_of(ctx: Context, last: int, behind: int, pace: Pace) -> steps.KeptPortion | None:
    """What never changes is read before anything is locked."""
    with ctx.reader() as reader:
        return steps.portion_before(reader, last, behind, pace.size)


def _keep(unit: Unit, last: int, turned: int, part: steps.KeptPortion) -> None:
    from storage.audit.writes import turn_rows

    turn_rows(unit, last, turned, part.first, part.behind)


def _written_by_none(change: Change, rows: tuple[steps.KeptRow, ...]) -> None:
    """Raise ConflictError for a row that another change in the middle has written."""
    for table in sorted({row.table for row in rows}):
        change.refuse_written(table, [row.key for row in rows if row.table == table])
