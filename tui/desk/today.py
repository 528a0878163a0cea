"""What to do now: the most pressing first, with the reason of the row below."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.desk.types import Today, TodayRow
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.desk.acting import ClientActs
from tui.desk.actions import DONE
from tui.desk.meant import Meant, one
from tui.desk.tabs import DeskTabs
from tui.desk.today_actions import TODAY, TODAY_MOVES, WORDS
from tui.desk.today_lines import today_lines, why_lines
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.lines import rule
from tui.places import Place
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import StateView

_DONE = (DONE, "done", "the task is done: what came of it")
_WHY = 6
_PAGE = 10


class TodayPage(DeskTabs, ClientActs):
    """`place.query` says of which clients; None: one's own, where one has any."""

    ACTIONS: ClassVar[tuple[Action, ...]] = TODAY
    MOVES: ClassVar[tuple[Action, ...]] = TODAY_MOVES
    DEFAULT_CSS = f"""
    TodayPage #today {{ height: 1fr; width: 1fr; }}
    TodayPage #why {{ height: {_WHY}; width: 1fr; }}
    """

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.data: Today | None = None
        self._at = 0
        self.strip = Row(look, id="strip")
        self.states = StateView(look)
        self.pane = LinesView(look, self._draw, bar=True, focusable=True, id="today")
        self.why = LinesView(look, self._draw_why, bar=False, id="why")

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield self.pane
        yield self.why

    def on_mount(self) -> None:
        self.pane.focus()
        self.load()

    def arrive(self, place: Place) -> None:
        self.place, self._at = place, 0
        self.load()

    # Reading

    def load(self) -> None:
        """Read it again; what is on the screen stays until then."""
        query = self.place.query

        def work(ctx: Context, _ask: Ask[Today]) -> Today:
            from bellbuoy.services.desk.today import today

            return today(ctx, query)

        self.session.reader.ask("today", work, self._came, self._failed)

    def _came(self, data: Today) -> None:
        key = None if self.current is None else self.current.key
        self.data = data
        keys = [row.key for row in data.rows]
        self._at = keys.index(key) if key in keys else min(self._at, max(0, len(keys) - 1))
        self.states.show(None)
        self._redraw()
        self.tell_frame()

    def _failed(self, error: BaseException) -> None:
        role, kept = self.session.ctx.viewer.role, self.data is not None
        state = error_state("this list", error, role, kept=kept, keymap=self.shell.keymap)
        self.states.show(state)
        self.shell.say_state(state)

    def store_changed(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    def do_refresh(self) -> None:
        self.load()

    def look_changed(self) -> None:
        for view in (self.strip, self.states, self.pane, self.why):
            view.use_look(self.session.look)

    # Drawing

    @property
    def current(self) -> TodayRow | None:
        """The row under the cursor."""
        rows = () if self.data is None else self.data.rows
        return rows[self._at] if self._at < len(rows) else None

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        return today_lines(self.data, self._at, width, self.session.screen_look())

    def _draw_why(self, width: int, _height: int) -> Sequence[Text]:
        look = self.session.screen_look()
        found = [] if self.current is None else why_lines(self.current, width, look)
        return [rule(look, width), *found]

    def _redraw(self) -> None:
        self.pane.redraw()
        self.why.redraw()
        self.pane.reveal(self._at)
        self.tell_keys()

    def tell_frame(self) -> None:
        super().tell_frame()
        if self.data is None:
            return
        rows = self.data.rows
        tasks = sum(row.kind == "task" for row in rows)
        told = f"{tasks:,} due · {len(rows) - tasks:,} without a next step"
        whose = safe_text(self.data.whose, 60) or "all clients"
        g = self.session.look.glyphs
        self.strip.tell(
            [*self.titles(), ("/ ", "accent"), (whose, "")], [(g.words(told), "muted")]
        )

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Today",)

    @property
    def command(self) -> str:
        query = self.place.query
        return "bellbuoy today" + ("" if query is None else f" {shlex.quote(query)}")

    @property
    def copied(self) -> str:
        return "" if self.current is None else safe_text(self.current.key)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    # Keys

    @property
    def meant(self) -> Meant | None:
        row = self.current
        return None if row is None else one(row.client, row.client_name)

    def more_choices(self) -> Sequence[tuple[str, str, str]]:
        row = self.current
        return [_DONE] if row is not None and row.kind == "task" else []

    def chose_more(self, letter: str) -> None:
        row = self.current
        if letter == DONE and row is not None:
            self.ask_outcome(row.key, row.what)

    def do_open(self) -> None:
        if self.current is not None:
            self.shell.go(Place("client", self.current.client, "timeline"))

    def do_why(self) -> None:
        if self.current is not None:
            self.shell.go(Place("client", self.current.client, "explain"))

    def do_filter(self) -> None:
        def done(text: str | None) -> None:
            if text is not None:
                self.arrive(Place("today", query=text.strip()))
                self.shell.history.correct(self.place)

        shown = "" if self.data is None else self.data.whose
        self.shell.show("entry", "What to do for which clients",
                        "a query: owner:me, tier:critical; empty: all", self._fault,
                        lambda _text: "", shown, done=done)  # fmt: skip

    def _fault(self, text: str) -> str:
        from bellbuoy.services.desk.today import readable
        from tui.desk.doing import fault_of

        ctx = self.session.ctx
        return fault_of(lambda query: readable(ctx, query), text)

    def _by(self, rows: int) -> None:
        many = 0 if self.data is None else len(self.data.rows)
        self._at = max(0, min(self._at + rows, many - 1))
        self._redraw()

    def do_down(self) -> None:
        self._by(1)

    def do_up(self) -> None:
        self._by(-1)

    def do_page_down(self) -> None:
        self._by(_PAGE)

    def do_page_up(self) -> None:
        self._by(-_PAGE)

    def do_first(self) -> None:
        self._by(-(1 << 30))

    def do_last(self) -> None:
        self._by(1 << 30)

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.view is self.pane and self.data is not None:
            self._at = min(event.line, max(0, len(self.data.rows) - 1))
            self._redraw()
