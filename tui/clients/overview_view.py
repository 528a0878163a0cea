"""The first tab of a client; on a wide screen its usage stands beside it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tui.charts.draw import read_out
from tui.charts.logins import logins_chart
from tui.charts.usage import describe_point, usage_report
from tui.clients.logins import logins_known
from tui.clients.overview_tab import overview_lines
from tui.clients.tabs import ClientData, LinesTab
from tui.clients.usage_view import UsageTab
from tui.lines import beside
from tui.session import Session

SIDE_BY_SIDE = 150
_WEEK = 7


class OverviewTab(LinesTab):
    """Standing, facts, heatmap and open incidents; wide screens show usage beside."""

    id = "overview"
    title = "Overview"
    enter_word = "incidents"

    def __init__(self, session: Session, usage: UsageTab) -> None:
        super().__init__(session)
        self._usage = usage
        self._beside: tuple[object, list[Text]] = (None, [])
        self._day: int | None = None

    def draw(self, width: int, height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        half = width if width < SIDE_BY_SIDE else width // 2
        data, look = self.data, self.look()
        lines = overview_lines(
            data.detail, data.why, half, height, look, data.config, self._point
        )
        if half == width:
            return lines
        usage = self._usage_lines(width - half - 1, height)
        return beside(lines, usage, half, look, width)

    def _usage_lines(self, width: int, height: int) -> list[Text]:
        point = self._day_of_use()
        wanted = (self.data, width, height, self.session.look, point)
        if self._beside[0] != wanted:
            self._usage.data = self.data
            self._usage.ask_for(width, height, lambda lines: self._came(wanted, lines), point)
        return self._beside[1]

    def _came(self, wanted: object, lines: list[Text]) -> None:
        self._beside = (wanted, lines)
        self.pane.redraw()

    def show(self, data: ClientData | None) -> None:
        if data is None or data.why.client_key != self.key:
            self._beside = (None, [])
            self._day = None
        super().show(data)

    # The day that is pointed out

    @property
    def has_points(self) -> bool:
        return self.data is not None and logins_known(self.data.detail.heatmap)

    @property
    def point_words(self) -> str:
        """The day with its calls where they are known too, else its logins."""
        if self.data is None or self._point is None:
            return ""
        day = self._day_of_use()
        if day is not None:
            return describe_point(usage_report(self.data.detail), day)
        return read_out(logins_chart(self.data.detail.heatmap), self._point)

    def sideways(self, steps: int) -> bool:
        if self.data is None or not self.has_points:
            return False
        squares = (day for week in self.data.detail.heatmap.weeks for day in week)
        known = [square.day for square in squares if square.logins is not None]
        now = known[-1] + 1 if self._day is None else self._day
        self._day = max(known[0], min(known[-1], now + steps))
        self.pane.redraw()
        return True

    @property
    def _point(self) -> int | None:
        """The square of the day; None without one, or where the map has moved on."""
        if self.data is None or self._day is None or not self.data.detail.heatmap.weeks:
            return None
        weeks = self.data.detail.heatmap.weeks
        index = self._day - weeks[0][0].day
        return index if 0 <= index < _WEEK * len(weeks) else None

    def _day_of_use(self) -> int | None:
        """The same day among those of the usage chart; None where it is not one."""
        if self.data is None or self._day is None:
            return None
        days = enumerate(self.data.detail.usage)
        return next((index for index, each in days if each.day == self._day), None)
