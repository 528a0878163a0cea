"""The pane of alerts in lines, pure: a row each, the open one with its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from core.alerts.types import Alert, RuleRow
from core.values.counting import counted
from core.values.text import safe_text
from tui.alerts.data import Alerts, Detail
from tui.alerts.detail import alert_state, detail_lines, rule_block
from tui.lines import Piece, blank, ends, line
from tui.overlays.problem_lines import age_words
from tui.palette import ROLE_OF, Look, Role

_SIGNS = {"critical": "!!", "high": "! ", "medium": "~ ", "low": "  "}
_SET_IN = "      "
_RULE, _RULE_WIDE = 16, 20
_WIDE = 100


Drawn = tuple[list[Text], int, int]
"""Lines, and the first and last of them that belong to the one under the cursor."""


def alert_lines(found: Alerts, at: int, detail: Detail | None, look: Look, width: int) -> Drawn:
    """A line an alert, facts below the one that is open."""
    if not found.alerts:
        return none_lines(found, look, width), 0, 0
    lines: list[Text] = []
    first = last = 0
    for place, alert in enumerate(found.alerts):
        if place == at:
            first = len(lines)
        lines.append(alert_row(alert, found.now, look, width, here=place == at))
        if detail is not None and detail.alert.id == alert.id:
            days = found.days_of(alert.rule)
            lines += [*detail_lines(detail, days, found.now, look, width, _SET_IN), blank()]
        if place == at:
            last = len(lines) - 1
    return [*lines, *more_lines(found, look, width)], first, last


def none_lines(found: Alerts, look: Look, width: int) -> list[Text]:
    """No alert is open: how many rules look, and how many there were. Or none fits."""
    if found.query:
        fit = f" {look.glyphs.words('no alert fits')} {safe_text(found.query, 60)}"
        states = "   without state: in it, it is asked of those that are open"
        return [line([(fit, "header")], look, width), blank(),
                line([(states, "muted")], look, width)]  # fmt: skip
    on = sum(row.rule.active for row in found.rules)
    rang = sum(sum(days) for days in found.rang.values())
    told = f"{on} of {len(found.rules)} rules are on; {counted(rang, 'alert')} began in 30 days"
    mark: list[Piece] = [(f" {look.glyphs.mark} ", "healthy"), ("no alert is open", "header")]
    return [line(mark, look, width), blank(), line([(f"   {told}", "muted")], look, width)]


def more_lines(found: Alerts, look: Look, width: int) -> list[Text]:
    """How many are not shown, and the command that lists them."""
    if not found.more:
        return []
    return [line([(f" and {found.more:,} more: bellbuoy alert list", "muted")], look, width)]


def alert_row(alert: Alert, now: datetime, look: Look, width: int, *, here: bool) -> Text:
    """Sign, rule, what it is about; state, how often, since when."""
    role: Role = ROLE_OF.get(alert.severity, "")
    wide = _RULE_WIDE if width >= _WIDE else _RULE
    left: list[Piece] = [
        (f" {_SIGNS[alert.severity]} ", role),
        (f"{safe_text(alert.rule, wide):<{wide}} ", "muted"),
        (safe_text(alert.name, 80), "" if alert.state == "new" else "muted"),
    ]
    times = f" {alert.rings}x" if alert.rings > 1 else ""
    state: Piece = (alert_state(alert, now), "accent" if alert.state == "new" else "muted")
    since = age_words(alert.opened, now)
    right: list[Piece] = [state, (f"{times}  {since:>9} ", "muted")]
    return _row(left, right, look, width, here=here)


def rule_lines(found: Alerts, at: int, look: Look, width: int) -> Drawn:
    """A line a rule, all of it below the one under the cursor."""
    lines: list[Text] = []
    first = last = 0
    for place, row in enumerate(found.rules):
        lines.append(rule_row(row, look, width, here=place == at))
        if place == at:
            first = len(lines) - 1
            lines += rule_block(row, found.days_of(row.rule.name), look, width, _SET_IN)
            last = len(lines) - 1
    return lines, first, last


def rule_row(row: RuleRow, look: Look, width: int, *, here: bool) -> Text:
    """Sign, name, condition; how many of it stand open."""
    rule = row.rule
    role: Role = ROLE_OF.get(rule.severity, "") if rule.active else "muted"
    left: list[Piece] = [
        (f" {_SIGNS[rule.severity]} ", role),
        (f"{safe_text(rule.name, _RULE_WIDE):<{_RULE_WIDE}} ", "" if rule.active else "muted"),
        (safe_text(rule.condition), "muted"),
    ]
    standing = f"{row.open:,} open" if rule.active else "off"
    right: Piece = ("!! " if row.error else "", "error")
    return _row(left, [right, (f"{standing} ", "muted")], look, width, here=here)


def _row(
    left: Sequence[Piece], right: Sequence[Piece], look: Look, width: int, *, here: bool
) -> Text:
    text = ends(left, right, look, width)
    if here:
        text.append(" " * (width - text.cell_len))
        text.stylize(look.style("cursor"))
    return text
