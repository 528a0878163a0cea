"""One alert, or one rule, with all that is known of it: lines for below or beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.text import Text

from core.alerts.types import Alert, Delivery, Fact, Rule, RuleRow
from core.values.money import Money, show_money
from core.values.text import safe_text
from tui.alerts.data import Detail
from tui.charts.sparkline import spark
from tui.charts.words import wrap
from tui.lines import Piece, line
from tui.overlays.problem_lines import age_words
from tui.palette import Look, Role

_TITLE = 16
_DELIVERED: dict[str, Role] = {"dead": "critical", "waiting": "at_risk", "sending": "at_risk"}
Told = tuple[str, str, Role]


def detail_lines(
    found: Detail, days: Sequence[int], now: datetime, look: Look, width: int, indent: str = " "
) -> list[Text]:
    """Why it rang, from what to what, where it was sent, and the like of 30 days."""
    alert, rule = found.alert, found.found.rule
    told: list[Told] = [("why", str(alert.facts.get("why") or ""), "header")]
    if rule is not None:
        told.append(("rings if", condition(rule), ""))
    told += [(name, value, "") for name, value in _facts(alert.facts)]
    told += [_delivery(each) for each in found.found.deliveries]
    lines = block(told, look, width, indent)
    lines += _like(found, days, now, look, width, indent)
    return lines


def _delivery(each: Delivery) -> Told:
    """Where it was sent, how often it was tried, and with what result."""
    tries = f" after {each.attempts} tries" if each.attempts > 1 else ""
    status = f" {each.status}" if each.status is not None else ""
    said = f": {each.said}" if each.said else ""
    return f"to {each.channel}", f"{each.state}{status}{tries}{said}", _DELIVERED.get(
        each.state, "healthy"
    )  # fmt: skip


def _like(
    found: Detail, days: Sequence[int], now: datetime, look: Look, width: int, indent: str
) -> list[Text]:
    lines = [days_line("like it", days, look, width, indent)]
    for each in found.alike:
        state = "over" if each.state == "resolved" else each.state
        words = f"{each.key}  {age_words(each.opened, now)}  {state}  "
        pieces: list[Piece] = [
            (f"{indent}{'':<{_TITLE}}{words}", "muted"), (safe_text(each.name, 60), ""),
        ]  # fmt: skip
        lines.append(line(pieces, look, width))
    return lines


def days_line(title: str, days: Sequence[int], look: Look, width: int, indent: str) -> Text:
    """`5 in 30 days ▁▁▁▂▁▁█`, the newest day at the right."""
    total = sum(days)
    signs = spark(list(days), look.glyphs, top=max(1, *days) + 1, width=len(days))
    pieces: list[Piece] = [
        (f"{indent}{title:<{_TITLE}}", "muted"),
        (f"{total:,} in {len(days)} days  ", ""),
    ]
    if total:
        pieces.append((signs, "accent"))
    return line(pieces, look, width)


def rule_block(
    row: RuleRow, days: Sequence[int], look: Look, width: int, indent: str = " "
) -> list[Text]:
    """A rule in full, and how often it rang in 30 days."""
    rule = row.rule
    told: list[Told] = [
        ("rings if", condition(rule), ""),
        ("about", _about(rule), ""),
        ("through", f"{', '.join(rule.channels)}; in quiet hours {rule.quiet}", ""),
        ("again", _again(rule), ""),
    ]
    if row.left_out:
        told.append(("left out", f"{row.left_out:,} more fit than it may open", "at_risk"))
    if row.error:
        told.append(("error", f"cannot be read: {row.error}", "error"))
    lines = block(told, look, width, indent)
    lines.append(days_line("rang", days, look, width, indent))
    made = "came with the program" if rule.shipped else "made here"
    changed = f", changed {rule.rev} times" if rule.rev else ""
    return [
        *lines,
        *block([("", f"{made}{changed}", "muted")], look, width, indent),
    ]


def _about(rule: Rule) -> str:
    what = "the store" if rule.subject == "store" else f"each {rule.subject}"
    return f"{what}, {rule.severity}"


def _again(rule: Rule) -> str:
    if not rule.again:
        return "never"
    hours, rest = divmod(rule.again, 3_600)
    return f"every {hours} h until somebody takes it" if not rest else (
        f"every {rule.again // 60} min until somebody takes it"
    )  # fmt: skip


def condition(rule: Rule) -> str:
    """The query of a rule in one line."""
    if not rule.was:
        return rule.condition
    days = "day" if rule.days == 1 else "days"
    return f"{rule.condition} and {rule.days} {days} before {rule.was}"


def block(told: Sequence[Told], look: Look, width: int, indent: str) -> list[Text]:
    """A title and its words a line, wrapped; what has no words is left out."""
    lines = []
    room = max(10, width - len(indent) - _TITLE)
    for title, value, role in told:
        parts = wrap(look.glyphs.words(safe_text(value)), room) if value else []
        for place, part in enumerate(parts):
            head = safe_text(title, _TITLE - 1) if place == 0 else ""
            pieces: list[Piece] = [(f"{indent}{head:<{_TITLE}}", "muted"), (part, role)]
            lines.append(line(pieces, look, width))
    return lines


def _facts(facts: Mapping[str, Fact]) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    for name, value in facts.items():
        if name == "why" or value is None:
            continue
        if (money := _money(value)) is not None:
            told.append((name.replace("_", " "), show_money(money)))
        elif isinstance(value, Mapping):
            inner = [
                f"{key.replace('_', ' ')} {_plain(each)}"
                for key, each in value.items()
                if each is not None
            ]
            told.append((name.replace("_", " "), ", ".join(inner)))
        else:
            told.append((name.replace("_", " "), _plain(value)))
    return told


def _money(value: Fact) -> Money | None:
    """An amount, as facts hold it; None for anything else."""
    if not isinstance(value, Mapping) or value.keys() != {"minor", "currency"}:
        return None
    minor, currency = value["minor"], value["currency"]
    if not isinstance(minor, int) or not isinstance(currency, str):
        return None
    return Money(minor, currency)


def _plain(value: Fact) -> str:
    if isinstance(value, Mapping):
        known = [f"{name} {each}" for name, each in value.items() if each is not None]
        return f"({', '.join(known)})"
    return str(value)


def alert_state(alert: Alert, now: datetime) -> str:
    """`new`, `taken by ana`, `snoozed by ana, 3 h left`."""
    who = safe_text(alert.who, 20) if alert.who else "somebody"
    if alert.state == "acknowledged":
        return f"taken by {who}"
    if alert.state == "snoozed":
        until = alert.snoozed_until
        left = "" if until is None else f", {_left(until, now)} left"
        return f"snoozed by {who}{left}"
    return alert.state


def _left(until: datetime, now: datetime) -> str:
    minutes = max(0, int((until - now).total_seconds()) // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
