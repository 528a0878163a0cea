"""Change sets as undo sees them: whose, of what, and the rows as they were kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.operations.undo import REDO, UNDO, Reversals, Step, reversals_of
from storage.audit.packing import Row, row_of, shown, unpacked
from storage.engine.params import as_list
from storage.engine.reader import Rows

_PAGE = 200
_STEP = "SELECT id, actor, action, target FROM change_set"


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
    return _kept(rows, change, 0, 2**62)


def kept_portions(rows: Rows, change: int, size: int) -> Iterator[tuple[KeptRow, ...]]:
    """The same, the last first by portions: `size` of them at a time, each in order."""
    last = rows.value("SELECT max(position) FROM change_row WHERE change_id = ?", (change,))
    if last is None:
        return
    for first in range(int(last) // size * size, -1, -size):
        yield _kept(rows, change, first, first + size)


def _kept(rows: Rows, change: int, first: int, behind: int) -> tuple[KeptRow, ...]:
    found = rows.rows(
        "SELECT table_name, row_key, rows, before, after FROM change_row"
        " WHERE change_id = ? AND position >= ? AND position < ? ORDER BY position",
        (change, first, behind),
    )
    kept = []
    for table, key, many, before, after in found:
        said = shown(before)
        kept.append(KeptRow(table, key, int(many), row_of(said), unpacked(after), said))
    return tuple(kept)


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
