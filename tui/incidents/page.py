"""Incidents: the list at the left, the one under the cursor at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.containers import Container
from textual.geometry import Size
from textual.widget import Widget

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.incidents.types import OPEN_STATUSES, Incident
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.clients.incidents_tab import incident_columns, incident_lines
from tui.lines import rule
from tui.list_actions import MARKS, MOVES, PANES, ROWS
from tui.list_state import Opened, SortChoice
from tui.places import Place
from tui.views.actions import VIEWS
from tui.views.viewed import ViewedList
from tui.widgets.window_columns import Column

OPEN_QUERY = "status:" + ",".join(OPEN_STATUSES)
_BESIDE = 72
_WIDEST = 80
_TINY = 16


class IncidentsPage(ViewedList[Incident]):
    """Screen 3."""

    FRONT = "incidents"
    NOUN = "incident"
    DEFAULT_QUERY = OPEN_QUERY
    DEFAULT_SORT = "severity"
    ACTIONS: ClassVar[tuple[Action, ...]] = (*ROWS, *VIEWS)
    MOVES: ClassVar[tuple[Action, ...]] = (*PANES, *MARKS, *MOVES)
    SORTS: ClassVar[tuple[SortChoice, ...]] = (
        SortChoice("v", "severity", "severity, worst first"),
        SortChoice("o", "opened", "opened, newest first", descending=True),
        SortChoice("t", "status", "status"),
        SortChoice("c", "client", "client"),
    )
    DEFAULT_CSS = """
    IncidentsPage #main { height: 1fr; layout: horizontal; }
    IncidentsPage.-below #main { layout: vertical; }
    IncidentsPage #rows { width: 1fr; height: 1fr; layout: vertical; }
    IncidentsPage.-alone #rows { display: none; }
    IncidentsPage.-alone #preview { width: 1fr; height: 1fr; }
    """
    WORDS = (
        ("severity", "critical !!!, high !!, medium !, low; a missing one counts as medium"),
        ("status", "open, acknowledged, pending (waits for the client), resolved, closed"),
        ("penalty", "points taken from the incident part of the client's score"),
        ("age", "since it was opened, until it was resolved"),
    )

    def open_window(
        self, ctx: Context, query: str, sort: str | None, ask: Ask[Any]
    ) -> Opened[Incident]:
        found = incidents.window(ctx, query, sort)
        return Opened(found.ctx, found.window, found.directives)

    def columns(self, ctx: Context) -> Sequence[Column[Incident]]:
        return incident_columns(self.session.screen_look(ctx))

    def client_of(self, row: Incident) -> str:
        return row.client_key

    def key_of(self, row: Incident) -> str:
        return row.key

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield Container(Container(self.states, self.list, id="rows"), self.preview, id="main")

    def fit(self, size: Size) -> None:
        beside = size.width >= _BESIDE
        self.set_class(not beside, "-below")
        styles = self.preview.styles
        if self.has_class("-alone"):
            styles.width, styles.height = "1fr", "1fr"
        elif beside:
            part = 3 if self.session.look.compact else 2
            styles.width, styles.height = min(_WIDEST, size.width // part), "1fr"
        else:
            small = size.height < _TINY or self.session.look.compact
            styles.width, styles.height = "1fr", 1 if small else 6

    def draw_preview(self, width: int, height: int) -> Sequence[Text]:
        row = self.list.cursor_row
        if row is None:
            return ()
        look = self.session.screen_look(self.ctx)
        lines = incident_lines(row, width, max(height, 60), look)
        below = self.has_class("-below") and not self.has_class("-alone")
        return [rule(look, width), *lines] if below and height > 1 else lines

    def open_row(self) -> None:
        """Enter opens the incident; enter again opens its client."""
        row = self.list.cursor_row
        if not self.has_class("-alone"):
            self.do_maximise()
        elif row is not None:
            self.shell.go(Place("client", row.client_key))

    def do_why(self) -> None:
        if (row := self.list.cursor_row) is not None:
            self.shell.go(Place("client", row.client_key, "explain"))

    @property
    def crumbs(self) -> tuple[str, ...]:
        row = self.list.cursor_row if self.has_class("-alone") else None
        query = self.query_text
        plain = "Open" if query == OPEN_QUERY else "Filtered" if query else "All"
        shown = self.view_word or plain
        return ("Incidents", shown) if row is None else ("Incidents", shown, safe_text(row.key))

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return self.WORDS
