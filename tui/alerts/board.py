"""Wide: the list at the left, the one under the cursor with all its facts beside it."""

from __future__ import annotations

from typing import Literal

from rich.text import Text

from tui.alerts.data import Alerts, Detail
from tui.alerts.detail import detail_lines, rule_block
from tui.alerts.lines import alert_row, more_lines, rule_row
from tui.lines import line
from tui.palette import Look
from tui.widgets.row_window import RowWindow, railed

_LEAST, _MOST = 56, 104


def wide_lines(
    found: Alerts,
    rows: RowWindow,
    detail: Detail | None,
    tab: Literal["alerts", "rules"],
    look: Look,
    width: int,
) -> list[Text]:
    """As many lines as the window is high; each list scrolls, its facts do not."""
    left_width = max(_LEAST, min(_MOST, width * 55 // 100))
    height = rows.height

    def row(index: int, wide: int) -> Text:
        # The window marks its cursor itself.
        if tab == "rules":
            return rule_row(found.rules[index], look, wide, here=False)
        return alert_row(found.alerts[index], found.now, look, wide, here=False)

    more = more_lines(found, look, left_width - 1) if tab == "alerts" else []
    rows.resize(rows.count, height - len(more))
    left = rows.draw(row, look, left_width, rows.height)
    left += railed(more, 0, len(more), look, left_width)
    right = _right(found, rows.at, detail, tab, look, width - left_width)
    rows.resize(rows.count, height)
    # The rail of the list is the line between both.
    lines = [text.append_text(beside) for text, beside in zip(left, right, strict=False)]
    return [*lines, *left[len(lines) :]]


def _right(
    found: Alerts,
    at: int,
    detail: Detail | None,
    tab: Literal["alerts", "rules"],
    look: Look,
    width: int,
) -> list[Text]:
    if tab == "rules":
        row = found.rules[at]
        title = line([(f" {row.rule.name}", "header")], look, width)
        return [title, *rule_block(row, found.days_of(row.rule.name), look, width)]
    alert = found.alerts[at]
    if detail is None or detail.alert.id != alert.id:
        return [line([(" reading", "muted")], look, width)]
    title = line([(f" {alert.key} {alert.rule}", "header")], look, width)
    days = found.days_of(alert.rule)
    return [title, *detail_lines(detail, days, found.now, look, width)]
