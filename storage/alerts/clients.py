"""Clients that a rule is about: who fits it now, and what is known of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from storage.alerts.held import HELD_CLIENT
from storage.clients.changed import Now
from storage.clients.lists import client_columns
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql

_FROM = "client c JOIN score s ON s.client_id = c.id"
_THEN = (
    "SELECT h.{column} FROM score_history h WHERE h.client_id = c.id AND h.day <= {day}"
    " ORDER BY h.day DESC LIMIT 1"
)
_SHOWN = (
    "c.id, c.key, c.name, c.tier, c.score, c.delta7, c.arr_minor, c.currency, c.last_seen_day,"
    " c.open_incidents, c.top_reason, s.usage_cp, s.engagement_cp, s.incidents_cp, s.config,"
    " s.run_id"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The condition of a rule as SQL, and what has to hold besides for an alert to
    begin; both over the same parameters."""

    holds: str
    begins: str
    params: Mapping[str, Any]


def rule_columns(fell_day: int, was_day: int, now: Now, *, week: bool) -> dict[str, ColumnSql]:
    """Where the fields of a client rule lie. `fell` counts from the end of
    `fell_day`, `was_…` is what stood at the end of `was_day`; what hangs on the moment is
    told at `now`. `week`: the former is seven days ago, which every client's own row
    knows."""
    score = _THEN.format(column="score", day=int(was_day))
    before = _THEN.format(column="score", day=int(fell_day))
    tier = _THEN.format(column="tier", day=int(was_day))
    return {
        **client_columns(None, now=now),
        "fell": ColumnSql("(-c.delta7)" if week else f"(({before}) - c.score)"),
        "was_tier": ColumnSql(f"({tier})"),
        "was_health": ColumnSql(f"({score})"),
    }


def beginning(
    rows: Rows, rule: str, asked: Asked, only: Collection[int] | None, most: int
) -> list[tuple[Any, ...]]:
    """Clients of whom an alert begins, the worst first: those that fit, have no open
    alert of the rule and are not held by a simulation; of `only` some, None: of all."""
    return rows.rows(
        f"SELECT {_SHOWN} FROM {_FROM} WHERE ({asked.holds}) AND ({asked.begins})"
        f"{_among(only)} AND NOT {HELD_CLIENT} AND NOT EXISTS"
        " (SELECT 1 FROM alert a WHERE a.rule = :alert_rule AND a.open_key = c.key)"
        " ORDER BY c.health_rank, c.arr_minor DESC, c.key LIMIT :alert_most",
        {**asked.params, **_ids(only), "alert_rule": rule, "alert_most": most},
    )


def still_fitting(rows: Rows, asked: Asked, ids: Collection[int]) -> set[str]:
    """The public ids of those of `ids` who fit the condition, or of whom a simulation
    hides whether they do."""
    found = rows.rows(
        f"SELECT c.key FROM {_FROM} WHERE (({asked.holds}) OR {HELD_CLIENT}){_among(ids)}",
        {**asked.params, **_ids(ids)},
    )
    return {key for (key,) in found}


def fitting(rows: Rows, asked: Asked) -> int:
    """How many clients fit the condition, but for those held by a simulation."""
    where = f"({asked.holds}) AND NOT {HELD_CLIENT}"
    return int(rows.value(f"SELECT count(*) FROM {_FROM} WHERE {where}", asked.params) or 0)


def stood(rows: Rows, ids: Collection[int], day: int) -> dict[int, tuple[Any, ...]]:
    """Client to (day, score, tier, usage, engagement, incidents) of the newest row of
    history up to the end of `day`."""
    found = rows.rows(
        "SELECT h.client_id, h.day, h.score, h.tier, h.usage_cp, h.engagement_cp,"
        " h.incidents_cp FROM score_history h"
        " WHERE h.client_id IN (SELECT value FROM ints(:ids)) AND h.day ="
        " (SELECT max(day) FROM score_history WHERE client_id = h.client_id AND day <= :day)",
        {"ids": as_list(ids), "day": day},
    )
    return {row[0]: row[1:] for row in found}


def _among(only: Collection[int] | None) -> str:
    return "" if only is None else " AND c.id IN (SELECT value FROM ints(:alert_ids))"


def _ids(only: Collection[int] | None) -> dict[str, Any]:
    return {} if only is None else {"alert_ids": as_list(sorted(only))}
