"""A client list with counters above it: up from the first row goes onto them."""

from __future__ import annotations

from tui.clients.rows import ClientRows
from tui.frame.row import READ_S
from tui.places import Place

STOPS = ("clients", "health", "trend", "at_risk", "incidents", "arr")
"""The figures of the counters from left to right, by the names that explain them."""
_WORDS = {
    "clients": "how many clients, by tier",
    "health": "average health",
    "trend": "its change in 7 days",
    "at_risk": "ARR at risk",
    "incidents": "open incidents",
    "arr": "ARR",
}


class CounterRows(ClientRows):
    """`figure` is the counter that is pointed out; empty: the list has the cursor."""

    figure = ""

    @property
    def has_counters(self) -> bool:
        """Whether counters stand above the list."""
        return False

    def redraw_counters(self) -> None:
        """Another of them is pointed out."""

    def _point_at(self, figure: str) -> None:
        self.figure = figure
        self.redraw_counters()
        self.tell_keys()
        if figure:
            key = self.shell.keymap.told("why", "opens it")
            self.said.say(f"{_WORDS[figure]}: {key}", "accent", READ_S)

    def do_up(self) -> None:
        at_top = self.list.cursor_index == 0 and not self._in_pane
        if self.figure or (at_top and self.has_counters):
            self._point_at(self.figure or STOPS[0])
        else:
            super().do_up()

    def do_down(self) -> None:
        if self.figure:
            self._point_at("")
        else:
            super().do_down()

    def do_left(self) -> None:
        self._sideways(-1)

    def do_right(self) -> None:
        self._sideways(1)

    def _sideways(self, by: int) -> None:
        if not self.figure:
            self._cell_by(by)
            return
        at = STOPS.index(self.figure) + by
        self._point_at(STOPS[max(0, min(at, len(STOPS) - 1))])

    def do_why(self) -> None:
        if self.figure:
            self.shell.go(Place("figure", self.figure))
        else:
            super().do_why()

    def do_open(self) -> None:
        if self.figure:
            self.do_why()
        else:
            super().do_open()

    @property
    def back_word(self) -> str:
        return "list" if self.figure else super().back_word

    def do_back(self) -> None:
        if self.figure:
            self._point_at("")
        else:
            super().do_back()
