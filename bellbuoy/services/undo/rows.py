"""The rows of a change that is taken back: compared with what stands, and put back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.operations.types import RowConflict, UndoConflictError, UndoDifference
from core.operations.undo import conflict_of
from storage.audit.reads import COUNTER, in_words
from storage.audit.rows import put_rows, rows_by_key
from storage.audit.steps import KeptRow, changed_since
from storage.audit.writes import Change
from storage.engine.reader import Rows
from storage.engine.unit import Unit

_LONGEST = 60
_SECRET = {("alert_channel", "target")}
"""It may hold a token: a message is logged, and so does not tell it."""
_HIDDEN = "••••••"
_Group = tuple[str, tuple[str, ...]]


def watch(change: Change, rows: Sequence[KeptRow]) -> None:
    """Keep what becomes of them, in the columns that the change was about."""
    for (table, columns), found in _grouped(rows).items():
        change.watch(table, [row.key for row in found], columns=columns)


def _grouped(rows: Iterable[KeptRow]) -> dict[_Group, list[KeptRow]]:
    """By table and columns; no columns: whole rows come or go."""
    groups: dict[_Group, list[KeptRow]] = {}
    for row in rows:
        whole = row.before is None or row.after is None
        columns = () if whole else tuple(row.after or ())
        groups.setdefault((row.table, columns), []).append(row)
    return groups


def conflicts(stored: Rows, rows: Iterable[KeptRow]) -> list[RowConflict]:
    """Those of rows that no longer stand as a change left them."""
    found: list[RowConflict] = []
    for (table, columns), group in _grouped(rows).items():
        now = rows_by_key(stored, table, [row.key for row in group], columns)
        for row in group:
            standing = now.get(row.key)
            conflict = conflict_of(table, row.key, row.said, row.after, standing)
            if conflict is not None:
                found.append(conflict)
    return found


def refuse_changed(unit: Unit, change: int, rows: Sequence[KeptRow]) -> None:
    """Raise UndoConflictError where one of them no longer stands as a change left it."""
    refuse(unit, change, conflicts(unit, rows))


def refuse(stored: Rows, change: int, found: list[RowConflict]) -> None:
    """Raise UndoConflictError for rows that no longer stand as a change left them, with
    who changed them since; nothing where there are none."""
    if not found:
        return
    for table in sorted({each.table for each in found}):
        keys = [each.key for each in found if each.table == table]
        since = changed_since(stored, change, table, keys)
        for place, each in enumerate(found):
            if each.table == table and each.key in since:
                step = since[each.key]
                found[place] = replace(each, who=step.who, change=step.id)
    rows_told = tuple(map(_readable, found))
    raise UndoConflictError(change, rows_told, _words(change, rows_told))


def _readable(conflict: RowConflict) -> RowConflict:
    """Columns as a person reads them; what only counts changes says nothing beside
    others."""
    all_of = conflict.differences
    found = tuple(each for each in all_of if each.column != COUNTER) or all_of
    return replace(conflict, differences=tuple(map(_told, found)))


def _told(one: UndoDifference) -> UndoDifference:
    sides = [in_words(one.column, value) for value in (one.before, one.after, one.now)]
    return UndoDifference(sides[0][0], *(said for _, said in sides))


def _words(change: int, found: Sequence[RowConflict]) -> str:
    """The first row with the three versions of its first column that differs."""
    first = found[0]
    one = first.differences[0]
    if (first.table, one.column) in _SECRET:
        one = UndoDifference(one.column, _HIDDEN, _HIDDEN, _HIDDEN)
    by = "" if first.change is None else f" (change {first.change} by {first.who})"
    now = f"now it is {_short(one.now)}" if first.there else "now the row is gone"
    more = f"; {len(found) - 1:,} more rows differ" if len(found) > 1 else ""
    return (
        f"{first.table} {first.key} was changed since change {change}: {one.column} was"
        f" {_short(one.before)}, the change made it {_short(one.after)}, {now}{by}{more}"
    )


def _short(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def put_back(unit: Unit, rows: Sequence[KeptRow], *, soft: bool = False) -> int:
    """Make rows what they were, the last first. Those that are `soft` and no longer
    stand as they were left stay; how many."""
    left: set[tuple[str, str]] = set()
    if soft:
        left = {(each.table, each.key) for each in conflicts(unit, rows)}
    put_rows(
        unit,
        (
            (row.table, row.key, row.after, row.before)
            for row in reversed(rows)
            if (row.table, row.key) not in left
        ),
    )
    return len(left)
