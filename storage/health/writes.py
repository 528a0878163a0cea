"""Writing standings: only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.clients.standing import Standing
from core.health.types import WINDOW
from storage.clients.writes import put_arr
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.engine.unit import Unit, bulk_insert
from storage.health.tables import Score, ScoreHistory

_CLIENT_SET = (
    "score", "health_rank", "tier", "delta7", "partial", "open_incidents", "top_reason",
    "arr_minor", "currency", "renews_day",
)  # fmt: skip
_SCORE_SET = ("usage_cp", "engagement_cp", "incidents_cp", "penalty", "days", "config")
HISTORY_COLUMNS = (
    "client_id", "day", "score", "tier", "usage_cp", "engagement_cp", "incidents_cp",
    "config", "recorded_us", "backfilled",
)  # fmt: skip


def insert_scores(unit: Unit, ids: Sequence[int], window_day: int) -> None:
    """An empty score row for each new client, its window ending on a day."""
    columns = ("client_id", "window_day", "calls_30", "logins_30", "penalty", "days", "config")
    rows = [(client, window_day, 0, 0, 0, 0, "") for client in ids]
    unit.bulk(bulk_insert(Score, columns), rows)


def stored_standings(rows: Rows, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """What is stored now: client columns, then score columns, by client."""
    found = rows.rows(
        f"SELECT c.id, {_prefixed('c', _CLIENT_SET)}, {_prefixed('s', _SCORE_SET)}"
        " FROM client c JOIN score s ON s.client_id = c.id"
        " WHERE c.id IN (SELECT value FROM json_each(?))",
        (as_list(ids),),
    )
    return {row[0]: row[1:] for row in found}


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


def shown_arr(arr: Sequence[tuple[str, int]], base: str) -> tuple[str | None, int]:
    amounts = dict(arr)
    if base in amounts:
        return base, amounts[base]
    return arr[0] if arr else (None, 0)


def put_standings(
    unit: Unit,
    standings: Sequence[Standing],
    *,
    config: str,
    base_currency: str,
    scored_us: int,
    run_id: int | None,
) -> int:
    """Write the standings that differ from what is stored; how many did."""
    stored = stored_standings(unit, [standing.id for standing in standings])
    split = len(_CLIENT_SET)
    clients, scores, arrs = [], [], []
    for standing in standings:
        columns = standing_columns(standing, config, base_currency)
        before = stored.get(standing.id)
        if before is None or before == columns:
            continue
        if columns[:split] != before[:split]:
            clients.append((*columns[:split], standing.id))
        scores.append((*columns[split:], scored_us, run_id, standing.id))
        arrs.append(standing)
    unit.many(
        f"UPDATE client SET {_assigned(_CLIENT_SET)} WHERE id = ?",
        clients,
    )
    unit.many(
        f"UPDATE score SET {_assigned(_SCORE_SET)}, scored_us = ?, run_id = ?"
        " WHERE client_id = ?",
        scores,
    )
    for standing in arrs:
        put_arr(unit, standing.id, standing.arr)
    return len(scores)


def _assigned(names: Iterable[str]) -> str:
    return ", ".join(f"{name} = ?" for name in names)


def latest_history(unit: Unit, ids: Sequence[int], day: int) -> Mapping[int, tuple[Any, ...]]:
    """Client to (day, score, tier, config) of its newest history row up to `day`."""
    found = unit.rows(
        "SELECT h.client_id, h.day, h.score, h.tier, h.config FROM score_history h"
        " WHERE h.client_id IN (SELECT value FROM json_each(:ids)) AND h.day ="
        " (SELECT max(day) FROM score_history WHERE client_id = h.client_id AND day <= :day)",
        {"ids": as_list(ids), "day": day},
    )
    return {row[0]: row[1:] for row in found}


def put_history(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """History rows (HISTORY_COLUMNS); a row of the same day is replaced."""
    statement = bulk_insert(
        ScoreHistory,
        HISTORY_COLUMNS,
        conflict="update",
        keys=HISTORY_COLUMNS[:2],
        replace=HISTORY_COLUMNS[2:],
    )
    unit.bulk(statement, rows)


def history_row(
    standing: Standing, day: int, config: str, recorded_us: int, *, backfilled: bool
) -> tuple[Any, ...]:
    health = standing.health
    return (
        standing.id, day, health.score, health.tier, *health.components, config,
        recorded_us, int(backfilled),
    )  # fmt: skip


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


def delete_history(unit: Unit, keys: Sequence[tuple[int, int]]) -> None:
    """Rows (client, day) that no longer say anything new."""
    unit.many("DELETE FROM score_history WHERE client_id = ? AND day = ?", keys)


def windows_behind(rows: Rows, ids: Sequence[int], day: int) -> bool:
    """Whether any window sum of these clients ends on another day."""
    found = rows.value(
        "SELECT 1 FROM score WHERE client_id BETWEEN ? AND ? AND window_day <> ? LIMIT 1",
        (ids[0], ids[-1], day),
    )
    return found is not None


def turn_windows(unit: Unit, ids: Sequence[int], day: int) -> int:
    """Bring the window sums of these clients to the window ending on `day`: add
    the days that enter, take off those that leave; how many rows moved."""
    behind = unit.rows(
        "SELECT window_day, json_group_array(client_id) FROM score"
        " WHERE client_id IN (SELECT value FROM json_each(?)) AND window_day <> ?"
        " GROUP BY window_day ORDER BY window_day",
        (as_list(ids), day),
    )
    for was, clients in behind:
        old = set(range(was - WINDOW + 1, was + 1))
        new = set(range(day - WINDOW + 1, day + 1))
        _shift(unit, clients, sorted(new - old), 1)
        _shift(unit, clients, sorted(old - new), -1)
        unit.rows(
            "UPDATE score SET window_day = ? WHERE client_id IN"
            " (SELECT value FROM json_each(?))",
            (day, clients),
        )
    return len(behind)


def _shift(unit: Unit, clients: str, days: Sequence[int], sign: int) -> None:
    unit.rows(
        "UPDATE score SET calls_30 = calls_30 + :sign * moved.calls,"
        " logins_30 = logins_30 + :sign * moved.logins FROM"
        " (SELECT client_id, sum(calls) AS calls, sum(logins) AS logins FROM usage_day"
        "  WHERE day IN (SELECT value FROM json_each(:days))"
        "  AND client_id IN (SELECT value FROM json_each(:ids)) GROUP BY client_id) AS moved"
        " WHERE score.client_id = moved.client_id",
        {"sign": sign, "days": as_list(days), "ids": clients},
    )
