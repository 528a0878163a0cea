"""Writing standings: only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.clients.standing import Standing
from core.health.types import WINDOW, HealthConfig
from storage.clients.writes import put_arr
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert
from storage.health.config import config_body
from storage.health.standings import (
    CLIENT_SET,
    HISTORY_COLUMNS,
    SCORE_SET,
    arr_of_clients,
    standing_columns,
    stored_standings,
)
from storage.health.tables import Score, ScoreConfig, ScoreHistory


def insert_scores(unit: Unit, ids: Sequence[int], window_day: int) -> None:
    """An empty score row for each new client, its window ending on a day."""
    columns = ("client_id", "window_day", "calls_30", "logins_30", "penalty", "days", "config")
    rows = [(client, window_day, 0, 0, 0, 0, "") for client in ids]
    unit.bulk(bulk_insert(Score, columns), rows)


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
    ids = [standing.id for standing in standings]
    stored, stored_arrs = stored_standings(unit, ids), arr_of_clients(unit, ids)
    split = len(CLIENT_SET)
    clients, scores, arrs = [], [], []
    for standing in standings:
        columns = standing_columns(standing, config, base_currency)
        before = stored.get(standing.id)
        # A client may pay in more currencies than the one that its columns show.
        arr_stands = stored_arrs.get(standing.id, ()) == standing.arr
        if before is None or (before == columns and arr_stands):
            continue
        if columns[:split] != before[:split]:
            clients.append((*columns[:split], standing.id))
        scores.append((*columns[split:], scored_us, run_id, standing.id))
        if not arr_stands:
            arrs.append(standing)
    unit.many(
        f"UPDATE client SET {_assigned(CLIENT_SET)} WHERE id = ?",
        clients,
    )
    unit.many(
        f"UPDATE score SET {_assigned(SCORE_SET)}, scored_us = ?, run_id = ?"
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


def delete_history(unit: Unit, keys: Sequence[tuple[int, int]]) -> None:
    """Rows (client, day) that no longer say anything new."""
    unit.many("DELETE FROM score_history WHERE client_id = ? AND day = ?", keys)


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


def put_config(unit: Unit, config: HealthConfig, created_us: int) -> None:
    """Keep a version and make it the one in force."""
    columns = ("version", "body", "created_us")
    statement = bulk_insert(ScoreConfig, columns, conflict="ignore", keys=("version",))
    unit.bulk(statement, [(config.version, config_body(config), created_us)])
    unit.rows(
        "INSERT INTO setting (name, value) VALUES ('health.config', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (config.version,),
    )
