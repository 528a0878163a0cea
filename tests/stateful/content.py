"""What a store says, without how it came to say it: for saying that two agree."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bellbuoy.services.context import Context
from storage.engine.reader import Reader

Content = dict[str, Any]
DAYS = 90

_TABLES = {
    "client": (
        "SELECT id, key, name, name_key, industry, country, plan, owner, status, timezone,"
        " start_day, end_day, baseline_calls, baseline_logins, extra, live, arr_minor,"
        " currency, renews_day, score, health_rank, tier, partial, open_incidents,"
        " last_seen_day, last_login_day, last_bought_day, top_reason FROM client"
    ),
    "client_arr": "SELECT client_id, currency, arr_minor FROM client_arr",
    "delta7": "SELECT id, delta7 FROM client",
    "client_identity": "SELECT source, external_id, client_id FROM client_identity",
    "subscription": (
        "SELECT source, external_id, client_id, plan, status, trial, start_day, end_day,"
        " amount_minor, currency, quantity, period, term_months FROM subscription"
    ),
    "incident": (
        "SELECT source, external_id, client_id, title, severity, severity_rank, status,"
        " open_rank, opened_us, acknowledged_us, resolved_us, closed_us, resolution, impact"
        " FROM incident"
    ),
    "event": (
        "SELECT source, external_id, client_id, at_us, day, kind, value, payload FROM event"
    ),
    "purchase": (
        "SELECT source, external_id, client_id, customer, at_us, day, amount_minor, currency,"
        " category, age_group, city FROM purchase"
    ),
    "usage_total": "SELECT source, client_id, day, calls, logins FROM usage_total",
    "usage_day": (
        "SELECT day, client_id, calls, logins FROM usage_day WHERE calls <> 0 OR logins <> 0"
    ),
    "usage_sum": "SELECT day, calls, logins FROM usage_sum WHERE calls <> 0 OR logins <> 0",
    "score": (
        "SELECT client_id, window_day, calls_30, logins_30, calls_since, logins_since,"
        " usage_cp, engagement_cp, incidents_cp, penalty, days, config FROM score"
    ),
    "facet_count": (
        "SELECT dimension, value, live, tier, currency, n, scored, score_sum, arr_minor"
        " FROM facet_count"
    ),
    "facet_count of deltas": (
        "SELECT dimension, value, live, tier, currency, delta_n, delta_sum FROM facet_count"
    ),
    "score_config": "SELECT version, body FROM score_config",
}
OF_HISTORY = ("delta7", "facet_count of deltas", "scores by day", "score_day")
"""What hangs on the formulas of past days."""


def content(ctx: Context) -> Content:
    """The facts, the rollups, where each client stands, the counters, and day by day
    the last 90 days of scores, lives and their histogram."""
    with ctx.store.reader() as reader:
        found: Content = {
            table: sorted(reader.rows(statement), key=repr)
            for table, statement in _TABLES.items()
        }
        found["scores by day"] = scores_by_day(reader, ctx.today)
        found["lives by day"] = _by_day(
            reader, "arr_history", "live, arr_minor", ctx.today, (0, 0)
        )
        found["score_day"] = sorted(
            reader.rows(
                "SELECT day, tier, score, n, arr_minor FROM score_day"
                " WHERE day BETWEEN ? AND ?",
                (ctx.today - DAYS, ctx.today),
            )
        )
    return found


def scores_by_day(
    reader: Reader, today: int
) -> dict[int, list[tuple[int, tuple[Any, ...] | None]]]:
    """Client to (day, what its history says of the day's end)."""
    columns = "score, tier, usage_cp, engagement_cp, incidents_cp"
    found = _by_day(reader, "score_history", columns, today, None)
    # Gone without a score, or never there: the history may say either.
    return {
        client: [(day, said if said and said[0] is not None else None) for day, said in days]
        for client, days in found.items()
    }


def _by_day(
    reader: Reader, table: str, columns: str, today: int, nothing: tuple[Any, ...] | None
) -> dict[int, list[tuple[int, tuple[Any, ...] | None]]]:
    told: dict[int, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    for client, day, *said in reader.rows(
        f"SELECT client_id, day, {columns} FROM {table} WHERE day <= ? ORDER BY client_id, day",
        (today,),
    ):
        told[client][day] = tuple(said)
    found = {}
    for (client,) in reader.rows("SELECT id FROM client ORDER BY id"):
        stands = nothing
        days = []
        rows = told.get(client, {})
        for day in range(min([*rows, today - DAYS]), today + 1):
            stands = rows.get(day, stands)
            if day >= today - DAYS:
                days.append((day, stands))
        found[client] = days
    return found
