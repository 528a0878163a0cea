"""A sweep: the whole base is due, and how far the recompute has gone with it.

One setting says so, so that a new day or formula costs the same at any size. Its
number grows with each sweep that begins: who works on an older one finds out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_NAME = "health.sweep"
_DONE = "-"


class Sweep(NamedTuple):
    """`after`: clients behind this number are due; None: no sweep is on. `reason`
    is that of the last one."""

    number: int
    after: int | None
    reason: str = ""


def current_sweep(rows: Rows) -> Sweep:
    found = rows.value("SELECT value FROM setting WHERE name = ?", (_NAME,))
    if found is None:
        return Sweep(0, None)
    number, after, reason = str(found).split(" ", 2)
    return Sweep(int(number), None if after == _DONE else int(after), reason)


def begin_sweep(unit: Unit, reason: str) -> None:
    """From now on every client is due."""
    put_sweep(unit, Sweep(current_sweep(unit).number + 1, 0, reason))


def put_sweep(unit: Unit, sweep: Sweep) -> None:
    from storage.store.writes import put_setting

    after = _DONE if sweep.after is None else sweep.after
    put_setting(unit, _NAME, f"{sweep.number} {after} {sweep.reason}")


def due_in_sweep(rows: Rows, sweep: Sweep) -> int:
    """How many clients it has yet to come to."""
    if sweep.after is None:
        return 0
    return int(rows.value("SELECT count(*) FROM client WHERE id > ?", (sweep.after,)))


def next_in_sweep(rows: Rows, after: int, limit: int) -> list[int]:
    """The next clients behind a number."""
    found = rows.rows("SELECT id FROM client WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
    return [client for (client,) in found]
