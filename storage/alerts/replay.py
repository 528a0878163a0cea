"""A client rule asked about a past day: scores and tiers as they stood at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.alerts.clients import rule_columns
from storage.alerts.held import HELD_CLIENT
from storage.clients.changed import Now
from storage.clients.lists import client_columns
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql

_FROM = "client c JOIN score s ON s.client_id = c.id"
_WEEK = 7

KNOWN = ("tier", "health", "trend", "fell", "was_tier", "was_health")
"""The fields whose past is kept; of the others only today's values are known."""


def columns_of_day(day: int, fell_day: int, was_day: int, now: Now) -> dict[str, ColumnSql]:
    """Where the fields of a client rule lie, seen from the end of `day`; the other
    three as in `rule_columns`."""
    tier, health = _stood("tier", day), _stood("score", day)
    order = client_columns(None)["tier"].order
    before = rule_columns(fell_day, was_day, now, week=False)
    return {
        **before,
        "tier": ColumnSql(f"coalesce({tier}, 'unknown')", order=order, nullable=False),
        "health": ColumnSql(health),
        "trend": ColumnSql(f"({health} - {_stood('score', day - _WEEK)})"),
        "fell": ColumnSql(f"({_stood('score', fell_day)} - {health})"),
    }


def _stood(column: str, day: int) -> str:
    return (
        f"(SELECT h.{column} FROM score_history h WHERE h.client_id = c.id"
        f" AND h.day <= {int(day)} ORDER BY h.day DESC LIMIT 1)"
    )


def began(rows: Rows, holds: str, begins: str, before: str, params: Mapping[str, Any]) -> int:
    """How many clients fit `holds` and `begins`, and did not fit `before`; those that a
    simulation holds are left out."""
    return int(
        rows.value(
            f"SELECT count(*) FROM {_FROM} WHERE ({holds}) AND ({begins}) AND NOT {HELD_CLIENT}"
            f" AND (CASE WHEN ({before}) THEN 1 ELSE 0 END) = 0",
            params,
        )
        or 0
    )


def rang(rows: Rows, now_us: int, days: int) -> dict[str, tuple[int, ...]]:
    """Rule to how many of its alerts began in each of the last `days` times 24 hours,
    the newest last."""
    found = rows.rows(
        "SELECT t.rule, t.back, count(*) FROM"
        " (SELECT rule, (:now - opened_us) / 86400000000 AS back FROM alert"
        "  WHERE opened_us > :since AND opened_us <= :now) t"
        " GROUP BY t.rule, t.back ORDER BY t.rule, t.back",
        {"now": now_us, "since": now_us - days * 86_400_000_000},
    )
    told: dict[str, list[int]] = {}
    for rule, back, count in found:
        told.setdefault(rule, [0] * days)[days - 1 - int(back)] = int(count)
    return {rule: tuple(counts) for rule, counts in told.items()}
