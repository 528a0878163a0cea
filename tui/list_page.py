"""A screen that is a list: the rows of a query, with a pane for the one under the cursor."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from textual.timer import Timer
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.values.errors import RemoteError
from tui.asks import Ask
from tui.column_fields import ids_of
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.lines import Piece
from tui.list_state import Opened, SortChoice, Steady
from tui.page import Page
from tui.places import Place
from tui.shell import Shell
from tui.sources import ListSource
from tui.states import error_state, fault_words
from tui.widgets.arranging import arranged
from tui.widgets.empty_state import State, StateView, found_so_far, loading
from tui.widgets.page_source import R
from tui.widgets.window_columns import Column
from tui.widgets.window_list import WindowList

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
        self.query_before = self.asked_text = self.query_text
        self.sort_by: str | None = None
        self.opened: Opened[R] | None = None
        self.source: ListSource[R] | None = None
        self.steady = Steady()
        self.total: int | None = None
        self._seen = (0, 0)
        self._found = 0
        self.strip = Row(look, id="strip")
        self.bar: FilterBar | None = None
        self.states = StateView(look)
        self._begun = False
        self._rest: Timer | None = None
        self.list: WindowList[R] = WindowList(
            self.arranged(self.session.ctx), look=look, executor=self.session.reader, id="list"
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
        self.preview.redraw()

    def arranged(self, ctx: Context) -> Sequence[Column[R]]:
        """The columns that the query names, else as this person arranged them."""
        own = self.shell.own.own.columns.get(self.place.screen)
        return arranged(self.columns(ctx), self.typed_columns or own)

    @property
    def typed_columns(self) -> tuple[str, ...]:
        """The columns that the query itself names (`cols:`), by their ids."""
        return () if self.opened is None else ids_of(self.opened.directives.cols)

    # Opening

    @property
    def ctx(self) -> Context:
        """The context at the moment that the list shows (its `asof:`)."""
        return self.session.ctx if self.opened is None else self.opened.ctx

    def list_area(self) -> Iterator[Widget]:
        yield self.states
        yield self.list
        yield self.preview

    def begin(self) -> None:
        """Read the list before there is a screen to show it on."""
        self._begun = True
        self._ask_for(self.query_text, None)

    def on_mount(self) -> None:
        self.list.focus()
        if not self._begun:
            self.fill()

    def fill(self) -> None:
        """Read the first list of a page that was not begun before."""
        self.open_list(self.query_text)

    def open_list(
        self, query: str, sort: str | None = None, *, at_top: bool = False, kept: bool = False
    ) -> None:
        """Read the list of a query; the old rows stay until it is there.

        `at_top`: the cursor goes to the first row. `kept`: the text was accepted,
        so that an error opens the box again.
        """
        name = self._ask_for(query, sort or self.sort_by, at_top=at_top, kept=kept)
        self.set_timer(SLOW_S, partial(self._still_reading, name))

    def _ask_for(
        self, query: str, sort: str | None, *, at_top: bool = False, kept: bool = False
    ) -> str:
        self.asked_text = query
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
        return name

    def _was_opened(
        self, query: str, sort: str | None, at_top: bool, opened: Opened[R]
    ) -> None:
        shown = (self.ctx.today, self.typed_columns)
        again = not at_top and (query, sort) == (self.query_text, self.sort_by)
        self.query_before = self.query_text
        self.query_text, self.sort_by, self.opened = query, sort, opened
        self.source = ListSource(self.session.reader, opened.window, opened.directives.limit)
        self.total, self._found = None, 0
        self.steady.applied()
        self._tell_box(None)
        self.states.show(None)
        if shown != (opened.ctx.today, self.typed_columns):
            self.list.set_columns(self.arranged(opened.ctx))
        self.list.set_source(self.source, keep_cursor=not at_top, keep_marks=again)
        self.tell_rows()
        self.tell_frame()

    def _was_refused(self, query: str, kept: bool, error: BaseException) -> None:
        """A query that cannot be read is told in the box; anything else as a state."""
        if self.editing or (kept and hasattr(error, "column")):
            if kept:
                self.edit_filter(query)
            self._tell_box(error)
            return
        if isinstance(error, RemoteError) and self.source is not None:
            self.shell.fault(error)  # the rows of before stay
            return
        self.show_state(self.state_of(error))

    def state_of(self, error: BaseException, *, kept: bool = False) -> State:
        """An error in place of the rows; `kept`: above those of before."""
        role, keymap = self.session.ctx.viewer.role, self.shell.keymap
        return error_state(self.title_word, error, role, kept=kept, keymap=keymap)

    @property
    def editing(self) -> bool:
        """Whether the filter is open in its box."""
        return self.bar is not None and self.bar.is_open

    @abstractmethod
    def tell_rows(self) -> None:
        """Row 3: the filter, how many rows, their order."""

    @abstractmethod
    def edit_filter(self, text: str) -> None:
        """Open the box with a text."""

    def _tell_box(self, error: BaseException | None) -> None:
        """What is wrong with the text in the box: in row 3 as far as there is room, and
        whole in row 23, until it is mended or given up."""
        if self.bar is not None:
            said = "" if error is None else str(error)
            self.bar.show_error(said, getattr(error, "column", 0))
        told: list[Piece] = [] if error is None else [(fault_words(error), "muted")]
        self.said.stand(told, slot="edit")

    @property
    def title_word(self) -> str:
        return self.crumbs[0].lower() if self.crumbs else "rows"

    def show_state(self, state: State | None) -> None:
        self.states.show(state)
        if state is not None:
            self.shell.say_state(state)

    def _still_reading(self, name: str) -> None:
        """What takes long says so, and how it is stopped: parsing, the past, and a filter
        that finds its first rows late. What it has found stands there meanwhile."""
        if not (self.session.reader.busy(name) or self.list.reading_new):
            return
        if self.list.reading_new and self.source is not None:
            self._show_found(self.source)
        if self.states.state is None:
            self.states.show(self._loading(0, None))
            self.tell_keys()
        elif self.list.reading_new:
            self.states.show(self._loading(self._found, None))
        self.set_timer(SLOW_S, partial(self._still_reading, name))

    def _show_found(self, source: ListSource[R]) -> None:
        found = source.found
        if len(found) == self._found:
            return

        def work(ctx: Context, _ask: Ask[Sequence[R]]) -> Sequence[R]:
            assert ctx.held is not None
            return source.within(source.window.described(ctx.held, found))

        def show(rows: Sequence[R]) -> None:
            if source is self.source and self.list.reading_new:
                self._found = len(found)
                self.list.show_found(rows)
                self.states.show(self._loading(len(rows), None))
                self.tell_keys()

        self.session.back.ask(f"{self.place.screen}.found", work, show, self.shell.fault)

    def _loading(self, done: int, total: int | None) -> State:
        stops = self.shell.keymap.helps(("back", "stops it"))
        looked = self.source.looked if self.source is not None else None
        if total is None and self.list.reading_new and (looked or self.list.shows_found):
            return found_so_far(self.title_word, done, stops, looked)
        return loading(self.title_word, done, total, stops)

    def _progress(self, done: int, total: int) -> None:
        self.states.show(self._loading(done, total))

    def day_changed(self) -> None:
        self.open_list(self.query_text)

    def look_changed(self) -> None:
        look = self.session.look
        self.list.use_look(look)
        self.list.set_columns(self.arranged(self.ctx))
        self.strip.use_look(look)
        if self.bar is not None:
            self.bar.use_look(look)
        self.states.use_look(look)
        self.preview.use_look(look)
