"""A client as a row: the fields of the query language, by the same names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bellbuoy.commands.columns import Column, Json, money, number, tier
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import narrowed
from bellbuoy.commands.to_json import to_json
from core.clients.types import ClientRow
from core.risk.types import risk_words
from core.values.instants import day_text, days_left_text, iso, parse_day
from core.values.money import monthly

_SIMULATED = "simulated"
_HIGH = "1;31"
# From how many cells on a terminal a column is shown by itself.
_FROM = {"reason": 110, "id": 140, "plan": 140, "seen": 140}


def client_row(row: ClientRow) -> dict[str, Json]:
    """`id` is the public id; `trend` the change in 7 days, null when new; `mrr`
    a twelfth of the ARR, rounded to minor units; `spark` ten scores of 30 days;
    `changed` when it last changed in a way that counts, `moved` the change of the score since
    the moment that the query's `changed` names, else since one's last look; null without
    either; `simulated`: a run in force has reached it; `risk_score` null for one that is no
    client at the moment; `churn_tier` null for one that begins later, and counted from its
    beginning for one that has `never_purchased`."""
    return {
        "id": row.key,
        "name": row.name,
        "tier": row.tier,
        "health": row.score,
        "trend": row.delta7,
        "arr": to_json(row.arr),
        "mrr": None if row.arr is None else to_json(monthly(row.arr)),
        "renews": day_json(row.renews),
        "owner": row.owner,
        "plan": row.plan,
        "industry": row.industry,
        "country": row.country,
        "status": row.status,
        "since": day_json(row.start),
        "seen": day_json(row.last_seen),
        "incidents": row.open_incidents,
        "calls": row.calls_30,
        "logins": row.logins_30,
        "login": day_json(row.last_login),
        "reason": row.top_reason,
        "partial": row.partial,
        "spark": list(row.spark),
        "tag": list(row.tags),
        "playbook": list(row.playbooks),
        "snoozed": day_json(row.snoozed),
        "noted": row.noted,
        "changed": None if row.changed is None else iso(row.changed),
        "moved": row.moved,
        "simulated": row.simulated,
        "risk_score": row.risk_score,
        "bought": day_json(row.last_bought),
        "churn_tier": row.churn_tier,
        "never_purchased": row.never_purchased,
    }


def day_json(day: int | None) -> str | None:
    """A local day as JSON has it: `2024-06-30`."""
    return None if day is None else day_text(day)


def client_columns(options: Options, today: int) -> tuple[Column, ...]:
    """The columns of client lists; days are counted from `today`.

    A pipe or file has every usual column, a narrow terminal fewer.
    """
    columns = (
        Column("id", "id", fixed=True, also=("key",)),
        Column("name", "client"),
        tier(),
        Column("health", "health", "right", also=("score",), mark=_SIMULATED),
        Column(
            "trend",
            "7d" if options.glyphs == "ascii" else "Δ7d",
            "right",
            signed,
            also=("delta7",),
            mark=_SIMULATED,
        ),
        Column("spark", "30 days", "right", lambda scores: _spark(scores, options)),
        replace(money("arr", "ARR"), mark=_SIMULATED),
        Column("renews", "renews", "right", lambda day: _days_left(day, today)),
        Column("owner", "owner"),
        Column("plan", "plan"),
        Column(
            "seen",
            "last seen",
            "right",
            lambda day: _days_left(day, today),
            also=("last_seen",),
        ),
        Column("reason", "why", also=("top_reason",)),
        *_further(today),
    )
    return narrowed(columns, _FROM, options)


def _further(today: int) -> tuple[Column, ...]:
    """Those behind --cols and in csv."""

    def days(key: str, title: str, also: str) -> Column:
        def left(day: str | None) -> str:
            return _days_left(day, today)

        return Column(key, title, "right", left, extra=True, also=(also,))

    return (
        money("mrr", "MRR", extra=True),
        number("incidents", "open incidents", extra=True, also=("open_incidents",)),
        number("calls", "calls", extra=True, also=("calls_30",)),
        number("logins", "logins", extra=True, also=("logins_30",)),
        days("login", "last login", "last_login"),
        Column("industry", "industry", extra=True),
        Column("country", "country", extra=True),
        Column("status", "status", extra=True),
        Column("since", "since", extra=True, also=("start",)),
        Column("partial", "partial", extra=True),
        Column("tag", "tags", extra=True),
        Column("playbook", "playbooks", extra=True),
        Column("snoozed", "snoozed up to", extra=True),
        Column("noted", "noted", extra=True),
        Column("changed", "changed", fixed=True, extra=True),
        Column("moved", "moved", "right", signed, extra=True),
        Column(_SIMULATED, "simulated", extra=True),
        Column(
            "risk_score",
            "risk",
            "right",
            _risk,
            _risk_paint,
            extra=True,
            also=("risk",),
            mark=_SIMULATED,
        ),
        days("bought", "last bought", "last_bought"),
        Column("churn_tier", "churn tier", extra=True, mark="never_purchased", sign=", never"),
        Column("never_purchased", "never bought", extra=True),
    )


def signed(value: float | None) -> str:
    """`+5`, `-21`, `+0`; nothing for null."""
    return "" if value is None else f"{value:+,}"


def _risk(score: int | None) -> str:
    """`41`, `churn risk 74`"""
    return "" if score is None else f"{risk_words(score)} {score}".strip()


def _risk_paint(score: int | None) -> str:
    return _HIGH if risk_words(score) else ""


def _days_left(day: str | None, today: int) -> str:
    return "" if day is None else days_left_text(parse_day(day) - today)


def _spark(scores: Sequence[Any] | None, options: Options) -> str:
    from bellbuoy.commands.drawing import glyphs_of
    from tui.charts.sparkline import spark

    return spark(scores or (), glyphs_of(options))
