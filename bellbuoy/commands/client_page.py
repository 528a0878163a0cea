"""One client, whole: as JSON, and as lines in reading order."""

from __future__ import annotations

from bellbuoy.commands.client_rows import client_row, day_json, signed
from bellbuoy.commands.columns import Json
from bellbuoy.commands.health_rows import component_rows, component_table, tier_words
from bellbuoy.commands.incident_rows import INCIDENTS_SHORT, incident_row
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.to_json import record, to_json
from core.clients.types import ClientDetail, ClientRow
from core.incidents.types import OPEN_STATUSES
from core.playbooks.types import NextStep
from core.risk.types import risk_words
from core.values.instants import day_text, days_left_text, iso
from core.values.money import show_money
from core.values.text import safe_text

_LAST = (
    "tag", "playbook", "snoozed", "noted", "changed", "moved", "simulated", "risk_score",
    "bought", "churn_tier", "never_purchased",
)  # fmt: skip
"""Keys of a row of the list that came later: they stand at the end."""
_ORIGINS = {"client": "its own", "plan": "of its plan", "default": "the default"}


def client_json(found: ClientDetail, step: NextStep) -> dict[str, Json]:
    """The list row of a client, then what only its detail has."""
    base, row = found.baseline, client_row(found.row)
    acted = {key: row.pop(key) for key in _LAST}
    return {
        **row,
        "timezone": found.timezone,
        "ended": day_json(found.ended),
        "last_login": day_json(found.last_login),
        "identities": [{"source": source, "id": key} for source, key in found.identities],
        "arr_by_currency": to_json(found.arr),
        "subscriptions": found.subscriptions,
        "components": component_rows(found.components, found.weights, found.points),
        "baseline": {"calls": base.calls, "logins": base.logins, "from": found.baseline_from},
        "window_days": found.window_days,
        "config": found.config,
        "scored_at": None if found.scored_at is None else iso(found.scored_at),
        "run": found.run,
        "extra": dict(found.extra),
        "usage_days": to_json(found.usage),
        "heatmap": to_json(found.heatmap),
        "incident_rows": [incident_row(incident) for incident in found.incidents],
        **acted,
        "next": record(step),
    }


def client_text(
    found: ClientDetail, step: NextStep, options: Options, today: int
) -> tuple[str, ...]:
    """The page of a client; days are counted from `today`."""
    row = found.row
    opened = [i for i in found.incidents if i.status in OPEN_STATUSES]
    parts = component_rows(found.components, found.weights, found.points)
    scored = component_table(parts, row.score, options)
    incidents = section([incident_row(i) for i in opened], INCIDENTS_SHORT, options)
    return blocks(
        f"{safe_text(row.name)} ({safe_text(row.key)})",
        facts(_pairs(found, step, today)),
        scored,
        f"Open incidents\n{incidents}" if incidents else "",
    )


def _pairs(found: ClientDetail, step: NextStep, today: int) -> list[tuple[str, str]]:
    row, base = found.row, found.baseline
    mark = "~" if row.simulated else ""
    return [
        ("health", _health(found)),
        ("why", row.top_reason),
        ("risk", _risk(found)),
        ("next", f"{step.what}: {step.why}"),
        ("plan", row.plan or ""),
        ("ARR", ", ".join(show_money(money, whole=False) + mark for money in found.arr)),
        ("renews", _day(row.renews, today)),
        ("owner", row.owner or "nobody"),
        ("status", _status(found, today)),
        ("last use", _day(row.last_seen, today)),
        ("last login", _day(found.last_login, today)),
        ("bought", _day(row.last_bought, today)),
        ("churn tier", _churn(row)),
        ("calls", _use(row.calls_30, base.calls, found)),
        ("logins", _use(row.logins_30, base.logins, found)),
        ("incidents", f"{row.open_incidents:,} open"),
        ("industry", row.industry or ""),
        ("country", row.country or ""),
        ("time zone", found.timezone or ""),
        ("known as", ", ".join(f"{source} {key}" for source, key in found.identities)),
        *found.extra,
    ]


def _health(found: ClientDetail) -> str:
    row = found.row
    if row.score is None:
        return "unknown"
    change = "new" if row.delta7 is None else f"{signed(row.delta7)} in 7 days"
    partial = ", partial" if row.partial else ""
    mark = "~" if row.simulated else ""
    return f"{row.score}{mark} of 100, {tier_words(row.tier)}, {change}{mark}{partial}"


def _risk(found: ClientDetail) -> str:
    """`74 of 100, churn risk`"""
    score = found.row.risk_score
    if score is None:
        return ""
    word, mark = risk_words(score), "~" if found.row.simulated else ""
    return f"{score}{mark} of 100{f', {word}' if word else ''}"


def _churn(row: ClientRow) -> str:
    """`high`; `high, never bought`"""
    return f"{row.churn_tier or ''}{', never bought' if row.never_purchased else ''}"


def _status(found: ClientDetail, today: int) -> str:
    since = "" if found.row.start is None else f", client since {day_text(found.row.start)}"
    ended = "" if found.ended is None else f", ended {_day(found.ended, today)}"
    return f"{found.row.status}{since}{ended}"


def _day(day: int | None, today: int) -> str:
    """`2026-12-04, 18d`"""
    return "" if day is None else f"{day_text(day)}, {days_left_text(day - today)}"


def _use(total: int | None, baseline: int, found: ClientDetail) -> str:
    if total is None:
        return "unknown"
    origin = _ORIGINS.get(found.baseline_from, found.baseline_from)
    mark = "~" if found.simulated_use else ""
    return f"{total:,}{mark} in 30 days (baseline {baseline:,}, {origin})"
