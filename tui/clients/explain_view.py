"""The score of a client, opened: a cursor on its steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from tui.charts.steps import Path
from tui.charts.waterfall import Drawn
from tui.clients.explain_tab import explain_page, lost_paths
from tui.clients.tabs import ClientData, LinesTab
from tui.session import Session
from tui.widgets.explain_panel import ExplainPanel


class ExplainTab(LinesTab):
    """The score opened: a cursor on its steps, parts unfolded with enter."""

    id = "explain"
    title = "Explain"
    enter_word = "unfold"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._panel: ExplainPanel | None = None

    def draw(self, width: int, height: int) -> Sequence[Text]:
        return () if self._panel is None else self._panel.draw(width, height)

    def show(self, data: ClientData | None) -> None:
        if data is None:
            self._panel = None
        elif self._panel is None or data.why.client_key != self.key:
            self._panel = ExplainPanel(self._page_of(data), lost_paths(data.why))
        else:
            self._panel.show(self._page_of(data))
        super().show(data)

    def _page_of(self, data: ClientData) -> Callable[[int, frozenset[Path], int | None], Drawn]:
        look = self.session.screen_look(data.ctx)

        def page(width: int, opened: frozenset[Path], cursor: int | None) -> Drawn:
            return explain_page(
                data.why, width, look, since=data.since, opened=opened, cursor=cursor
            )

        return page

    def move(self, lines: int) -> None:
        if self._panel is None or self._panel.step is None:
            super().move(lines)
            return
        before = self._panel.line
        self._panel.move_by(lines)
        self.pane.redraw()
        if self._panel.line == before:
            # Past the last step there is more to read.
            self.pane.scroll_lines(lines)
        else:
            self.pane.reveal(self._panel.line)

    def enter(self) -> bool:
        if self._panel is None or not self._panel.toggle():
            return False
        self.pane.redraw()
        self.pane.reveal(self._panel.line)
        return True

    def click(self, line: int) -> None:
        if self._panel is not None:
            self._panel.move_to_line(line)
            self.pane.redraw()

    def look_changed(self) -> None:
        if self.data is not None and self._panel is not None:
            self._panel.show(self._page_of(self.data))
        super().look_changed()
