"""The pane of alerts in lines, pure: a row each, the open one with its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.text import Text

from core.alerts.types import Alert, AlertDetail, Fact, Rule, RuleRow
from core.values.text import safe_text
from tui.alerts.data import Alerts
from tui.charts.words import wrap
from tui.lines import Piece, blank, ends, line
from tui.overlays.problem_lines import age_words
from tui.palette import ROLE_OF, Look

_SIGNS = {"critical": "!!", "high": "! ", "medium": "~ ", "low": "  "}
_SET_IN = "      "


def alert_lines(
    found: Alerts, at: int, detail: AlertDetail | None, look: Look, width: int
) -> tuple[list[Text], int]:
    """A line an alert, facts below the one that is open; and the line of the cursor."""
    if not found.alerts:
        quiet = [line([(" no alert is open", "header")], look, width)]
        return [*quiet, blank(), _hint(found, look, width)], 0
    lines: list[Text] = []
    cursor = 0
    for place, alert in enumerate(found.alerts):
        if place == at:
            cursor = len(lines)
        lines.append(_alert(alert, found.now, at == place, look, width))
        if detail is not None and detail.alert.id == alert.id:
            lines += detail_lines(detail, look, width)
    if found.more:
        more = f" and {found.more:,} more: bellbuoy alert list"
        lines.append(line([(more, "muted")], look, width))
    return lines, cursor


def _hint(found: Alerts, look: Look, width: int) -> Text:
    on = sum(row.rule.active for row in found.rules)
    return line([(f" {on} of {len(found.rules)} rules are on", "muted")], look, width)


def _alert(alert: Alert, now: datetime, here: bool, look: Look, width: int) -> Text:
    role = ROLE_OF.get(alert.severity, "")
    left: list[Piece] = [
        (f" {_SIGNS[alert.severity]} ", role),
        (f"{alert.rule:<16} ", "muted"),
        (safe_text(alert.name, 60), "" if alert.state == "new" else "muted"),
    ]
    times = f" {alert.rings}x" if alert.rings > 1 else ""
    right: list[Piece] = [(f"{_state(alert)}{times}  {age_words(alert.opened, now)} ", "muted")]
    text = ends(left, right, look, width)
    if here:
        text.stylize(look.style("cursor"))
    return text


def _state(alert: Alert) -> str:
    who = safe_text(alert.who, 20) if alert.who else ""
    if alert.state == "acknowledged":
        return f"taken by {who}"
    return f"snoozed by {who}" if alert.state == "snoozed" else "new"


def detail_lines(found: AlertDetail, look: Look, width: int) -> list[Text]:
    """Why it rang, from what to what, and where it was sent."""
    alert, words = found.alert, look.glyphs.words
    told = [("", str(alert.facts.get("why") or ""))]
    if found.rule is not None:
        told.append(("rings if", _condition(found.rule)))
    told += _facts(alert.facts)
    told.append(("like it", f"{found.like:,} in 30 days"))
    for each in found.deliveries:
        said = f": {each.said}" if each.said else ""
        told.append((each.channel, f"{each.state}{said}"))
    lines = []
    for title, value in told:
        room = max(10, width - len(_SET_IN) - 14)
        for place, part in enumerate(wrap(words(safe_text(value)), room)):
            head = f"{title:<12} " if place == 0 else " " * 13
            pieces: list[Piece] = [(_SET_IN + safe_text(head, 13), "muted"), (part, "")]
            lines.append(line(pieces, look, width))
    return [*lines, blank()]


def _condition(rule: Rule) -> str:
    if not rule.was:
        return rule.condition
    days = "day" if rule.days == 1 else "days"
    return f"{rule.condition} and {rule.days} {days} before {rule.was}"


def _facts(facts: Mapping[str, Fact]) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    for name, value in facts.items():
        if name == "why" or value is None:
            continue
        if isinstance(value, Mapping):
            inner = [
                f"{key.replace('_', ' ')} {_plain(each)}"
                for key, each in value.items()
                if each is not None
            ]
            told.append((name.replace("_", " "), ", ".join(inner)))
        else:
            told.append((name.replace("_", " "), _plain(value)))
    return told


def _plain(value: Fact) -> str:
    if isinstance(value, Mapping):
        known = [f"{name} {each}" for name, each in value.items() if each is not None]
        return f"({', '.join(known)})"
    return str(value)


def rule_lines(
    rows: Sequence[RuleRow], at: int, look: Look, width: int
) -> tuple[list[Text], int]:
    """A line a rule, its condition below the one under the cursor."""
    lines: list[Text] = []
    cursor = 0
    for place, row in enumerate(rows):
        rule = row.rule
        if place == at:
            cursor = len(lines)
        role = ROLE_OF.get(rule.severity, "") if rule.active else "muted"
        left: list[Piece] = [
            (f" {_SIGNS[rule.severity]} ", role),
            (f"{rule.name:<20} ", "" if rule.active else "muted"),
            (safe_text(rule.condition), "muted"),
        ]
        standing = f"{row.open:,} open" if rule.active else "off"
        text = ends(left, [(f"{standing} ", "muted")], look, width)
        if place == at:
            text.stylize(look.style("cursor"))
        lines.append(text)
        if place == at:
            lines += _rule(row, look, width)
    return lines, cursor


def _rule(row: RuleRow, look: Look, width: int) -> list[Text]:
    rule = row.rule
    told = [
        f"about {rule.subject}: {_condition(rule)}",
        f"through {', '.join(rule.channels)}; in quiet hours {rule.quiet}",
    ]
    if row.left_out:
        told.append(f"{row.left_out:,} more fit than it may open: narrow it")
    if row.error:
        told.append(f"cannot be read: {row.error}")
    told.append(f"bellbuoy alert rules edit {rule.name}")
    lines = []
    for words in told:
        safe = look.glyphs.words(safe_text(words))
        parts = wrap(safe, max(10, width - len(_SET_IN) - 1))
        lines += [line([(_SET_IN + part, "muted")], look, width) for part in parts]
    return lines
