"""What keys do on the page of one client."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.desk.actions import ACTS


def _from_a_list(page: Any) -> Enabled:
    return True if page.shell.list_below is not None else "no list behind this"


def _has_enter(page: Any) -> Enabled:
    return True if page.tab.enter_word else "nothing to open here"


def _has_points(page: Any) -> Enabled:
    return True if page.tab.has_points else "no points on this tab"


def _explains(page: Any) -> Enabled:
    return True if page.tab.id == "explain" else "only on the Explain tab"


DETAIL: tuple[Action, ...] = (
    *ACTS,
    Action("client.range", "range", "since", "what moved the score in 7, 30 or 90 days",
           "do_range", enabled=_explains),
    Action("client.next_tab", "next_tab", "next tab", "the tab at the right", "do_next_tab"),
    Action("client.tab_back", "previous_tab", "tab back", "the tab at the left",
           "do_tab_back"),
    Action("client.next", "next_record", "next client",
           "the next client of the list you came from", "do_next", enabled=_from_a_list),
    Action("client.previous", "previous_record", "client before",
           "the client before, of the list you came from", "do_previous",
           enabled=_from_a_list),
    Action("client.why", "why", "why", "the score, calls or incidents, opened into their parts",
           "do_why"),
    Action("client.open", "open", "open", "incidents; unfold a part of the score; it is done",
           "do_open", enabled=_has_enter),
    Action("client.point_left", "left", "point", "the day before, on the chart",
           "do_left", enabled=_has_points),
    Action("client.point_right", "right", "point", "the day after, on the chart",
           "do_right", enabled=_has_points),
)  # fmt: skip

DETAIL_MOVES: tuple[Action, ...] = (
    Action("client.down", "down", "down", "one line or step down", "do_down"),
    Action("client.up", "up", "up", "one line or step up", "do_up"),
    Action("client.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("client.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("client.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("client.half_up", "half_up", "half up", "half a page up", "do_half_up"),
    Action("client.first", "first", "first", "the first line", "do_first"),
    Action("client.last", "last", "last", "the last line", "do_last"),
)
