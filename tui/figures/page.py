"""A number opened into the parts that it is the sum of, with the rows behind them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on

from bellbuoy.services.context import Context
from core.values.contribution import Contribution, Explanation
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.charts.waterfall import Drawn
from tui.figures.actions import FIGURE, FIGURE_MOVES, WORDS
from tui.frame.lines_view import LinesView
from tui.places import Place
from tui.read_once import SLOW_S, ReadOnce
from tui.shell import Shell

Figure = tuple[Explanation, ...]
_OF_CLIENT = "client:"
_LISTS = {"client": "clients", "incident": "incidents"}


class FigurePage(ReadOnce):
    """`place.key` is the measure (empty: clients), `place.tab` the client that it is of;
    empty: of all of them."""

    ACTIONS: ClassVar[tuple[Action, ...]] = FIGURE
    MOVES: ClassVar[tuple[Action, ...]] = FIGURE_MOVES

    READ = "figure"
    WHAT = "this number"
    data: Figure | None = None

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._cursor = 0
        self._drawn = Drawn(())

    @property
    def measure(self) -> str:
        return self.place.key or "clients"

    def arrive(self, place: Place) -> None:
        self.place, self.data, self._cursor = place, None, 0
        self.pane.scroll_first()
        self.load()

    # Reading

    def load(self) -> None:
        """Read it again; what is on the screen stays until then."""
        work = self._reading()
        self.session.back.ask(self.READ, work, self._came, self._failed, self._progress)
        self.set_timer(SLOW_S, self._still_reading)

    def _reading(self) -> Callable[[Context, Ask[Figure]], Figure]:
        """What reads the number of the place."""
        measure, client = self.measure, self.place.tab

        def work(ctx: Context, ask: Ask[Figure]) -> Figure:
            from bellbuoy.services import figures

            told, stopped = ask.progress, ask.cancelled
            if client:
                return figures.client_figure(
                    ctx, client, measure, progress=told, cancelled=stopped
                )
            return figures.base_figure(ctx, measure, progress=told, cancelled=stopped)

        return work

    def _came(self, data: Figure) -> None:
        self.data = data
        # The footer says whether rows stand behind the part under the cursor.
        self._draw(self.pane.size.width or self.size.width or 80, 0)
        self._show(None)
        self.pane.redraw()

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        from tui.charts.adding_up import adding_lines

        many = sum(len(each.parts) for each in self.data)
        self._cursor = max(0, min(self._cursor, many - 1))
        self._drawn = adding_lines(self.data, self.session.look, width, self._cursor)
        return self._drawn.lines

    # The frame

    def tell_frame(self) -> None:
        super().tell_frame()
        whom = safe_text(self.place.tab, 40) or "all clients"
        self.strip.tell([(f"{self._named} of {whom}", "muted")], [])

    @property
    def _named(self) -> str:
        return self.data[0].measure if self.data else self.measure.replace("_", " ")

    @property
    def crumbs(self) -> tuple[str, ...]:
        below = self.shell.list_below
        before = below.crumbs if below is not None else ("Portfolio",)
        whom = (safe_text(self.place.tab, 40),) if self.place.tab else ()
        return (*before, *whom, f"why {self._named}")

    @property
    def back_word(self) -> str:
        return "back"

    @property
    def command(self) -> str:
        if self.place.tab:
            name = shlex.quote(safe_text(self.place.tab))
            return f"bellbuoy client explain {name} {self.measure}"
        return f"bellbuoy overview --why {self.measure}"

    @property
    def copied(self) -> str:
        return "" if self.part is None else safe_text(self.part.id)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    # Keys

    @property
    def part(self) -> Contribution | None:
        """The part under the cursor."""
        found = self._drawn.steps
        return found[self._cursor].part if self._cursor < len(found) else None

    def do_open(self) -> None:
        if self.part is not None and (place := place_of(self.part.command)) is not None:
            self.shell.go(place)

    def _to(self, index: int) -> None:
        many = len(self._drawn.steps)
        before = self._cursor
        self._cursor = max(0, min(index, many - 1))
        if before == self._cursor:
            self.pane.scroll_lines(1 if index > before else -1)
            return
        self.pane.redraw()
        self.pane.reveal(self._drawn.at[self._cursor])
        self.tell_keys()

    def do_down(self) -> None:
        self._to(self._cursor + 1)

    def do_up(self) -> None:
        self._to(self._cursor - 1)

    def _page(self, pages: float) -> None:
        self._to(self._cursor + int(pages * max(1, self.pane.size.height)))

    def do_page_down(self) -> None:
        self._page(1)

    def do_page_up(self) -> None:
        self._page(-1)

    def do_half_down(self) -> None:
        self._page(0.5)

    def do_half_up(self) -> None:
        self._page(-0.5)

    def do_first(self) -> None:
        self._to(0)
        self.pane.scroll_first()

    def do_last(self) -> None:
        self._to(len(self._drawn.steps) - 1)
        self.pane.scroll_last()

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.line in self._drawn.at:
            self._to(self._drawn.at.index(event.line))


def place_of(command: str) -> Place | None:
    """Where the rows are that a command lists; None where no screen shows them."""
    match shlex.split(command):
        case [noun, "list", query] if noun in _LISTS:
            return Place(_LISTS[noun], query=query)
        case ["incident", "show", key]:
            return Place("incident", key)
        case ["client", "usage", key, *_]:
            return Place("client", key, "usage")
        case ["health", "explain", key]:
            return Place("client", key, "explain")
        case ["interaction", "list", query] if query.startswith(_OF_CLIENT):
            return Place("client", query.removeprefix(_OF_CLIENT).partition(" ")[0], "timeline")
    return None
