"""Change sets as undo sees them: whose, of what, and the rows as they were kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.operations.undo import REDO, UNDO, Reversals, Step, reversals_of
from storage.audit.packing import Row, row_of, shown, unpacked
from storage.audit.unfinished import STRIDE
from storage.engine.params import as_list
from storage.engine.reader import Rows

_PAGE = 200
_STEP = "SELECT id, actor, action, target FROM change_set"
_ROW = (
    "SELECT position, table_name, row_key, rows, before, after FROM change_row"
    " WHERE change_id = ?"
)
BEHIND_ALL = 2**62
"""A place behind all rows of a change set."""
MOST = 10_000
"""Rows that are put back at once, whatever portion made them."""


class KeptRow(NamedTuple):
    """A row of a change set; `before` and `after` None: there was none. `many` rows
    may be kept as one, and then nothing is known of each. `said` is what held before,
    also where there was no row."""

    table: str
    key: str
    many: int
    before: Row | None
    after: Row | None
    said: Row | None


def step(rows: Rows, number: int) -> Step | None:
    """A change set by its number."""
    found = rows.one(f"{_STEP} WHERE id = ?", (number,))
    return None if found is None else Step(*found)


def steps_of(rows: Rows, who: str) -> Iterator[Step]:
    """What one person changed, the newest first; read as far as it is asked for."""
    before = 2**62
    while page := rows.rows(
        f"{_STEP} WHERE actor = ? AND id < ? ORDER BY id DESC LIMIT {_PAGE}", (who, before)
    ):
        yield from (Step(*found) for found in page)
        before = page[-1][0]


def reversals(rows: Rows, after: int = 0) -> Reversals:
    """What was taken back and done again by change sets behind number `after`."""
    found = rows.rows(
        f"{_STEP} WHERE id > ? AND substr(action, 1, {len(UNDO)}) IN ('{UNDO}', '{REDO}')"
        " ORDER BY id",
        (after,),
    )
    return reversals_of(Step(*each) for each in found)


def kept_rows(rows: Rows, change: int) -> tuple[KeptRow, ...]:
    """All rows of a change set, in the order in which they were changed."""
    found = rows.rows(f"{_ROW} ORDER BY position", (change,))
    return tuple(_row_kept(*each) for _, *each in found)


class KeptPortion(NamedTuple):
    """Rows of a change set in their order, of the places from `first` to before
    `behind`."""

    first: int
    behind: int
    rows: tuple[KeptRow, ...]


def kept_portions(rows: Rows, change: int, size: int) -> Iterator[KeptPortion]:
    """All rows of a change set, the last first by portions of about `size`."""
    behind = BEHIND_ALL
    while part := portion_before(rows, change, behind, size):
        yield part
        behind = part.first


def portion_before(rows: Rows, change: int, behind: int, size: int) -> KeptPortion | None:
    """The rows in front of place `behind` that go back next: what one portion made, and
    those before it as long as they are at most `size` together; None: there are none.
    Of a portion with more than MOST rows only the last so many."""
    found: list[_Placed] = []
    first = behind
    while found == [] or 2 * len(found) < size:
        last = rows.value(
            "SELECT max(position) FROM change_row WHERE change_id = ? AND position < ?",
            (change, first),
        )
        if last is None:
            break
        begin = int(last) // STRIDE * STRIDE
        most = MOST if not found else size - len(found) + 1
        more = _placed(rows, change, begin, first, most)
        if found and len(more) == most:
            break
        found += more
        first = begin if len(more) < most else more[-1][0]
    if not found:
        return None
    return KeptPortion(first, behind, tuple(row for _, row in reversed(found)))


def kept_count(rows: Rows, change: int) -> int:
    """How many rows a change set has kept."""
    return int(
        rows.value(
            "SELECT coalesce(sum(rows), 0) FROM change_row WHERE change_id = ?", (change,)
        )
    )


_Placed = tuple[int, KeptRow]


def _placed(rows: Rows, change: int, first: int, behind: int, most: int) -> list[_Placed]:
    """At most so many rows of some places, the last first."""
    found = rows.rows(
        f"{_ROW} AND position >= ? AND position < ? ORDER BY position DESC LIMIT ?",
        (change, first, behind, most),
    )
    return [(place, _row_kept(*each)) for place, *each in found]


def _row_kept(
    table: str, key: str, many: int, before: str | None, after: str | None
) -> KeptRow:
    said = shown(before)
    return KeptRow(table, key, int(many), row_of(said), unpacked(after), said)


def changed_since(rows: Rows, change: int, table: str, keys: Sequence[str]) -> dict[str, Step]:
    """Who changed rows last, behind a change set, by key; what derives a row itself
    leaves no change set."""
    found = rows.rows(
        "SELECT r.row_key, s.id, s.actor, s.action, s.target FROM change_row r"
        " JOIN change_set s ON s.id = r.change_id"
        " WHERE r.change_id > :change AND r.table_name = :table"
        " AND r.row_key IN (SELECT value FROM texts(:keys)) ORDER BY s.id",
        {"change": change, "table": table, "keys": as_list(keys)},
    )
    return {key: Step(*each) for key, *each in found}


def values_since(
    rows: Rows, change: int, table: str, key: str
) -> tuple[tuple[Step, Row | None], ...]:
    """What became of one row behind a change set, the oldest first: who changed it, and
    the columns that it had then; None: it was gone."""
    found = rows.rows(
        "SELECT s.id, s.actor, s.action, s.target, r.after FROM change_row r"
        " JOIN change_set s ON s.id = r.change_id"
        " WHERE r.change_id > ? AND r.table_name = ? AND r.row_key = ? ORDER BY s.id",
        (change, table, key),
    )
    return tuple((Step(*each), unpacked(after)) for *each, after in found)
