"""The incidents of one client: its list, and the one under the cursor below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from core.incidents.types import OPEN_STATUSES, Incident
from core.values.text import safe_text
from tui.clients.incident_words import urgency
from tui.clients.incidents_tab import incident_columns, incident_lines
from tui.clients.tabs import ClientData, Tab
from tui.frame.lines_view import LinesView
from tui.lines import rule, said
from tui.session import Session
from tui.sources import TupleSource
from tui.widgets.window_list import WindowList
from tui.widgets.window_messages import (
    CountChanged,
    ReadFailed,
    RowHighlighted,
    RowOpened,
    ViewMoved,
)


class IncidentsView(Container):
    """The widget of the tab. Its list keeps to itself what it would tell a screen."""

    DEFAULT_CSS: ClassVar[str] = """
    IncidentsView { width: 1fr; height: 1fr; layout: vertical; }
    IncidentsView #one { height: 55%; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(id="tab-incidents")
        self._session = session
        self._data: ClientData | None = None
        look = session.look
        self.list: WindowList[Incident] = WindowList(
            incident_columns(session.screen_look(), client=False),
            look=look,
            executor=session.reader,
        )
        self.one = LinesView(look, self._draw, bar=True, id="one")

    def compose(self) -> ComposeResult:
        yield self.list
        yield self.one

    def show(self, data: ClientData | None) -> None:
        same = data is not None and self._data is not None
        self._data = data
        if data is None:
            return
        look = self._session.screen_look(data.ctx)
        self.list.set_columns(incident_columns(look, client=False))
        rows = sorted(data.detail.incidents, key=urgency)
        self.list.set_source(TupleSource(rows), keep_cursor=same)
        self.one.redraw()

    def look_changed(self) -> None:
        self.list.use_look(self._session.look)
        self.one.use_look(self._session.look)

    @on(RowHighlighted)
    @on(CountChanged)
    def _other_row(self, event: RowHighlighted | CountChanged) -> None:
        event.stop()
        self.one.redraw()

    @on(ViewMoved)
    @on(RowOpened)
    @on(ReadFailed)
    def _ignore(self, event: ViewMoved | RowOpened | ReadFailed) -> None:
        event.stop()

    def _draw(self, width: int, height: int) -> Sequence[Text]:
        look = self._session.screen_look(None if self._data is None else self._data.ctx)
        row = self.list.cursor_row
        if row is not None:
            return [rule(look, width), *incident_lines(row, width, max(height - 1, 40), look)]
        if self._data is None:
            return ()
        return [rule(look, width), *said("No incidents are known.", "", look, width)]


class IncidentsTab(Tab):
    """Incidents of the client that are open, or count in its score."""

    id = "incidents"
    title = "Incidents"
    enter_word = "open"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._view = IncidentsView(session)

    @property
    def view(self) -> IncidentsView:
        return self._view

    @property
    def count(self) -> str:
        if self.data is None:
            return ""
        return str(sum(i.status in OPEN_STATUSES for i in self.data.detail.incidents))

    def show(self, data: ClientData | None) -> None:
        self.data = data
        self._view.show(data)

    @property
    def copied(self) -> str:
        row = self._view.list.cursor_row
        return "" if row is None else safe_text(row.key)

    def move(self, lines: int) -> None:
        self._view.list.move_by(lines)

    def page(self, pages: float) -> None:
        if pages == int(pages):
            self._view.list.page_by(int(pages))
        else:
            self._view.list.half_page_by(1 if pages > 0 else -1)

    def jump(self, *, to_end: bool) -> None:
        if to_end:
            self._view.list.last()
        else:
            self._view.list.first()

    def look_changed(self) -> None:
        self._view.look_changed()
