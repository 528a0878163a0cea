"""The counters above the radar."""

from __future__ import annotations

from typing import Any

from storage.engine.reader import Rows

# A client that has started and not left; without a day of leaving the source's word counts.
ACTIVE = """(start_day IS NULL OR start_day <= :day)
  AND CASE WHEN end_day IS NULL THEN status <> 'churned' ELSE end_day > :day END"""
_TIERS = """
SELECT tier, count(*), count(score), coalesce(sum(score), 0),
       count(CASE WHEN delta7 IS NOT NULL THEN 1 END), coalesce(sum(delta7), 0)
FROM past_client WHERE view_id = :view AND status <> 'churned' GROUP BY tier
"""
_ARR = """
SELECT tier, currency, sum(arr_minor) FROM past_client WHERE view_id = :view
  AND currency IS NOT NULL AND status <> 'churned'
GROUP BY tier, currency ORDER BY tier, currency
"""


def past_tier_counts(rows: Rows, view: int) -> list[tuple[Any, ...]]:
    """(tier, clients, scored, sum of scores, with a delta, sum of deltas), by tier,
    of the kept picture of a past moment."""
    return rows.rows(_TIERS, {"view": view})


def past_tier_arr(rows: Rows, view: int) -> list[tuple[str, str, int]]:
    """(tier, currency, ARR) of a kept picture, over the one amount that a client's
    list row shows."""
    return [
        (tier, currency, int(minor))
        for tier, currency, minor in rows.rows(_ARR, {"view": view})
    ]
