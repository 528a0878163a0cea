"""Standings as stored columns, and what is stored now: for comparing and writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.clients.standing import Standing, shown_arr
from storage.engine.params import as_list
from storage.engine.reader import Rows

CLIENT_SET = (
    "score", "health_rank", "tier", "delta7", "partial", "open_incidents", "top_reason",
    "arr_minor", "currency", "renews_day",
)  # fmt: skip
SCORE_SET = ("usage_cp", "engagement_cp", "incidents_cp", "penalty", "days", "config")
HISTORY_COLUMNS = (
    "client_id", "day", "score", "tier", "usage_cp", "engagement_cp", "incidents_cp",
    "config", "recorded_us", "backfilled",
)  # fmt: skip


def stored_standings(rows: Rows, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """What is stored now: client columns, then score columns, by client."""
    found = rows.rows(
        f"SELECT c.id, {_prefixed('c', CLIENT_SET)}, {_prefixed('s', SCORE_SET)}"
        " FROM client c JOIN score s ON s.client_id = c.id"
        " WHERE c.id IN (SELECT value FROM json_each(?))",
        (as_list(ids),),
    )
    return {row[0]: row[1:] for row in found}


def arr_of_clients(rows: Rows, ids: Sequence[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Client to its stored ARR, (currency, minor) by currency; without any: none."""
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for client, currency, minor in rows.rows(
        "SELECT client_id, currency, arr_minor FROM client_arr"
        " WHERE client_id IN (SELECT value FROM json_each(?)) ORDER BY client_id, currency",
        (as_list(ids),),
    ):
        found[client] = (*found.get(client, ()), (currency, minor))
    return found


def _prefixed(alias: str, names: Iterable[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def standing_columns(standing: Standing, config: str, base: str) -> tuple[Any, ...]:
    """A standing as the stored columns, in the order of `stored_standings`. The
    list shows one currency: the store's own if the client has it, else the first."""
    currency, minor = shown_arr(standing.arr, base)
    health = standing.health
    return (
        health.score, standing.rank, health.tier, standing.delta7, int(health.partial),
        standing.open_incidents, standing.top_reason, minor, currency, standing.renews,
        *health.components, standing.facts.penalty, standing.facts.days, config,
    )  # fmt: skip


def history_row(
    standing: Standing, day: int, config: str, recorded_us: int, *, backfilled: bool
) -> tuple[Any, ...]:
    health = standing.health
    return (
        standing.id, day, health.score, health.tier, *health.components, config,
        recorded_us, int(backfilled),
    )  # fmt: skip


def windows_behind(rows: Rows, ids: Sequence[int], day: int) -> bool:
    """Whether any window sum of these clients ends on another day."""
    found = rows.value(
        "SELECT 1 FROM score WHERE client_id BETWEEN ? AND ? AND window_day <> ? LIMIT 1",
        (ids[0], ids[-1], day),
    )
    return found is not None


def history_keys(
    rows: Rows, ids: Sequence[int], first_day: int, last_day: int
) -> list[tuple[int, int]]:
    """(client, day) of the rows of a range of days."""
    found = rows.rows(
        "SELECT client_id, day FROM score_history WHERE day BETWEEN ? AND ?"
        " AND client_id IN (SELECT value FROM json_each(?))",
        (first_day, last_day, as_list(ids)),
    )
    return [(client, day) for client, day in found]
