"""Which rows a run touches, and which numbers its own rows take."""

from __future__ import annotations

from collections.abc import Sequence

from storage.engine.params import as_list
from storage.engine.reader import Rows

_OF = "client_id IN (SELECT value FROM ints(:ids)) AND linked = 0"
"""Incidents of these clients that hurt nobody else."""


def weighing(rows: Rows, clients: Sequence[int], now_us: int, window_us: int) -> list[int]:
    """Incidents that weigh on the scores of clients: open, or resolved in the window."""
    found = rows.rows(
        f"SELECT id FROM incident WHERE {_OF} AND opened_us <= :now"
        " AND (resolved_us IS NULL OR resolved_us >= :window) ORDER BY id",
        {"ids": as_list(clients), "now": now_us, "window": window_us},
    )
    return [number for (number,) in found]


def open_of(rows: Rows, clients: Sequence[int], now_us: int) -> list[int]:
    """Open incidents of clients."""
    found = rows.rows(
        f"SELECT id FROM incident WHERE {_OF} AND opened_us <= :now"
        " AND (resolved_us IS NULL OR resolved_us > :now) ORDER BY id",
        {"ids": as_list(clients), "now": now_us},
    )
    return [number for (number,) in found]


def running_of(rows: Rows, clients: Sequence[int], day: int) -> list[int]:
    """Subscriptions of clients that run on a day."""
    found = rows.rows(
        "SELECT id FROM subscription WHERE client_id IN (SELECT value FROM ints(:ids))"
        " AND start_day <= :day AND (end_day IS NULL OR end_day > :day) ORDER BY id",
        {"ids": as_list(clients), "day": day},
    )
    return [number for (number,) in found]


def still_open(rows: Rows, run: int, clients: Sequence[int]) -> list[int]:
    """Incidents that a run has opened at clients, and that are open."""
    found = rows.rows(
        "SELECT id FROM incident WHERE id < 0 AND open_rank = 0 AND id IN"
        " (SELECT CAST(row_key AS BIGINT) FROM simulation_row WHERE run_id = :run"
        "  AND added = 1 AND client_id IN (SELECT value FROM ints(:ids))) ORDER BY id",
        {"run": run, "ids": as_list(clients)},
    )
    return [number for (number,) in found]


def opened_count(rows: Rows, run: int) -> int:
    """How many incidents a run has opened."""
    return int(
        rows.value("SELECT count(*) FROM simulation_row WHERE run_id = ? AND added = 1", (run,))
    )


def numbers_below(rows: Rows, table: str, many: int) -> range:
    """The next numbers below 0, downwards: facts never take one."""
    lowest = int(rows.value(f"SELECT coalesce(min(id), 0) FROM {table} WHERE id < 0"))
    return range(lowest - 1, lowest - 1 - many, -1)
