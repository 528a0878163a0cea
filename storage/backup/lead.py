"""Taking the lead of a store: whoever led before may commit nothing more."""

from __future__ import annotations

from storage.engine.reader import Rows
from storage.engine.unit import Unit

LEASE = "worker"
HOLDER = "store-"


def holder_at_work(rows: Rows, now_us: int) -> str | None:
    """The holder of the lease, where that is a restore or the like."""
    held: str | None = rows.value(
        "SELECT holder FROM lease WHERE name = ? AND expires_us > ?", (LEASE, now_us)
    )
    return held if held is not None and held.startswith(HOLDER) else None


def take_over(unit: Unit, holder: str, until_us: int) -> int:
    """Take the lead from whoever has it; the new fence. A job of the former leader
    is refused at its next commit, and taken up again by the leader that follows."""
    row = unit.one(
        "INSERT INTO lease (name, holder, fence, expires_us)"
        " VALUES (:name, :holder, 1, :until)"
        " ON CONFLICT (name) DO UPDATE SET fence = lease.fence + 1,"
        " holder = :holder, expires_us = :until RETURNING fence",
        {"name": LEASE, "holder": holder, "until": until_us},
    )
    assert row is not None
    return int(row[0])


def let_go(unit: Unit, holder: str) -> None:
    """Let the next leader have the lease at once."""
    unit.run("UPDATE lease SET expires_us = 0 WHERE name = ? AND holder = ?", (LEASE, holder))
