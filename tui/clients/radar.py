"""The risk radar: who is at risk, worst first, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.geometry import Size
from textual.timer import Timer
from textual.widget import Widget

from bellbuoy.services.clients import RADAR_QUERY
from bellbuoy.services.context import Context
from core.clients.types import ClientRow, Overview
from core.values.text import safe_text
from tui.asks import Ask
from tui.clients.columns import radar_columns
from tui.clients.counter_rows import CounterRows
from tui.clients.news_pace import NewsPace
from tui.clients.rows import WIDE
from tui.clients.since import since_words
from tui.frame.lines_view import LinesView
from tui.lines import rule
from tui.list_state import Opened
from tui.places import Place
from tui.shell import Shell
from tui.widgets.window_columns import Column

if TYPE_CHECKING:
    from bellbuoy.services.news import Changed

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
        self._changed: Changed | None = None
        self._news_pace = NewsPace()
        self._news_rests: Timer | None = None
        self._counters = LinesView(self.session.look, self._draw, bar=True, id="counters")

    def above(self) -> Iterator[Widget]:
        yield self._counters

    def columns(self, ctx: Context) -> Sequence[Column[ClientRow]]:
        return radar_columns(self.session.look, ctx.today)

    @property
    def crumbs(self) -> tuple[str, ...]:
        plain = "At risk" if self.base_query == RADAR_QUERY else "Filtered"
        shown = self.view_word or (plain if self.base_query else "All clients")
        news = (self.news,) if self.news and self.wide else ()
        return ("Radar", shown, *self.group_crumbs, *news)

    @property
    def news(self) -> str:
        """`12 changed since yesterday 17:40`: what is new since the look of before."""
        found = self._changed
        if found is None or not found.n or self.grouped:
            return ""
        many = f"{found.n:,}{'+' if found.more else ''}"
        return f"{many} changed since {since_words(found.since, self.session.screen_look())}"

    def tell_waiting(self) -> None:
        """Where row 2 has no room for the news they stand on row 23, while nothing else
        does."""
        super().tell_waiting()
        if self.news and not self.wide and not self.steady.waiting and not self.list.marks:
            seen = self.shell.keymap.label("refresh")
            self.said.stand([(self.news, "accent")], [(f"{seen} all seen", "accent")])

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
        self._read_news()

    def apply_order(self) -> None:
        super().apply_order()
        self._read_counters()
        self._read_news_again()

    def _read_counters(self) -> None:
        """Behind the list: they take longer, and nobody waits for them to move on."""
        ctx = self.ctx

        def work(held: Context, ask: Ask[Overview]) -> Overview:
            from bellbuoy.services.overview import overview

            assert held.held is not None
            at = ctx.holding(held.held)
            return overview(at, progress=ask.progress, cancelled=ask.cancelled)

        self.session.back.ask("counters", work, self._counted_all, self.shell.fault)

    def _read_news_again(self) -> None:
        """The store has changed: after a rest, where reading took long, and once for all
        that changes meanwhile."""
        if self._news_rests is not None:
            return
        rest = self._news_pace.rest_s
        if not rest:
            self._read_news()
            return
        self._news_rests = self.set_timer(rest, self._read_news)

    def _read_news(self) -> None:
        """How many have changed since the viewer last looked; behind the counters."""
        ctx, query, pace = self.ctx, self.query_text, self._news_pace
        if self._news_rests is not None:
            self._news_rests.stop()
            self._news_rests = None

        def work(held: Context, _ask: Ask[Changed | None]) -> Changed | None:
            from bellbuoy.services.news import changed

            assert held.held is not None
            pace.began()
            try:
                return changed(ctx.holding(held.held), query)
            finally:
                pace.ended()

        self.session.back.ask("look.changed", work, self._told_news, self.shell.fault)

    def _told_news(self, found: Changed | None) -> None:
        self._changed = found
        self.tell_frame()
        self.tell_waiting()

    def _keep_look(self, done: Callable[[], object] | None = None) -> None:
        ctx = self.session.ctx

        def work(_held: Context, _ask: Ask[None]) -> None:
            from bellbuoy.services.looks import keep_quietly

            keep_quietly(ctx)

        def kept(_nothing: None) -> None:
            if done is not None:
                done()

        self.session.back.ask("look.keep", work, kept, self.shell.fault)

    def put_aside(self) -> None:
        """Whoever goes elsewhere has looked at it; a client that is opened lies upon it."""
        super().put_aside()
        self._keep_look()

    def do_refresh(self) -> None:
        """What is there is seen: marks of before go, and the list is told from now."""
        again = super().do_refresh

        def seen() -> None:
            if self.grouped:
                again()
            else:
                self.open_list(self.query_text)

        self._keep_look(seen)

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
