"""Two clients side by side, or one client on two days."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text

from bellbuoy.services.context import Context
from core.clients.types import Comparison, Side
from core.values.instants import day_text, parse_day
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.clients.diff_actions import DIFF, DIFF_MOVES, DIFF_WORDS
from tui.places import Place
from tui.read_once import SLOW_S, ReadOnce
from tui.shell import Shell
from tui.widgets.empty_state import State


class DiffPage(ReadOnce):
    """`place.key` is the one client, `place.tab` the other; where that is empty,
    `place.query` holds the two days, `2026-10-01..2026-10-31`, the second perhaps left
    out for the moment looked at."""

    ACTIONS: ClassVar[tuple[Action, ...]] = DIFF
    MOVES: ClassVar[tuple[Action, ...]] = DIFF_MOVES

    READ = "diff"
    WHAT = "both sides"
    data: Comparison | None = None
    side = 1

    def arrive(self, place: Place) -> None:
        self.place, self.data = place, None
        self.pane.scroll_first()
        self.load()

    # Reading

    def load(self) -> None:
        """Read both sides; what is on the screen stays until then."""
        place = self.place
        if not place.tab and not place.query:
            self._show(_nothing(self.shell))
            return

        def work(ctx: Context, ask: Ask[Comparison]) -> Comparison:
            return _read(ctx, ask, place)

        self.session.back.ask(self.READ, work, self._came, self._failed, self._progress)
        self.set_timer(SLOW_S, self._still_reading)

    def _came(self, data: Comparison) -> None:
        self.data = data
        self._show(None)
        self.pane.redraw()

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        from tui.charts.comparison import comparison_lines

        return comparison_lines(self.data, self.session.look, width, self.side)

    # The frame

    def tell_frame(self) -> None:
        super().tell_frame()
        what = "one client, two days" if self.place.query else "two clients"
        self.strip.tell([(what, "muted")], [])

    @property
    def crumbs(self) -> tuple[str, ...]:
        below = self.shell.list_below
        before = below.crumbs if below is not None else ("Clients",)
        if self.data is None:
            return (*before, "side by side")
        left, right = self.data.left, self.data.right
        if left.key == right.key:
            told = f"{_short(left)}, {day_text(left.day)} and {day_text(right.day)}"
        else:
            told = f"{_short(left)} and {_short(right)}"
        return (*before, told)

    @property
    def back_word(self) -> str:
        return "stop" if self.session.back.busy(self.READ) else "back"

    @property
    def command(self) -> str:
        """The listed clients where nothing is compared: that is where to begin."""
        place = self.place
        if place.tab:
            return f"bellbuoy client diff {_word(place.key)} {_word(place.tab)}"
        if not place.query:
            return "bellbuoy client list"
        first, _, last = place.query.partition("..")
        until = f" --to {last}" if last else ""
        return f"bellbuoy client diff {_word(place.key)} --from {first}{until}"

    @property
    def copied(self) -> str:
        side = self.chosen
        return "" if side is None else safe_text(side.key)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return DIFF_WORDS

    # Keys

    @property
    def chosen(self) -> Side | None:
        if self.data is None:
            return None
        return self.data.right if self.side else self.data.left

    def do_open(self) -> None:
        if (side := self.chosen) is not None:
            self.shell.go(Place("client", side.key))

    def do_why(self) -> None:
        if (side := self.chosen) is not None:
            self.shell.go(Place("client", side.key, "explain"))

    def do_left(self) -> None:
        self._point(0)

    def do_right(self) -> None:
        self._point(1)

    def _point(self, side: int) -> None:
        self.side = side
        self.pane.redraw()

    def do_down(self) -> None:
        self.pane.scroll_lines(1)

    def do_up(self) -> None:
        self.pane.scroll_lines(-1)

    def do_page_down(self) -> None:
        self.pane.scroll_pages(1)

    def do_page_up(self) -> None:
        self.pane.scroll_pages(-1)

    def do_half_down(self) -> None:
        self.pane.scroll_pages(0.5)

    def do_half_up(self) -> None:
        self.pane.scroll_pages(-0.5)

    def do_first(self) -> None:
        self.pane.scroll_first()

    def do_last(self) -> None:
        self.pane.scroll_last()


def _read(ctx: Context, ask: Ask[Comparison], place: Place) -> Comparison:
    from bellbuoy.services import compare

    progress, cancelled = ask.progress, ask.cancelled
    if place.tab:
        return compare.two_clients(
            ctx, place.key, place.tab, progress=progress, cancelled=cancelled
        )
    first, _, last = (place.query or "").partition("..")
    until = parse_day(last) if last else None
    return compare.two_days(
        ctx, place.key, parse_day(first), until, progress=progress, cancelled=cancelled
    )


def _short(side: Side) -> str:
    return safe_text(side.name, 24)


def _word(name: str) -> str:
    return shlex.quote(safe_text(name))


def _nothing(shell: Shell) -> State:
    """Nobody said what to compare."""
    hints = shell.keymap.helps(("clients", "clients"), ("back", "back"))
    return State(
        "empty",
        ("Nothing to compare yet.", "Mark two clients in a list, then ask why."),
        hints,
    )
