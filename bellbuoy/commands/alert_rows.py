"""Alerts, rules, channels and deliveries as JSON rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.to_json import record, to_json
from core.alerts.types import Alert, AlertDetail, Channel, Delivery, RuleRow, Window

ALERTS = (
    Column("id", "id", fixed=True, also=("key",)),
    Column("severity", "severity", fixed=True),
    Column("state", "state", fixed=True),
    Column("rule", "rule", fixed=True),
    Column("name", "about"),
    Column("why", "why"),
    moment("opened", "since"),
    Column("subject", "subject", extra=True),
    Column("kind", "kind", extra=True),
    number("rings", "rings", extra=True),
    moment("rung", "last ring", extra=True),
    Column("who", "who", extra=True),
    moment("acknowledged", "acknowledged", extra=True),
    moment("snoozed_until", "snoozed until", extra=True),
    moment("closed", "until", extra=True),
    number("episode", "episode", extra=True),
)


def _again(seconds: int) -> str:
    return "never" if not seconds else f"{seconds // 3600} h" if seconds >= 3600 else (
        f"{seconds // 60} min"
    )  # fmt: skip


RULES = (
    Column("name", "rule", fixed=True),
    Column("active", "on"),
    Column("severity", "severity"),
    Column("subject", "about"),
    Column("condition", "condition"),
    Column("was", "was"),
    number("open", "open"),
    Column("channels", "channels", extra=True),
    Column("quiet", "in quiet hours", extra=True),
    number("days", "days before", extra=True),
    Column("again", "rings again", render=_again, extra=True),
    number("left_out", "left out", extra=True),
    moment("looked", "looked at", extra=True),
    Column("error", "trouble", extra=True),
    Column("shipped", "shipped", extra=True),
    number("rev", "changes", extra=True),
)
CHANNELS = (
    Column("name", "channel", fixed=True),
    Column("kind", "kind"),
    Column("active", "on"),
    Column("target", "to", render=lambda words: " ".join(words)),
    Column("secret", "secret in", extra=True),
    Column("stopped", "stopped"),
    Column("shipped", "shipped", extra=True),
)
DELIVERIES = (
    number("id", "delivery"),
    Column("state", "state", fixed=True),
    Column("channel", "channel"),
    Column("rule", "rule"),
    Column("kind", "kind", extra=True),
    Column("alert", "alert"),
    number("attempts", "tries"),
    Column("said", "last try"),
    moment("due", "due"),
    moment("ended", "ended", extra=True),
    Column("status", "status", "right", extra=True),
    Column("uid", "sent as", extra=True),
    moment("created", "created", extra=True),
)
QUIET = (
    Column("hours", "quiet hours"),
    moment("held_until", "held until"),
    Column("windows", "windows", render=lambda rows: f"{len(rows)}"),
)


def alert_row(alert: Alert) -> dict[str, Json]:
    """An alert as the list has it: the fields of the query language first."""
    found = record(alert)
    facts = alert.facts
    return {
        "id": alert.key,
        "rule": alert.rule,
        "severity": alert.severity,
        "state": alert.state,
        "kind": alert.kind,
        "subject": alert.subject,
        "name": alert.name,
        "opened": found["opened"],
        "closed": to_json(alert.closed),
        "rings": alert.rings,
        "who": alert.who,
        "episode": alert.episode,
        "rung": found["rung"],
        "acknowledged": to_json(alert.acknowledged),
        "snoozed_until": to_json(alert.snoozed_until),
        "why": to_json(facts.get("why")),
    }


def detail_row(found: AlertDetail) -> dict[str, Json]:
    """An alert with its facts, its rule, and where it was sent."""
    rule = found.rule
    return {
        **alert_row(found.alert),
        "facts": to_json(found.alert.facts),
        "condition": None if rule is None else rule.condition,
        "was": None if rule is None else rule.was or None,
        "days": None if rule is None else rule.days,
        "like": found.like,
        "deliveries": [delivery_row(each) for each in found.deliveries],
    }


def delivery_row(found: Delivery) -> dict[str, Json]:
    row = record(found)
    return {**row, "alert": None if found.alert is None else f"A-{found.alert}"}


def rule_row(found: RuleRow) -> dict[str, Json]:
    row = record(found.rule)
    beside = record(found)
    beside.pop("rule")
    return {**row, **beside}


def channel_row(found: Channel) -> dict[str, Json]:
    return record(found)


def window_row(found: Window) -> dict[str, Json]:
    """A window; its ends are instants here, not the days that a client's are."""
    return {
        "id": found.id,
        "start": to_json(found.start),
        "end": to_json(found.end),
        "reason": found.reason,
        "who": found.who,
    }


def facts_lines(facts: Mapping[str, Any], indent: str = "") -> list[str]:
    """The facts of an alert, a line each; what lies inside one is set in."""
    lines: list[str] = []
    for name, value in facts.items():
        if value is None or name == "why":
            continue
        if isinstance(value, Mapping):
            lines.append(f"{indent}{name.replace('_', ' ')}")
            lines += facts_lines(value, indent + "  ")
        else:
            lines.append(f"{indent}{name.replace('_', ' ')}  {value}")
    return lines
