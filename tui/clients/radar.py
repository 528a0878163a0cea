"""The risk radar: who is at risk, worst first, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from bellbuoy.services.clients import RADAR_QUERY
from bellbuoy.services.context import Context
from core.clients.types import ClientRow, Overview
from core.values.text import safe_text
from tui.asks import Ask
from tui.clients.columns import radar_columns
from tui.clients.counter_rows import CounterRows
from tui.clients.rows import WIDE
from tui.frame.lines_view import LinesView
from tui.lines import rule
from tui.list_state import Opened
from tui.places import Place
from tui.shell import Shell
from tui.widgets.window_columns import Column

_LOW = 20
_CLAUSE = re.compile(r'[:=<>~!()"]|(?:^|\s)-')


def _is_name(text: str) -> bool:
    """Whether a query is words alone, which look in the name."""
    return bool(text.strip()) and not _CLAUSE.search(text)


class RadarPage(CounterRows):
    """Screen 1."""

    FRONT = "radar"
    DEFAULT_QUERY = RADAR_QUERY
    DEFAULT_CSS = """
    RadarPage #counters { height: 3; }
    """

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._overview: Overview | None = None
        self._counters = LinesView(self.session.look, self._draw, bar=True, id="counters")

    def above(self) -> Iterator[Widget]:
        yield self._counters

    def columns(self, ctx: Context) -> Sequence[Column[ClientRow]]:
        return radar_columns(self.session.look, ctx.today)

    @property
    def crumbs(self) -> tuple[str, ...]:
        plain = "At risk" if self.base_query == RADAR_QUERY else "Filtered"
        shown = self.view_word or (plain if self.base_query else "All clients")
        return ("Radar", shown, *self.group_crumbs)

    def fit(self, size: Size) -> None:
        super().fit(size)
        self._counters.styles.height = 4 if size.width >= WIDE else 3
        self._counters.display = size.height >= _LOW

    def _nothing_found(self) -> None:
        """A name that is typed is looked for among all clients, where nobody at risk
        has it."""
        name = self.query_text.removeprefix(f"{RADAR_QUERY} ")
        if self.editing or name == self.query_text or not _is_name(name):
            super()._nothing_found()
            return
        self.open_list(name, at_top=True)
        self.shell.say(f"nobody at risk is called {safe_text(name, 60)}: all clients are shown")

    # The metric lines

    @property
    def has_counters(self) -> bool:
        return self._overview is not None and bool(self._counters.display)

    def redraw_counters(self) -> None:
        self._counters.redraw()

    def _was_opened(
        self, query: str, sort: str | None, at_top: bool, opened: Opened[ClientRow]
    ) -> None:
        super()._was_opened(query, sort, at_top, opened)
        self._read_counters()

    def apply_order(self) -> None:
        super().apply_order()
        self._read_counters()

    def _read_counters(self) -> None:
        """Behind the list: they take longer, and nobody waits for them to move on."""
        ctx = self.ctx

        def work(held: Context, ask: Ask[Overview]) -> Overview:
            from bellbuoy.services.overview import overview

            assert held.held is not None
            at = ctx.holding(held.held)
            return overview(at, progress=ask.progress, cancelled=ask.cancelled)

        self.session.back.ask("counters", work, self._counted_all, self.shell.fault)

    def _counted_all(self, overview: Overview) -> None:
        self._overview = overview
        self._counters.redraw()

    def _draw(self, width: int, height: int) -> Sequence[Text]:
        look = self.session.screen_look(self.ctx)
        if self._overview is None:
            return [Text(end="")] * (height - 1) + [rule(look, width)]
        from tui.clients.counters import counter_lines

        lines: list[Any] = counter_lines(self._overview, width, look, self.figure)
        return [*lines[: height - 1], rule(look, width)]

    def look_changed(self) -> None:
        super().look_changed()
        self._counters.use_look(self.session.look)
