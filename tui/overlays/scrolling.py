"""Overlays that are read: the keys that scroll them."""

from __future__ import annotations

from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.overlays.sheet import Overlay

SCROLLS: tuple[Action, ...] = (
    Action("read.down", "down", "down", "one line down", "do_down"),
    Action("read.up", "up", "up", "one line up", "do_up"),
    Action("read.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("read.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("read.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("read.half_up", "half_up", "half up", "half a page up", "do_half_up"),
    Action("read.first", "first", "first", "the first line", "do_first"),
    Action("read.last", "last", "last", "the last line", "do_last"),
)


class Scrolling(Overlay[None]):
    """An overlay around one pane of lines, `view`."""

    view: LinesView

    def do_down(self) -> None:
        self.view.scroll_lines(1)

    def do_up(self) -> None:
        self.view.scroll_lines(-1)

    def do_page_down(self) -> None:
        self.view.scroll_pages(1)

    def do_page_up(self) -> None:
        self.view.scroll_pages(-1)

    def do_half_down(self) -> None:
        self.view.scroll_pages(0.5)

    def do_half_up(self) -> None:
        self.view.scroll_pages(-0.5)

    def do_first(self) -> None:
        self.view.scroll_first()

    def do_last(self) -> None:
        self.view.scroll_last()
