"""What keys do on the portfolio."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled


def _has_line(page: Any) -> Enabled:
    return True if page.goal is not None else "no line under the cursor"


PORTFOLIO: tuple[Action, ...] = (
    Action("portfolio.open", "open", "open", "the rows behind the line", "do_open",
           enabled=_has_line),
    Action("portfolio.group", "group", "by", "revenue at risk by owner, plan, industry …",
           "do_group"),
    Action("portfolio.range", "range", "time", "30 or 90 days", "do_range"),
    Action("portfolio.why", "why", "why", "the number of the line, opened into its parts",
           "do_why"),
)  # fmt: skip

PORTFOLIO_MOVES: tuple[Action, ...] = (
    Action("portfolio.down", "down", "down", "one line down", "do_down"),
    Action("portfolio.up", "up", "up", "one line up, then onto the charts", "do_up"),
    Action("portfolio.left", "left", "left", "the table at the left; on a chart the day before",
           "do_left"),
    Action("portfolio.right", "right", "right", "the table at the right; on a chart the day on",
           "do_right"),
    Action("portfolio.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("portfolio.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("portfolio.half_down", "half_down", "half down", "half a page down",
           "do_half_down"),
    Action("portfolio.half_up", "half_up", "half up", "half a page up", "do_half_up"),
    Action("portfolio.first", "first", "first", "the first line", "do_first"),
    Action("portfolio.last", "last", "last", "the last line", "do_last"),
)  # fmt: skip

WORDS: tuple[tuple[str, str], ...] = (
    ("health", "mean and median score of active clients at the end of each day"),
    ("API calls", "of all clients a day; today is not over yet, and not in the average"),
    ("at risk", "ARR of clients in the tiers critical and at risk"),
    ("share", "the part at risk of a line's own ARR"),
    ("of all", "the line's part of everything at risk"),
    ("unknown", "ARR of clients without a score: never counted as at risk"),
    ("churn tier", "high: above 180 days since the last purchase, medium: above 90"),
    ("(none)", "clients for whom nothing is given there"),
)
