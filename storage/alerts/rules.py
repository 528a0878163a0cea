"""Rules and channels as a person changed them, and when rules were looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from core.alerts.shipped import CHANNELS, RULES
from core.alerts.types import Channel, Rule
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_RULE = (
    "name", "subject", "condition", "was", "days", "severity", "channels", "again_s",
    "quiet", "active", "rev",
)  # fmt: skip
_LOOK = ("rule", "stamp", "day", "looked_us", "left_out", "error")
_CHANNEL = ("name", "kind", "target", "secret", "active", "stopped", "rev")
_SHIPPED = frozenset(rule.name for rule in RULES)
_SHIPPED_CHANNELS = frozenset(channel.name for channel in CHANNELS)


class Look(NamedTuple):
    """The last look at a rule: its wording and day as text, the local day, the
    machine's time, how many more fit, and what was wrong."""

    stamp: str
    day: int
    looked_us: int
    left_out: int
    error: str


def rules(rows: Rows) -> dict[str, Rule]:
    """Every rule by name: those of the program, as they were changed, and one's own."""
    found = {rule.name: _as_shipped(rule) for rule in RULES}
    for row in rows.rows(f"SELECT {', '.join(_RULE)} FROM alert_rule"):
        found[row[0]] = _rule(row)
    return dict(sorted(found.items()))


def _as_shipped(rule: Rule) -> Rule:
    from dataclasses import replace

    return replace(rule, shipped=True)


def _rule(row: tuple[Any, ...]) -> Rule:
    name, subject, condition, was, days, severity, channels, again, quiet, active, rev = row
    return Rule(
        name, subject, condition, severity, tuple(channels.split(",")), was, days, again,
        quiet, bool(active), name in _SHIPPED, rev,
    )  # fmt: skip


def put_rule(unit: Unit, rule: Rule) -> None:
    """Keep a rule as a person wants it."""
    from storage.alerts.tables import AlertRule
    from storage.engine.unit import bulk_insert

    statement = bulk_insert(
        AlertRule, _RULE, conflict="update", keys=("name",), replace=_RULE[1:]
    )
    row = rule_columns(rule)
    unit.bulk(statement, [tuple(row[name] for name in _RULE)])


def rule_columns(rule: Rule) -> dict[str, Any]:
    """A rule as its row holds it."""
    values = (
        rule.name, rule.subject, rule.condition, rule.was, rule.days, rule.severity,
        ",".join(rule.channels), rule.again, rule.quiet, int(rule.active), rule.rev,
    )  # fmt: skip
    return dict(zip(_RULE, values, strict=True))


def delete_rule(unit: Unit, name: str) -> None:
    """Forget a rule; a shipped one is again as it came."""
    unit.run("DELETE FROM alert_rule WHERE name = ?", (name,))
    forget_look(unit, name)


def forget_look(unit: Unit, name: str) -> None:
    """Let the next look at a rule be the first."""
    unit.run("DELETE FROM alert_look WHERE rule = ?", (name,))


def looks(rows: Rows) -> dict[str, Look]:
    """The last look at each rule."""
    found = rows.rows(f"SELECT {', '.join(_LOOK)} FROM alert_look")
    return {row[0]: Look(*row[1:]) for row in found}


def put_look(unit: Unit, rule: str, look: Look) -> None:
    from storage.alerts.tables import AlertLook
    from storage.engine.unit import bulk_insert

    statement = bulk_insert(
        AlertLook, _LOOK, conflict="update", keys=("rule",), replace=_LOOK[1:]
    )
    unit.bulk(statement, [(rule, *look)])


def channels(rows: Rows) -> dict[str, Channel]:
    """Every channel by name."""
    found = {channel.name: channel for channel in CHANNELS}
    for row in rows.rows(f"SELECT {', '.join(_CHANNEL)} FROM alert_channel"):
        name, kind, target, secret, active, stopped, rev = row
        found[name] = Channel(
            name, kind, tuple(json.loads(target)), secret, bool(active), stopped,
            name in _SHIPPED_CHANNELS, rev,
        )  # fmt: skip
    return dict(sorted(found.items()))


def put_channel(unit: Unit, channel: Channel) -> None:
    from storage.alerts.tables import AlertChannel
    from storage.engine.unit import bulk_insert

    statement = bulk_insert(
        AlertChannel, _CHANNEL, conflict="update", keys=("name",), replace=_CHANNEL[1:]
    )
    row = channel_columns(channel)
    unit.bulk(statement, [tuple(row[name] for name in _CHANNEL)])


def channel_columns(channel: Channel) -> dict[str, Any]:
    """A channel as its row holds it."""
    target = json.dumps(list(channel.target), ensure_ascii=False)
    values = (
        channel.name, channel.kind, target, channel.secret, int(channel.active),
        channel.stopped, channel.rev,
    )  # fmt: skip
    return dict(zip(_CHANNEL, values, strict=True))


def delete_channel(unit: Unit, name: str) -> None:
    unit.run("DELETE FROM alert_channel WHERE name = ?", (name,))
