"""Incidents › Stats: what the record of the incidents says, by severity, month, client …"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.record.types import By, IncidentRecord
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.incidents.stats_actions import STATS, STATS_MOVES
from tui.incidents.stats_lines import group_lines, head_line, months_charts, totals_lines
from tui.incidents.why import WHYS, why_place
from tui.incidents.words import RECORD_WORDS
from tui.lines import beside, blank, rule
from tui.page import Page
from tui.places import Place
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import State, StateView, loading

READ = "incidents.record"
SLOW_S = 0.3
RANGES = (90, 180, 365, 7, 30)
GROUPS: tuple[tuple[str, By, str], ...] = (
    ("s", "severity", "severity"),
    ("m", "month", "month"),
    ("p", "component", "component"),
    ("c", "client", "client"),
    ("w", "owner", "owner"),
)
_WIDE = 120


@dataclass(frozen=True, slots=True)
class Record:
    """The record by what was chosen, and by month for the charts."""

    ctx: Context
    found: IncidentRecord
    months: IncidentRecord


class IncidentStatsPage(Page):
    """`place.tab` is what it is split by, `place.query` which incidents; `days` is the
    range."""

    FRONT = "incidents"
    ACTIONS: ClassVar[tuple[Action, ...]] = STATS
    MOVES: ClassVar[tuple[Action, ...]] = STATS_MOVES

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.data: Record | None = None
        self.days = RANGES[0]
        self.at = 0
        self._first_row = 0
        self.strip = Row(look, id="strip")
        self.states = StateView(look)
        self.pane = LinesView(look, self._draw, bar=True, focusable=True, id="record")

    @property
    def by(self) -> By:
        return next((by for _, by, _ in GROUPS if by == self.place.tab), GROUPS[0][1])

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()
        self.load()

    def arrive(self, place: Place) -> None:
        self.place, self.at = place, 0
        self.load()

    # Reading

    def load(self) -> None:
        """Read it again; what is on the screen stays until then."""
        query, by, days = self.place.query or "", self.by, self.days

        def work(ctx: Context, _ask: Ask[Record]) -> Record:
            from bellbuoy.services.incidents.statistics import record

            found = record(ctx, query, by, days)
            months = found if by == "month" else record(ctx, query, "month", days)
            return Record(ctx, found, months)

        self.session.back.ask(READ, work, self._came, self._failed)
        self.set_timer(SLOW_S, self._still_reading)

    def _came(self, data: Record) -> None:
        self.data = data
        self.at = max(0, min(self.at, len(data.found.groups) - 1))
        self._show(None)
        self.pane.redraw()

    def _failed(self, error: BaseException) -> None:
        role, kept = self.session.ctx.viewer.role, self.data is not None
        keymap = self.shell.keymap
        self._show(error_state("the record", error, role, kept=kept, keymap=keymap))

    def _still_reading(self) -> None:
        if self.data is None and self.states.state is None and self.session.back.busy(READ):
            stops = self.shell.keymap.helps(("back", "back"))
            self.states.show(loading("the record", 0, None, stops))

    def _show(self, state: State | None) -> None:
        if state is not None and state != self.states.state:
            self.shell.say_state(state)
        self.states.show(state)
        self.tell_frame()

    def store_changed(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    def look_changed(self) -> None:
        look = self.session.look
        self.strip.use_look(look)
        self.states.use_look(look)
        self.pane.use_look(look)

    # Drawing

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        from tui.charts.draw import draw

        look, found = self.session.screen_look(self.data.ctx), self.data.found
        wide = width >= _WIDE
        left = width // 2 if wide else width
        head = [
            *totals_lines(found, look, left),
            rule(look, left),
            head_line(found, look, left),
        ]
        self._first_row = len(head)
        lines = [*head, *group_lines(found, self.at, look, left)]
        opened, backlog = months_charts(self.data.months)
        room = width - left - 1 if wide else left - 1
        charts = [*draw(opened, look, room), blank(), *draw(backlog, look, room)]
        if wide:
            return beside(lines, charts, left, look, width)
        indented = [Text(" ", end="").append_text(each) for each in charts]
        return [*lines, rule(look, width), *indented]

    # The frame

    def tell_frame(self) -> None:
        super().tell_frame()
        query = safe_text(self.place.query or "")
        right = f"{self.days} days · by {self.by}"
        shown = query or "all incidents"
        self.strip.tell([("/ ", "accent"), (shown, "" if query else "muted")],
                        [(right, "muted")])  # fmt: skip

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Incidents", "Stats")

    @property
    def back_word(self) -> str:
        return "queue"

    @property
    def command(self) -> str:
        query = f" {shlex.quote(safe_text(self.place.query))}" if self.place.query else ""
        return f"bellbuoy incident stats{query} --by {self.by} --days {self.days}"

    @property
    def copied(self) -> str:
        group = self._group
        return "" if group is None else safe_text(group)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return RECORD_WORDS

    @property
    def _group(self) -> str | None:
        groups = () if self.data is None else self.data.found.groups
        return groups[self.at].label if self.at < len(groups) else None

    @property
    def query_of_line(self) -> str:
        """The query that lists the incidents of the line under the cursor; empty: none
        does."""
        groups = () if self.data is None else self.data.found.groups
        return groups[self.at].query if self.at < len(groups) else ""

    # Keys

    def do_open(self) -> None:
        query = self.query_of_line
        own = self.place.query or ""
        whole = f"({own}) {query}" if own and query else query or own
        self.shell.go(Place("incidents", query=whole))

    def do_group(self) -> None:
        lines = [
            (letter, words, "now" if by == self.by else "") for letter, by, words in GROUPS
        ]
        self.shell.show("menu", "Split by", lines, done=self._split)

    def _split(self, letter: str | None) -> None:
        chosen = next((by for key, by, _ in GROUPS if key == letter), None)
        if chosen is not None:
            self.place = Place(self.place.screen, self.place.key, chosen, self.place.query)
            self.shell.history.correct(self.place)
            self.at = 0
            self.load()
            self.tell_frame()

    def do_range(self) -> None:
        """The next range: 90, 180, 365, 7, 30 days, and round again."""
        self.days = RANGES[(RANGES.index(self.days) + 1) % len(RANGES)]
        self.load()
        self.tell_frame()

    def do_why(self) -> None:
        lines = [(letter, name, hint, "") for letter, _, name, hint in WHYS]
        self.shell.show("menu", "Open", lines, done=self._open_figure)

    def _open_figure(self, letter: str | None) -> None:
        measure = next((each for key, each, _, _ in WHYS if key == letter), None)
        if measure is not None:
            self.shell.go(why_place(measure, self.place.query, self.days))

    def do_queue(self) -> None:
        self.shell.go(Place("incidents"))

    def do_back(self) -> None:
        self.session.back.cancel(READ)
        super().do_back()

    def _to(self, at: int) -> None:
        many = 0 if self.data is None else len(self.data.found.groups)
        before, self.at = self.at, max(0, min(at, many - 1))
        if before == self.at:
            self.pane.scroll_lines(1 if at > before else -1)
            return
        self.pane.redraw()
        self.pane.reveal(self._first_row + self.at)
        self.tell_keys()

    def do_down(self) -> None:
        self._to(self.at + 1)

    def do_up(self) -> None:
        self._to(self.at - 1)

    def do_page_down(self) -> None:
        self.pane.scroll_pages(1)

    def do_page_up(self) -> None:
        self.pane.scroll_pages(-1)

    def do_half_down(self) -> None:
        self.pane.scroll_pages(0.5)

    def do_half_up(self) -> None:
        self.pane.scroll_pages(-0.5)

    def do_first(self) -> None:
        self._to(0)
        self.pane.scroll_first()

    def do_last(self) -> None:
        self._to(10**9)
        self.pane.scroll_last()

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        row = event.line - self._first_row
        if self.data is not None and 0 <= row < len(self.data.found.groups):
            self._to(row)
