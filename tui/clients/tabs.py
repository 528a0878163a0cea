"""The tabs of one client: each owns a pane, and says what its keys do there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.clients.types import ClientDetail
from core.health.types import HealthConfig, HealthExplanation
from tui.charts.steps import Path
from tui.charts.waterfall import Drawn
from tui.clients.explain_tab import explain_page, lost_paths
from tui.clients.overview_tab import overview_lines
from tui.frame.lines_view import LinesView
from tui.lines import beside
from tui.look import ScreenLook
from tui.session import Session
from tui.widgets.explain_panel import ExplainPanel
from tui.workers import Ask

SIDE_BY_SIDE = 150
_DAYS = 30


@dataclass(frozen=True, slots=True)
class ClientData:
    """Everything that the tabs show, read together."""

    ctx: Context
    detail: ClientDetail
    why: HealthExplanation
    config: HealthConfig


class Tab(ABC):
    """One tab. `view` is its widget; keys that mean nothing in it answer False."""

    id = ""
    title = ""
    enter_word = ""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.data: ClientData | None = None

    @property
    @abstractmethod
    def view(self) -> Widget: ...

    @abstractmethod
    def show(self, data: ClientData | None) -> None:
        """Other figures, or another client."""

    @abstractmethod
    def move(self, lines: int) -> None: ...

    @abstractmethod
    def page(self, pages: float) -> None: ...

    @abstractmethod
    def jump(self, *, to_end: bool) -> None: ...

    def sideways(self, steps: int) -> bool:
        """Left or right; False: nothing lies there."""
        return False

    def enter(self) -> bool:
        return False

    @abstractmethod
    def look_changed(self) -> None:
        """Another theme or set of signs."""

    @property
    def count(self) -> str:
        """What stands behind the title: how many there are."""
        return ""

    def look(self) -> ScreenLook:
        return self.session.screen_look(None if self.data is None else self.data.ctx)


class LinesTab(Tab):
    """A tab that is one pane of lines."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pane = LinesView(
            session.look, self.draw, bar=True, focusable=True, id=f"tab-{self.id}"
        )

    @property
    def view(self) -> Widget:
        return self.pane

    @abstractmethod
    def draw(self, width: int, height: int) -> Sequence[Text]: ...

    def show(self, data: ClientData | None) -> None:
        other = data is None or self.data is None or data.why.client_key != self.key
        self.data = data
        if other:
            self.pane.scroll_first()
        self.pane.redraw()

    @property
    def key(self) -> str:
        return "" if self.data is None else self.data.why.client_key

    def move(self, lines: int) -> None:
        self.pane.scroll_lines(lines)

    def page(self, pages: float) -> None:
        self.pane.scroll_pages(pages)

    def jump(self, *, to_end: bool) -> None:
        if to_end:
            self.pane.scroll_last()
        else:
            self.pane.scroll_first()

    def look_changed(self) -> None:
        self.pane.use_look(self.session.look)


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
            self.ask_for(width, height, lambda lines: self._came(wanted, lines))
        return self._drawn[1]

    def ask_for(self, width: int, height: int, done: Callable[[list[Text]], object]) -> None:
        """Have the chart drawn for a size."""
        data, look, point = self.data, self.look(), self._point
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

    def sideways(self, steps: int) -> bool:
        if self.data is None or not self.data.detail.usage:
            return False
        last = len(self.data.detail.usage) - 1
        now = last + 1 if self._point is None else self._point
        self._point = max(0, min(last, now + steps))
        self.pane.redraw()
        return True


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
            return explain_page(data.why, width, look, opened=opened, cursor=cursor)

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
