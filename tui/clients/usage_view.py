"""The usage of a client, drawn where it does not hold up the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from bellbuoy.services.context import Context
from tui.asks import Ask
from tui.charts.usage import describe_point, usage_report
from tui.clients.tabs import ClientData, LinesTab
from tui.session import Session


class UsageTab(LinesTab):
    """Calls and logins a day. Its chart takes a while to load: it is drawn on the
    reader thread, for the size and the point that are wanted last."""

    id = "usage"
    title = "Usage"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._point: int | None = None
        self._drawn: tuple[object, list[Text]] = (None, [])

    def draw(self, width: int, height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        wanted = (self.data, width, height, self._point, self.session.look)
        if self._drawn[0] != wanted:
            self.ask_for(width, height, lambda lines: self._came(wanted, lines), self._point)
        return self._drawn[1]

    def ask_for(
        self,
        width: int,
        height: int,
        done: Callable[[list[Text]], object],
        point: int | None = None,
    ) -> None:
        """Have the chart drawn for a size, with a day pointed out or without."""
        data, look = self.data, self.look()
        assert data is not None
        detail = data.detail

        def work(_ctx: Context, _ask: Ask[list[Text]]) -> list[Text]:
            from tui.clients.usage_tab import usage_lines

            return usage_lines(detail, width, height, look, point)

        self.session.reader.ask(f"chart.{self.id}", work, done, self._not_drawn)

    def _came(self, wanted: object, lines: list[Text]) -> None:
        self._drawn = (wanted, lines)
        self.pane.redraw()

    def _not_drawn(self, error: BaseException) -> None:
        raise error

    def show(self, data: ClientData | None) -> None:
        if data is None or data.why.client_key != self.key:
            self._point = None
            self._drawn = (None, [])
        super().show(data)

    @property
    def has_points(self) -> bool:
        return self.data is not None and bool(self.data.detail.usage)

    @property
    def point_words(self) -> str:
        if self.data is None or self._point is None:
            return ""
        return describe_point(usage_report(self.data.detail), self._point)

    def sideways(self, steps: int) -> bool:
        if self.data is None or not self.data.detail.usage:
            return False
        last = len(self.data.detail.usage) - 1
        now = last + 1 if self._point is None else self._point
        self._point = max(0, min(last, now + steps))
        self.pane.redraw()
        return True
