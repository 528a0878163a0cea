"""Incidents: the queue at the left, the one under the cursor at the right."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.containers import Container
from textual.geometry import Size
from textual.widget import Widget

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.analytics.types import IncidentStats
from core.incidents.types import OPEN_STATUSES, Incident, IncidentDetail
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.clients.incident_words import ASSUMED
from tui.frame.lines_view import LinesView
from tui.incidents.acting import IncidentActs
from tui.incidents.actions import ACTS, NEW, STATS
from tui.incidents.breakdown import breakdown_height, breakdown_lines
from tui.incidents.columns import WIDE, queue_columns
from tui.incidents.meant import Meant, marked, one
from tui.incidents.opening import OpensIncidents
from tui.incidents.pane import pane_lines
from tui.incidents.usual import usual_words
from tui.incidents.words import QUEUE_WORDS
from tui.lines import rule
from tui.list_actions import MARKS, MOVES, PANES, ROWS
from tui.list_state import Opened, SortChoice
from tui.places import Place
from tui.shell import Shell
from tui.views.actions import GROUP, VIEWS
from tui.views.grouped import GroupedList
from tui.widgets.window_columns import Column

OPEN_QUERY = "status:" + ",".join(OPEN_STATUSES)
TICK_S = 5.0
"""How often the clocks are looked at: their words have no seconds."""
_USUAL_S = 60.0
_BESIDE = 72
_TINY = 16


class IncidentsPage(IncidentActs, OpensIncidents, GroupedList[Incident]):
    """Screen 3."""

    FRONT = "incidents"
    NOUN = "incident"
    DEFAULT_QUERY = OPEN_QUERY
    DEFAULT_SORT = "sla"
    ACTIONS: ClassVar[tuple[Action, ...]] = (*ROWS, *ACTS, *NEW, *VIEWS, *GROUP, *STATS)
    MOVES: ClassVar[tuple[Action, ...]] = (*PANES, *MARKS, *MOVES)
    SORTS: ClassVar[tuple[SortChoice, ...]] = (
        SortChoice("n", "sla", "what breaches next"),
        SortChoice("v", "severity", "severity, worst first"),
        SortChoice("o", "opened", "opened, newest first", descending=True),
        SortChoice("t", "status", "status"),
        SortChoice("c", "client", "client"),
        SortChoice("w", "owner", "owner"),
    )
    GROUPS_BY: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("v", "severity", "severity"),
        ("t", "status", "status"),
        ("c", "client", "client"),
        ("w", "owner", "owner"),
    )
    GROUP_SORTS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("n", "-n", "most incidents first"),
        ("k", "", "by name"),
    )
    DEFAULT_CSS = """
    IncidentsPage #main { height: 1fr; layout: horizontal; }
    IncidentsPage.-below #main { layout: vertical; }
    IncidentsPage #rows { width: 1fr; height: 1fr; layout: vertical; }
    IncidentsPage.-alone #rows { display: none; }
    IncidentsPage.-alone #preview { width: 1fr; height: 1fr; }
    """

    _width = 80

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._detail: IncidentDetail | None = None
        self._counts: IncidentStats | None = None
        self._usual: dict[str, str] = {}
        self._usual_at = -_USUAL_S
        self._told_at = self.session.ctx.now
        self.breakdown = LinesView(self.session.look, self._draw_breakdown, bar=True,
                                   id="breakdown")  # fmt: skip

    def open_window(
        self, ctx: Context, query: str, sort: str | None, ask: Ask[Any]
    ) -> Opened[Incident]:
        found = incidents.window(ctx, query, sort)
        return Opened(found.ctx, found.window, found.directives)

    def columns(self, ctx: Context) -> Sequence[Column[Incident]]:
        return queue_columns(self.session.screen_look(ctx), self._width)

    def client_of(self, row: Incident) -> str:
        return row.client_key

    def key_of(self, row: Incident) -> str:
        return row.key

    def body(self) -> Iterator[Widget]:
        yield self.strip
        rows = Container(self.states, self.list, self.groups, self.breakdown, id="rows")
        yield Container(rows, self.preview, id="main")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(TICK_S, self._tick)

    # Room

    def fit(self, size: Size) -> None:
        beside, self._width = size.width >= _BESIDE, size.width
        self.set_class(not beside, "-below")
        styles = self.preview.styles
        if self.has_class("-alone"):
            styles.width, styles.height = "1fr", "1fr"
        elif beside:
            styles.width, styles.height = self._pane_width(size.width), "1fr"
        else:
            small = size.height < _TINY or self.session.look.compact
            styles.width, styles.height = "1fr", 1 if small else 6
        rows = size.width - (self._pane_width(size.width) if beside else 0)
        high = breakdown_height(rows, size.height) if beside else 0
        self.breakdown.display = high > 0
        self.breakdown.styles.height = max(1, high)
        self.list.set_columns(self.arranged(self.ctx))

    def _pane_width(self, width: int) -> int:
        if self.session.look.compact:
            return width // 3
        return 50 + (width - WIDE) // 4 if width >= WIDE else 43 + (width - 80) // 3

    # The row under the cursor

    def row_changed(self) -> None:
        row = self.list.cursor_row
        if row is None:
            self.preview.redraw()
            return
        key, ctx = row.key, self.ctx

        def work(held: Context, _ask: Ask[IncidentDetail]) -> IncidentDetail:
            assert held.held is not None
            return incidents.detail(ctx.holding(held.held), key)

        self.session.reader.ask("preview", work, self._detailed, self._undetailed)

    def _detailed(self, detail: IncidentDetail) -> None:
        """One paint for row and steps: until now the pane showed the row before."""
        self._detail = detail
        self.preview.redraw()

    def _undetailed(self, _error: BaseException) -> None:
        """The row alone is told; the list says what is wrong with the store."""
        self._detail = None
        self.preview.redraw()

    def draw_preview(self, width: int, height: int) -> Sequence[Text]:
        row = self.list.cursor_row
        if row is None:
            return ()
        look, detail = self.session.screen_look(self.ctx), self._detail
        same = detail is not None and detail.incident.key == row.key
        usual = self._usual.get(row.severity or ASSUMED, "")
        lines = pane_lines(row, detail if same else None, look, width, usual)
        below = self.has_class("-below") and not self.has_class("-alone")
        return [rule(look, width), *lines] if below and height > 1 else lines

    # How many there are of each kind

    def _was_opened(
        self, query: str, sort: str | None, at_top: bool, opened: Opened[Incident]
    ) -> None:
        super()._was_opened(query, sort, at_top, opened)
        self._read_counts()

    def apply_order(self) -> None:
        super().apply_order()
        self._read_counts()

    def _read_counts(self) -> None:
        """Behind the list: nobody waits for them to move on."""
        ctx, query = self.ctx, self.query_text

        def work(held: Context, _ask: Ask[IncidentStats]) -> IncidentStats:
            from bellbuoy.services import analytics

            assert held.held is not None
            return analytics.incident_stats(ctx.holding(held.held), query)

        def came(found: IncidentStats) -> None:
            self._counts = found
            self.breakdown.redraw()

        self.session.back.ask("incidents.counts", work, came, self.shell.fault)
        self._read_usual()

    def _read_usual(self) -> None:
        """How long a severity takes to be resolved: at most once a minute."""
        if time.monotonic() - self._usual_at < _USUAL_S:
            return
        self._usual_at, ctx = time.monotonic(), self.ctx

        def work(held: Context, _ask: Ask[dict[str, str]]) -> dict[str, str]:
            assert held.held is not None
            return usual_words(ctx.holding(held.held))

        def came(found: dict[str, str]) -> None:
            self._usual = found
            self.preview.redraw()

        self.session.back.ask("incidents.usual", work, came, self.shell.fault)

    def _draw_breakdown(self, width: int, _height: int) -> Sequence[Text]:
        return breakdown_lines(self._counts, width, self.session.screen_look(self.ctx))

    # Time goes by

    def _tick(self) -> None:
        """Words that differ by now are drawn again; on a clock that stands, none are."""
        now = self.ctx.now
        if now == self._told_at or not self.is_current or not self.size:
            return
        self._told_at = now
        self.list.retell(self.arranged(self.ctx))
        self.preview.redraw()

    def look_changed(self) -> None:
        super().look_changed()
        self.breakdown.use_look(self.session.look)

    # Keys

    @property
    def about(self) -> Meant | None:
        """The marks, else the row under the cursor."""
        if self.grouped:
            return None
        marks, row = self.list.marks, self.list.cursor_row
        rows = () if marks.by_query else self.list.marked_rows
        found = marked(marks, rows, self.query_text, self.sort_by, self.total)
        return found or (None if row is None else one(row))

    @property
    def hurt_key(self) -> str:
        row = self.list.cursor_row
        return "" if row is None else safe_text(row.client_key)

    def did_act(self) -> None:
        if self.list.marks:
            self.list.clear_marks()
            self.tell_keys()

    def open_row(self) -> None:
        if (row := self.list.cursor_row) is not None:
            self.shell.go(Place("incident", row.key))

    def do_stats(self) -> None:
        """What the record says of all incidents, or of those of the filter."""
        query = self.query_text
        asked = None if query == self.DEFAULT_QUERY else query
        self.shell.go(Place("incident_stats", query=asked))

    def step_incident(self, by: int) -> str | None:
        """The incident `by` rows on, for a page that walks through this list."""
        before = self.list.cursor_index
        self.list.move_by(by)
        row = self.list.cursor_row
        return None if row is None or self.list.cursor_index == before else row.key

    def do_why(self) -> None:
        """What the incident costs: the score of its client, opened."""
        if (row := self.list.cursor_row) is not None:
            self.shell.go(Place("client", row.client_key, "explain"))

    @property
    def crumbs(self) -> tuple[str, ...]:
        row = self.list.cursor_row if self.has_class("-alone") else None
        query = self.base_query
        plain = "Open" if query == OPEN_QUERY else "Filtered" if query else "All"
        shown = self.view_word or plain
        last = (safe_text(row.key),) if row is not None else self.group_crumbs
        return ("Incidents", shown, *last)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return QUEUE_WORDS
