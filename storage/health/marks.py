"""Marks: whose score may differ, whose history is due, which past days are stale."""

from __future__ import annotations

from collections.abc import Iterable

from storage.engine.unit import Unit, bulk_insert
from storage.health.sweep import begin_sweep
from storage.health.tables import ChangedClient, HistoryDue


def mark_changed(unit: Unit, clients: Iterable[int], reason: str) -> None:
    """Put clients in the queue of the recompute; their `gen` grows each time."""
    statement = bulk_insert(
        ChangedClient,
        ("client_id", "gen", "reason"),
        conflict="update",
        keys=("client_id",),
        add=("gen",),
        replace=("reason",),
        shared=("gen", "reason"),
    )
    unit.bulk(statement, [(client,) for client in sorted(set(clients))], (1, reason))


def mark_everyone(unit: Unit, reason: str) -> None:
    """Put the whole base in the queue: a new day, a new clock, a new formula. No
    client is touched: a sweep says it for all of them."""
    begin_sweep(unit, reason)


def mark_history(unit: Unit, clients: Iterable[int]) -> None:
    """The last 90 days of these clients are to be computed again."""
    statement = bulk_insert(
        HistoryDue,
        ("client_id", "gen"),
        conflict="update",
        keys=("client_id",),
        add=("gen",),
        shared=("gen",),
    )
    unit.bulk(statement, [(client,) for client in sorted(set(clients))], (1,))


def mark_history_of_everyone(unit: Unit) -> None:
    """The last 90 days of the whole base are to be computed."""
    unit.run(
        "INSERT INTO history_due (client_id, gen) SELECT id, 1 FROM client WHERE true"
        " ON CONFLICT (client_id) DO UPDATE SET gen = history_due.gen + 1"
    )


def drop_past_views(unit: Unit, from_us: int) -> None:
    """Looks at past moments from `from_us` on no longer hold. Only their heads go
    here, whatever the size of the base; a job sweeps up the rows behind them."""
    unit.run("DELETE FROM past_view WHERE as_of_us >= ?", (from_us,))
