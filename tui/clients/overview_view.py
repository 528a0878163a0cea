"""The first tab of a client; on a wide screen its usage stands beside it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tui.clients.overview_tab import overview_lines
from tui.clients.tabs import ClientData, LinesTab
from tui.clients.usage_view import UsageTab
from tui.lines import beside
from tui.session import Session

SIDE_BY_SIDE = 150


class OverviewTab(LinesTab):
    """Standing, facts, heatmap and open incidents; wide screens show usage beside."""

    id = "overview"
    title = "Overview"
    enter_word = "incidents"

    def __init__(self, session: Session, usage: UsageTab) -> None:
        super().__init__(session)
        self._usage = usage
        self._beside: tuple[object, list[Text]] = (None, [])

    def draw(self, width: int, height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        half = width if width < SIDE_BY_SIDE else width // 2
        data, look = self.data, self.look()
        lines = overview_lines(data.detail, data.why, half, height, look, data.config)
        if half == width:
            return lines
        usage = self._usage_lines(width - half - 1, height)
        return beside(lines, usage, half, look, width)

    def _usage_lines(self, width: int, height: int) -> list[Text]:
        wanted = (self.data, width, height, self.session.look)
        if self._beside[0] != wanted:
            self._usage.data = self.data
            self._usage.ask_for(width, height, lambda lines: self._came(wanted, lines))
        return self._beside[1]

    def _came(self, wanted: object, lines: list[Text]) -> None:
        self._beside = (wanted, lines)
        self.pane.redraw()

    def show(self, data: ClientData | None) -> None:
        if data is None or data.why.client_key != self.key:
            self._beside = (None, [])
        super().show(data)
