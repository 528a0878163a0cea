"""Change sets in the middle: opened first, written in portions, closed by the last one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from core.operations.undo import Step
from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

STRIDE = 1 << 20
"""Places of the rows of one portion: those of portion n begin at n * STRIDE, so that a
change is taken back by the portions that it was made in."""


class OpenChange(NamedTuple):
    """A change set in the middle. `planned` and `done` count what it is of; `back`:
    it is being taken back, and so many of its rows as `done` says are left to be."""

    step: Step
    holder: str
    pid: int
    host: str
    alive_us: int
    planned: int
    done: int
    back: bool

    @property
    def words(self) -> str:
        """`in progress, 40,000 of 100,000`."""
        if self.back:
            return f"being taken back, {self.done:,} row{'' if self.done == 1 else 's'} left"
        return f"in progress, {self.done:,} of {self.planned:,}"


class Holder(NamedTuple):
    """Who makes a change: a name of its own, and its process."""

    name: str
    pid: int
    host: str


def unfinished(rows: Rows) -> tuple[OpenChange, ...]:
    """All change sets in the middle, the oldest first."""
    found = rows.rows(
        "SELECT s.id, s.actor, s.action, s.target, o.holder, o.pid, o.host, o.alive_us,"
        " o.planned, o.done, o.going_back FROM change_open o CROSS JOIN change_set s"
        " WHERE s.id = o.change_id ORDER BY o.change_id"
    )
    return tuple(
        OpenChange(Step(*step), holder, pid, host, alive, planned, done, bool(back))
        for *step, holder, pid, host, alive, planned, done, back in found
    )


def open_change(unit: Unit, change: int, holder: Holder, now_us: int, planned: int) -> None:
    """Say that a change set, which stands, is in the middle from now on."""
    unit.run(
        "INSERT INTO change_open (change_id, holder, pid, host, alive_us, planned, done,"
        " going_back) VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
        (change, holder.name, holder.pid, holder.host, now_us, planned),
    )


def go_on(unit: Unit, change: int, holder: str, now_us: int, done: int) -> bool:
    """Note how far the holder is, and that it lives; False where it holds it no more."""
    return bool(
        unit.run(
            "UPDATE change_open SET done = ?, alive_us = ? WHERE change_id = ? AND holder = ?",
            (done, now_us, change, holder),
        )
    )


def claim(unit: Unit, change: int, former: str, holder: Holder, now_us: int) -> int | None:
    """Take a change over from a former holder (it may be the same), to take it back: how
    many rows it has kept; None where somebody else was first."""
    kept = "(SELECT count(*) FROM change_row r WHERE r.change_id = change_open.change_id)"
    row = unit.one(
        "UPDATE change_open SET holder = ?, pid = ?, host = ?, alive_us = ?, going_back = 1,"
        f" done = {kept} WHERE change_id = ? AND holder = ? RETURNING done",
        (holder.name, holder.pid, holder.host, now_us, change, former),
    )
    return None if row is None else int(row[0])


def finished(unit: Unit, change: int) -> None:
    """It is whole, or nothing is left of it."""
    unit.run("DELETE FROM change_open WHERE change_id = ?", (change,))


def drop_rows(unit: Unit, change: int, first: int) -> None:
    """Let go of what was kept from place `first` on: it was put back."""
    unit.run("DELETE FROM change_row WHERE change_id = ? AND position >= ?", (change, first))


def drop_set(unit: Unit, change: int) -> None:
    """Nothing is left of a change that was taken back in the middle."""
    finished(unit, change)
    unit.run("DELETE FROM change_set WHERE id = ?", (change,))


def others_written(
    rows: Rows, others: Sequence[int], table: str, keys: Sequence[str]
) -> tuple[int, str] | None:
    """(change, key) of the first of some rows that one of `others` has written. Their
    rows are walked: there is no index of what each row is of."""
    found = rows.one(
        "SELECT r.change_id, r.row_key FROM change_row r"
        " WHERE r.change_id IN (SELECT value FROM ints(:others)) AND r.table_name = :table"
        " AND r.row_key IN (SELECT value FROM texts(:keys)) ORDER BY 1, r.position LIMIT 1",
        {"others": as_list(others), "table": table, "keys": as_list(keys)},
    )
    return None if found is None else (int(found[0]), str(found[1]))
