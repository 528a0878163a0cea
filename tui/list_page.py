"""A screen that is a list: the rows of a query, with a pane for the one under the cursor."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from textual import on
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.values.text import safe_text
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.lines import Piece
from tui.list_state import HAND_S, Opened, SortChoice, Steady, count_words, sort_words
from tui.page import Page
from tui.places import Place
from tui.shell import Shell
from tui.sources import ListSource
from tui.states import error_state, fault_words, none_state
from tui.widgets.empty_state import State, StateView, loading
from tui.widgets.page_source import R
from tui.widgets.window_columns import Column
from tui.widgets.window_list import WindowList
from tui.widgets.window_messages import (
    CountChanged,
    ReadFailed,
    RowHighlighted,
    RowOpened,
    ViewMoved,
)
from tui.workers import Ask

if TYPE_CHECKING:
    from tui.widgets.filter_bar import FilterBar

SLOW_S = 0.3


class ListPage(Page, Generic[R]):
    """What a subclass says: how its list is opened, its columns, its preview."""

    DEFAULT_QUERY: ClassVar[str] = ""
    DEFAULT_SORT: ClassVar[str] = ""
    SORTS: ClassVar[tuple[SortChoice, ...]] = ()
    NOUN: ClassVar[str] = ""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.query_text = self.DEFAULT_QUERY if place.query is None else place.query
        self.sort_by: str | None = None
        self.opened: Opened[R] | None = None
        self.source: ListSource[R] | None = None
        self.steady = Steady()
        self.total: int | None = None
        self._seen = (0, 0)
        self.strip = Row(look, id="strip")
        self.bar: FilterBar | None = None
        self.states = StateView(look)
        self.list: WindowList[R] = WindowList(
            self.columns(self.session.ctx), look=look, executor=self.session.reader, id="list"
        )
        self.preview = LinesView(look, self.draw_preview, bar=True, id="preview")

    # What a list of its own says

    @abstractmethod
    def open_window(
        self, ctx: Context, query: str, sort: str | None, ask: Ask[Any]
    ) -> Opened[R]:
        """On the thread: the window of a query."""

    @abstractmethod
    def columns(self, ctx: Context) -> Sequence[Column[R]]:
        """The columns for the moment that the list shows."""

    @abstractmethod
    def draw_preview(self, width: int, height: int) -> Sequence[Any]:
        """The lines for the row under the cursor."""

    @abstractmethod
    def client_of(self, row: R) -> str:
        """The public id of the client that a row is about."""

    @abstractmethod
    def step_key(self, by: int) -> str | None:
        """The client `by` rows on; None where there is none."""

    def row_changed(self) -> None:
        """The cursor is on another row, or its row has changed."""

    # Opening

    @property
    def ctx(self) -> Context:
        """The context at the moment that the list shows (its `asof:`)."""
        return self.session.ctx if self.opened is None else self.opened.ctx

    def list_area(self) -> Iterator[Widget]:
        yield self.states
        yield self.list
        yield self.preview

    def on_mount(self) -> None:
        self.list.focus()
        self.open_list(self.query_text)

    def open_list(
        self, query: str, sort: str | None = None, *, at_top: bool = False, kept: bool = False
    ) -> None:
        """Read the list of a query; the old rows stay until it is there.

        `at_top`: the cursor goes to the first row. `kept`: the text was accepted,
        so that an error opens the box again.
        """
        sort = sort or self.sort_by
        name = f"{self.place.screen}.open"

        def work(ctx: Context, ask: Ask[Opened[R]]) -> Opened[R]:
            return self.open_window(ctx, query, sort, ask)

        self.session.reader.ask(
            name,
            work,
            partial(self._was_opened, query, sort, at_top),
            partial(self._was_refused, query, kept),
            self._progress,
        )
        self.set_timer(SLOW_S, partial(self._still_reading, name))

    def _was_opened(
        self, query: str, sort: str | None, at_top: bool, opened: Opened[R]
    ) -> None:
        days = self.ctx.today
        self.query_text, self.sort_by, self.opened = query, sort, opened
        self.source = ListSource(self.session.reader, opened.window, opened.directives.limit)
        self.total = None
        self.steady.applied()
        self._tell_box("")
        self.states.show(None)
        if days != opened.ctx.today:
            self.list.set_columns(self.columns(opened.ctx))
        self.list.set_source(self.source, keep_cursor=not at_top)
        self.tell_rows()
        self.tell_frame()

    def _was_refused(self, query: str, kept: bool, error: BaseException) -> None:
        """A query that cannot be read is told in the box; anything else as a state."""
        if self.editing or (kept and hasattr(error, "column")):
            if kept:
                self.edit_filter(query)
            self._tell_box(str(error))
            self.shell.hint(fault_words(error))
            return
        self.show_state(error_state(self.title_word, error, self.session.ctx.viewer.role))

    @property
    def editing(self) -> bool:
        """Whether the filter is open in its box."""
        return self.bar is not None and self.bar.is_open

    @abstractmethod
    def edit_filter(self, text: str) -> None:
        """Open the box with a text."""

    def _tell_box(self, error: str) -> None:
        if self.bar is not None:
            self.bar.show_error(error)

    @property
    def title_word(self) -> str:
        return self.crumbs[0].lower() if self.crumbs else "rows"

    def show_state(self, state: State | None) -> None:
        self.states.show(state)
        if state is not None:
            self.shell.say_state(state)

    def _still_reading(self, name: str) -> None:
        if self.session.reader.busy(name) and self.states.state is None:
            self.states.show(loading(self.title_word, 0, None, [("esc", "stops it")]))

    def _progress(self, done: int, total: int) -> None:
        self.states.show(loading(self.title_word, done, total, [("esc", "stops it")]))

    # What the list tells

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

    @on(ViewMoved)
    def _moved(self, event: ViewMoved) -> None:
        event.stop()
        self._seen = (event.first, event.last)
        self.tell_rows()

    @on(RowHighlighted)
    def _highlighted(self, event: RowHighlighted) -> None:
        event.stop()
        self.row_changed()
        self.preview.redraw()
        self.tell_keys()

    @on(RowOpened)
    def _chosen(self, event: RowOpened) -> None:
        event.stop()
        self.open_row()

    @on(ReadFailed)
    def _failed(self, event: ReadFailed) -> None:
        event.stop()
        role = self.session.ctx.viewer.role
        self.show_state(error_state(self.title_word, event.error, role))

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
            self.show_state(none_state(self.title_word, query, 0))
            return

        def count_all(ctx: Context, ask: Ask[int]) -> int:
            window = self.open_window(ctx, "", None, ask).window
            assert ctx.held is not None
            return window.count(ctx.held)

        self.session.back.ask(
            f"{self.place.screen}.all",
            count_all,
            lambda n: self.show_state(none_state(self.title_word, query, n)),
            self.shell.fault,
        )

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

    # Staying fresh

    def store_changed(self) -> None:
        """Rows are read anew; a new order waits while a hand is on the list."""
        source, (first, last) = self.source, self._seen
        if source is None:
            self.open_list(self.query_text)
            return

        def work(_ctx: Context, _ask: Ask[int]) -> int:
            return source.moved(first, last)

        name = f"{self.place.screen}.moved"
        self.session.reader.ask(name, work, self._has_moved, self._lost)

    def _has_moved(self, rows: int) -> None:
        if rows and self.list.has_focus and self.steady.held:
            self.steady.waiting = rows
            self.tell_waiting()
            self.set_timer(HAND_S, self._hand_rests)
            return
        self.apply_order()

    def _hand_rests(self) -> None:
        if self.steady.waiting and not self.steady.held:
            self.apply_order()
        elif self.steady.waiting:
            self.set_timer(HAND_S, self._hand_rests)

    def apply_order(self) -> None:
        """Show the rows as they stand now."""
        self.steady.applied()
        self.tell_waiting()
        self.list.refresh_rows()
        self.row_changed()

    def tell_waiting(self) -> None:
        rows = self.steady.waiting
        moved = f"{rows} row{'' if rows == 1 else 's'} moved"
        if rows:
            self.said.stand([(moved, "at_risk")], [("r refresh", "accent")])
        else:
            self.said.stand([])

    def _lost(self, error: BaseException) -> None:
        role = self.session.ctx.viewer.role
        self.show_state(error_state(self.title_word, error, role, kept=True))

    def day_changed(self) -> None:
        self.open_list(self.query_text)

    def look_changed(self) -> None:
        look = self.session.look
        self.list.use_look(look)
        self.list.set_columns(self.columns(self.ctx))
        self.strip.use_look(look)
        if self.bar is not None:
            self.bar.use_look(look)
        self.states.use_look(look)
        self.preview.use_look(look)
