"""The lease: who leads, and the fence that keeps a former leader from writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.values.errors import ConflictError
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit


def acquire(unit: Unit, name: str, holder: str, now_us: int, expires_us: int) -> int | None:
    """Take a free or expired lease, or renew one's own; its fence, None if taken.

    One conditional statement: of two that ask at once, one gets a row back. A
    new holder gets a higher fence.
    """
    row = unit.one(
        "INSERT INTO lease (name, holder, fence, expires_us)"
        " VALUES (:name, :holder, 1, :expires)"
        " ON CONFLICT (name) DO UPDATE SET"
        " fence = CASE WHEN lease.holder = :holder AND lease.expires_us > :now"
        "   THEN lease.fence ELSE lease.fence + 1 END,"
        " holder = :holder, expires_us = :expires"
        " WHERE lease.holder = :holder OR lease.expires_us <= :now"
        " RETURNING fence",
        {"name": name, "holder": holder, "now": now_us, "expires": expires_us},
    )
    return None if row is None else int(row[0])


def give_up(unit: Unit, name: str, holder: str) -> None:
    """Let the lease go at once, so that the next need not wait for it to expire."""
    unit.rows("UPDATE lease SET expires_us = 0 WHERE name = ? AND holder = ?", (name, holder))


def check_fence(rows: Rows, name: str, fence: int) -> None:
    """Raise ConflictError when another has led since; inside the writing unit."""
    current = rows.value("SELECT fence FROM lease WHERE name = ?", (name,))
    if current != fence:
        raise ConflictError("another worker has taken the lead; this run stops")


def leader(rows: Rows, name: str, now_us: int) -> str | None:
    """The holder of a lease that has not expired."""
    found: str | None = rows.value(
        "SELECT holder FROM lease WHERE name = ? AND expires_us > ?", (name, now_us)
    )
    return found
