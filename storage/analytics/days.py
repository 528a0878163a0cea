"""What is kept of each local day for the base as a whole."""

from __future__ import annotations

from core.analytics.health_trend import Bin
from storage.engine.reader import Rows


def score_days(rows: Rows, first_day: int, last_day: int) -> list[Bin]:
    """How many active clients had which score and tier at the end of each day of a
    range, and their ARR in the base currency. What stood at the end of the last day
    that is kept holds until the next: a night without a worker makes no gap."""
    latest = rows.value("SELECT max(day) FROM score_day WHERE day <= :last", {"last": last_day})
    if latest is None:
        return []
    kept = [
        (int(day), tier, int(score), int(n), int(arr))
        for day, tier, score, n, arr in rows.rows(
            "SELECT day, tier, score, n, arr_minor FROM score_day"
            " WHERE day BETWEEN :first AND :last ORDER BY day, tier, score",
            {"first": min(first_day, int(latest)), "last": last_day},
        )
    ]
    standing = [found for found in kept if found[0] == latest]
    later = range(max(first_day, int(latest) + 1), last_day + 1)
    return [found for found in kept if found[0] >= first_day] + [
        (day, *found[1:]) for day in later for found in standing
    ]


def usage_days(rows: Rows, first_day: int, last_day: int) -> dict[int, tuple[int, int]]:
    """Calls and logins of all clients by day; a day without any is not there."""
    return {
        int(day): (int(calls), int(logins))
        for day, calls, logins in rows.rows(
            "SELECT day, calls, logins FROM usage_sum WHERE day BETWEEN :first AND :last",
            {"first": first_day, "last": last_day},
        )
    }


def picture_bins(rows: Rows, view: int, day: int, currency: str) -> list[Bin]:
    """The same histogram of the kept picture of a moment on that day."""
    return [
        (day, tier, int(score), int(n), int(arr))
        for tier, score, n, arr in rows.rows(
            "SELECT tier, coalesce(score, -1), count(*),"
            " coalesce(sum(CASE WHEN currency = :currency THEN arr_minor END), 0)"
            " FROM past_client WHERE view_id = :view AND status <> 'churned'"
            " GROUP BY tier, coalesce(score, -1) ORDER BY 1, 2",
            {"view": view, "currency": currency},
        )
    ]


_EVENTS = """
SELECT e.kind, sum(e.value) FROM event e
WHERE e.day = :day AND e.at_us <= :until AND e.kind IN ('calls', 'logins')
  AND NOT EXISTS (SELECT 1 FROM usage_total t
    WHERE t.source = e.source AND t.client_id = e.client_id AND t.day = e.day
      AND CASE WHEN e.kind = 'calls' THEN t.calls ELSE t.logins END IS NOT NULL)
GROUP BY e.kind
"""


def use_until(rows: Rows, day: int, until_us: int) -> tuple[int, int]:
    """Calls and logins of all clients on a day up to an instant. A day total belongs
    to its whole day and wins over its source's increments (DEFINITIONS 1.8). Reads
    the facts of that day: for a moment in the middle of a past one."""
    stated = rows.one(
        "SELECT coalesce(sum(calls), 0), coalesce(sum(logins), 0) FROM usage_total"
        " WHERE day = :day",
        {"day": day},
    )
    assert stated is not None
    added = dict(rows.rows(_EVENTS, {"day": day, "until": until_us}))
    return (
        int(stated[0]) + int(added.get("calls", 0)),
        int(stated[1]) + int(added.get("logins", 0)),
    )
