"""The counters above the radar, computed in the database."""

from __future__ import annotations

from typing import Any

from storage.engine.reader import Rows

# A client that has started and not left; without a day of leaving the source's word counts.
ACTIVE = """(start_day IS NULL OR start_day <= :day)
  AND CASE WHEN end_day IS NULL THEN status <> 'churned' ELSE end_day > :day END"""
# In each statement {clients} is today's base or the kept picture of a past moment.
_TIERS = """
SELECT tier, count(*), count(score), coalesce(sum(score), 0),
       count(CASE WHEN delta7 IS NOT NULL THEN 1 END), coalesce(sum(delta7), 0)
FROM {clients} GROUP BY tier
"""


def tier_counts(rows: Rows, day: int, view: int | None) -> list[tuple[Any, ...]]:
    """(tier, clients, scored, sum of scores, with a delta, sum of deltas), by tier."""
    return rows.rows(_TIERS.format(clients=_base(view)), {"view": view, "day": day})


def tier_arr(rows: Rows, day: int, view: int | None) -> list[tuple[str, str, int]]:
    """(tier, currency, ARR): today over every currency of a client, in a look at
    a past day over the one that its list row shows."""
    if view is None:
        statement = (
            "SELECT c.tier, a.currency, sum(a.arr_minor) FROM client_arr a"
            f" JOIN client c ON c.id = a.client_id WHERE {ACTIVE}"
            " GROUP BY c.tier, a.currency ORDER BY c.tier, a.currency"
        )
    else:
        statement = (
            "SELECT tier, currency, sum(arr_minor) FROM past_client WHERE view_id = :view"
            " AND currency IS NOT NULL AND status <> 'churned'"
            " GROUP BY tier, currency ORDER BY tier, currency"
        )
    return [
        (tier, currency, minor)
        for tier, currency, minor in rows.rows(statement, {"view": view, "day": day})
    ]


def open_by_severity(rows: Rows, now_us: int, known_us: int | None = None) -> dict[str, int]:
    """Open incidents at a moment by severity, of those known by `known_us`; a
    missing severity counts as medium."""
    return dict(
        rows.rows(
            "SELECT coalesce(severity, 'medium'), count(*) FROM incident"
            " WHERE opened_us <= :now AND (resolved_us IS NULL OR resolved_us > :now)"
            " AND (:known IS NULL OR known_us <= :known) GROUP BY 1 ORDER BY 1",
            {"now": now_us, "known": known_us},
        )
    )


def _base(view: int | None) -> str:
    if view is None:
        return f"client WHERE {ACTIVE}"
    return "past_client WHERE view_id = :view AND status <> 'churned'"
