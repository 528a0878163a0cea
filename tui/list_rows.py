"""What the rows of a list tell its screen: how many, which are seen, which is meant."""

from __future__ import annotations

from typing import Any

from textual import on

from bellbuoy.services.context import Context
from core.values.errors import RemoteError
from core.values.text import safe_text
from tui.asks import Ask
from tui.lines import Piece
from tui.list_page import ListPage
from tui.list_state import count_words, sort_words
from tui.states import none_state
from tui.widgets.empty_state import State
from tui.widgets.page_source import R
from tui.widgets.window_messages import (
    CountChanged,
    ReadFailed,
    RowHighlighted,
    RowOpened,
    ViewMoved,
)

REST_S = 0.06


class ListRows(ListPage[R]):
    """A list page that listens to its list."""

    @on(CountChanged)
    def _counted(self, event: CountChanged) -> None:
        event.stop()
        self.total = event.total
        self.tell_rows()
        if event.total:
            self.states.show(None)
            self._read_anchors()
        else:
            self._nothing_found()
        self.tell_keys()

    @on(ViewMoved)
    def _moved(self, event: ViewMoved) -> None:
        event.stop()
        self._seen = (event.first, event.last)
        if self._is_loading and not self.list.reading_new:
            self.states.show(None)
        self.tell_rows()

    @property
    def _is_loading(self) -> bool:
        return self.states.state is not None and self.states.state.kind == "loading"

    @on(RowHighlighted)
    def _highlighted(self, event: RowHighlighted) -> None:
        """The pane follows when the hand rests: a held key moves the list alone."""
        event.stop()
        if self._rest is None:
            self._rest = self.set_timer(REST_S, self._rested, pause=True)
        self._rest.reset()
        self._rest.resume()

    def _rested(self) -> None:
        self._rest = None
        self.row_changed()
        self.tell_keys()

    @on(RowOpened)
    def _chosen(self, event: RowOpened) -> None:
        event.stop()
        self.open_row()

    @on(ReadFailed)
    def _failed(self, event: ReadFailed) -> None:
        event.stop()
        if isinstance(event.error, RemoteError) and self.total is not None:
            self.shell.fault(event.error)  # the rows of before stay
            return
        self.show_state(self.state_of(event.error))

    def open_row(self) -> None:
        """Enter on a row."""

    def tell_rows(self) -> None:
        g = self.session.look.glyphs
        right = f"{count_words(self._seen, self.total)} · {sort_words(self.shown_sort, g)}"
        query: list[Piece] = [("/ ", "accent"), (safe_text(self.query_text), "")]
        self.strip.tell(query, [(right, "muted")])
        if self.editing and self.bar is not None:
            # The bar keeps what holds if the edit is dropped.
            self.bar.show(self.bar.query_text, right)

    @property
    def shown_sort(self) -> tuple[str, bool]:
        """(field, descending) of the order that is shown."""
        chosen = self.opened.directives.sort if self.opened else ()
        return chosen[0] if chosen else (self.DEFAULT_SORT, False)

    def _nothing_found(self) -> None:
        """No row: because there is none at all, or because none fits the filter."""
        self.preview.redraw()
        query = self.query_text
        if not query:
            self.show_state(self._none(query, 0))
            return

        def count_all(ctx: Context, ask: Ask[int]) -> int:
            window = self.open_window(ctx, "", None, ask).window
            assert ctx.held is not None
            return window.count(ctx.held)

        def say(total: int) -> None:
            # Another query may have found rows meanwhile.
            if query == self.query_text and not self.total:
                self.show_state(self._none(query, total))

        self.session.back.ask(f"{self.place.screen}.all", count_all, say, self.shell.fault)

    def _none(self, query: str, total: int) -> State:
        return none_state(f"{self.NOUN}s", query, total, self.shell.keymap)

    def _read_anchors(self) -> None:
        """Every so many sort keys, behind everything that is waited for."""
        source = self.source
        if source is None or source.anchors or not source.wants_anchors(self.total or 0):
            return

        def work(ctx: Context, _ask: Ask[Any]) -> Any:
            assert ctx.held is not None
            return source.window.anchors(ctx.held)

        def done(anchors: Any) -> None:
            source.anchors = anchors

        self.session.back.ask(f"{self.place.screen}.anchors", work, done, self.shell.fault)
