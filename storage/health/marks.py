"""Marks: whose score may differ, whose history is due, which past days are stale."""

from __future__ import annotations

from collections.abc import Iterable

from storage.engine.unit import Unit


def mark_changed(unit: Unit, clients: Iterable[int], reason: str) -> None:
    """Put clients in the queue of the recompute; their `gen` grows each time."""
    unit.many(
        "INSERT INTO changed_client (client_id, gen, reason) VALUES (?, 1, ?)"
        " ON CONFLICT (client_id) DO UPDATE SET gen = gen + 1, reason = excluded.reason",
        [(client, reason) for client in sorted(set(clients))],
    )


def mark_everyone(unit: Unit, reason: str) -> None:
    """Put the whole base in the queue: a new day, a new clock, a new formula."""
    unit.rows(
        "INSERT INTO changed_client (client_id, gen, reason)"
        " SELECT id, 1, ? FROM client WHERE true"
        " ON CONFLICT (client_id) DO UPDATE SET gen = gen + 1, reason = excluded.reason",
        (reason,),
    )


def mark_history(unit: Unit, clients: Iterable[int]) -> None:
    """The last 90 days of these clients are to be computed again."""
    unit.many(
        "INSERT INTO history_due (client_id, gen) VALUES (?, 1)"
        " ON CONFLICT (client_id) DO UPDATE SET gen = gen + 1",
        [(client,) for client in sorted(set(clients))],
    )


def drop_past_views(unit: Unit, from_us: int) -> None:
    """Looks at past moments from `from_us` on no longer hold."""
    stale = unit.rows("SELECT id FROM past_view WHERE as_of_us >= ?", (from_us,))
    unit.many("DELETE FROM past_client WHERE view_id = ?", stale)
    unit.many("DELETE FROM past_view WHERE id = ?", stale)
