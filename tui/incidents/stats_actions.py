"""What keys do on the record of incidents."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled


def _has_query(page: Any) -> Enabled:
    return True if page.query_of_line else "no list of incidents behind this line"


STATS: tuple[Action, ...] = (
    Action("stats.open", "open", "open", "the incidents behind the line", "do_open",
           enabled=_has_query),
    Action("stats.group", "group", "by", "severity, month, component, client, owner",
           "do_group"),
    Action("stats.range", "range", "time", "30, 90, 180 or 365 days", "do_range"),
    Action("stats.why", "why", "why", "a figure as the incidents behind it; why MTTR moved",
           "do_why"),
    Action("stats.queue", "previous_tab", "queue", "back to the queue", "do_queue"),
)  # fmt: skip

STATS_MOVES: tuple[Action, ...] = (
    Action("stats.queue_too", "next_tab", "queue", "back to the queue", "do_queue"),
    Action("stats.down", "down", "down", "one line down", "do_down"),
    Action("stats.up", "up", "up", "one line up", "do_up"),
    Action("stats.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("stats.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("stats.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("stats.half_up", "half_up", "half up", "half a page up", "do_half_up"),
    Action("stats.first", "first", "first", "the first line", "do_first"),
    Action("stats.last", "last", "last", "the last line", "do_last"),
)
