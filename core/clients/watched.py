"""What is watched of a client of a list."""

from __future__ import annotations

from core.clients.types import ClientRow, Watched


def watched_of(row: ClientRow) -> Watched:
    """What is watched of a row."""
    return Watched(
        name=row.name,
        tier=row.tier,
        health=row.score,
        arr=row.arr,
        renews=row.renews,
        owner=row.owner,
        plan=row.plan,
        status=row.status,
        incidents=row.open_incidents,
    )
