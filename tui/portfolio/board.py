"""The portfolio as it is read and drawn; its keys are in page.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from rich.text import Text
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.values.counting import counted
from tui.asks import Ask
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.lines import Piece
from tui.page import Page
from tui.palette import Look
from tui.places import Place
from tui.portfolio.actions import WORDS
from tui.portfolio.data import DIMENSIONS, RANGES, PortfolioData, read_portfolio
from tui.portfolio.lines import Drawn, Goal, blank_chart, chart_lines, portfolio_lines
from tui.portfolio.points import Point, kept
from tui.shell import Shell
from tui.states import error_state, none_state
from tui.widgets.empty_state import State, StateView, loading

SLOW_S = 0.3
REST_S = 2.0
READ = "portfolio"
_CHARTS = "portfolio.charts"
_NOTHING = Drawn((), ())


class _Wanted(NamedTuple):
    """Charts for one reading of the figures, one look, one room."""

    reading: int
    look: Look
    width: int
    height: int
    point: Point | None


class PortfolioBoard(Page):
    """What is read and drawn; `place.tab` is what revenue is split by."""

    FRONT = "portfolio"

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.by = place.tab if place.tab in DIMENSIONS else DIMENSIONS[0]
        self.days = RANGES[0]
        self.data: PortfolioData | None = None
        self.cursor: str | None = None
        self.point: Point | None = None
        self.drawn = _NOTHING
        self._charts: tuple[_Wanted | None, Sequence[Text]] = (None, ())
        self._asked: _Wanted | None = None
        self._reading = 0
        self._again = self._resting = False
        self.strip = Row(look, id="strip")
        self.states = StateView(look)
        self.pane = LinesView(look, self._draw, bar=True, focusable=True, id="portfolio")

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()
        self.load()

    def arrive(self, place: Place) -> None:
        if place.tab in DIMENSIONS and place.tab != self.by:
            self.by = place.tab
            self.load()

    # Reading

    def load(self) -> None:
        """Read all of it again; what is on the screen stays until then."""
        by, days = self.by, self.days

        def work(ctx: Context, ask: Ask[PortfolioData]) -> PortfolioData:
            return read_portfolio(ctx, ask, by, days)

        self._again = False
        self.session.back.ask(READ, work, self._came, self._failed, self._progress)
        self.set_timer(SLOW_S, self._still_reading)
        self.tell_frame()

    def _came(self, data: PortfolioData) -> None:
        if self.point is not None and self.data is not None:
            self.point = kept(self.data, data, self.point)
        self.data = data
        self._reading += 1
        none = none_state("clients", "", 0, self.shell.keymap)
        state = none if data.is_empty else None
        self._show(state)
        self.pane.redraw()
        self._rest()

    def _failed(self, error: BaseException) -> None:
        role, kept = self.session.ctx.viewer.role, self.data is not None
        keymap = self.shell.keymap
        self._show(error_state("the portfolio", error, role, kept=kept, keymap=keymap))
        self._rest()

    def _rest(self) -> None:
        """It has been read: for a while commits wait to be shown together."""
        self._resting = True
        self.set_timer(REST_S, self._rested)
        self.tell_frame()

    def _rested(self) -> None:
        self._resting = False
        if self._again:
            self.load()

    def _show(self, state: State | None) -> None:
        if state is not None and state != self.states.state:
            self.shell.say_state(state)
        self.states.show(state)

    def _still_reading(self) -> None:
        if self.data is None and self.states.state is None and self.session.back.busy(READ):
            self.states.show(self._loading(0, None))

    def _loading(self, done: int, total: int | None) -> State:
        stops = self.shell.keymap.helps(("back", "stops it"))
        return loading("portfolio", done, total, stops)

    def _progress(self, done: int, total: int) -> None:
        self.states.show(self._loading(done, total))

    def store_changed(self) -> None:
        """A commit while it is being read, or just after, waits: a busy worker neither
        keeps it from coming to an end nor has it read over and over."""
        if self._resting or self.session.back.busy(READ):
            self._again = True
        else:
            self.load()

    def do_refresh(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    # Drawing

    def _draw(self, width: int, height: int) -> Sequence[Text]:
        data, look = self.data, self.session.screen_look(self._ctx)
        if data is None or data.is_empty:
            self.drawn = _NOTHING
            return ()
        charts = self._charts_for(data, look, width, height)
        self.drawn = portfolio_lines(data, charts, look, width, self._marked)
        if self.goal is None and self.drawn.goals:
            self.cursor = self._nearest().id
            self.drawn = portfolio_lines(data, charts, look, width, self._marked)
        return self.drawn.lines

    @property
    def _marked(self) -> str | None:
        """The line that is marked: none while a point of a chart is."""
        return self.cursor if self.point is None else None

    def _nearest(self) -> Goal:
        """Where the cursor goes when its line is gone: to the first of the same table."""
        table = (self.cursor or "").partition(":")[0]
        alike = (g for g in self.drawn.goals if g.id.partition(":")[0] == table)
        return next(alike, self.drawn.goals[0])

    @property
    def _ctx(self) -> Context:
        return self.session.ctx if self.data is None else self.data.ctx

    def _charts_for(
        self, data: PortfolioData, look: Look, width: int, height: int
    ) -> Sequence[Text]:
        """The charts of before stay until these are drawn, unless the room differs."""
        point = self.point
        wanted = _Wanted(self._reading, look, width, height, point)
        drawn, lines = self._charts
        if drawn != wanted and self._asked != wanted:
            self._asked = wanted

            def work(_ctx: Context, _ask: Ask[list[Text]]) -> list[Text]:
                return chart_lines(data, look, width, height, point)

            done = partial(self._charts_came, wanted)
            self.session.back.ask(_CHARTS, work, done, self.shell.fault)
        if drawn is not None and (drawn.width, drawn.height) == (width, height):
            return lines
        return blank_chart(width, height)

    def _charts_came(self, wanted: _Wanted, lines: list[Text]) -> None:
        self._charts = (wanted, lines)
        self.pane.redraw()

    def look_changed(self) -> None:
        look = self.session.look
        self.strip.use_look(look)
        self.states.use_look(look)
        self.pane.use_look(look)

    # The frame

    def tell_frame(self) -> None:
        super().tell_frame()
        clients = "" if self.data is None else counted(self.data.tiers.totals.clients, "client")
        self.strip.tell([(clients, "")], self._right())

    def _right(self) -> list[Piece]:
        days = self.shell.keymap.told("range", f"{self.days} d")
        return [(f"by {self.by}   ", "muted"), (days, "muted")]

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Portfolio",)

    @property
    def back_word(self) -> str:
        return "stop" if self.session.back.busy(READ) else super().back_word

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    @property
    def goal(self) -> Goal | None:
        """The line under the cursor."""
        return next((goal for goal in self.drawn.goals if goal.id == self.cursor), None)
