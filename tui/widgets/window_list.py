"""A list of any length: it holds a window of its rows and never waits for them.

Lines are drawn one by one from the pages at hand; what is missing is asked for
on the reader thread and drawn when it comes. The widget binds no keys: screens
call `move_by`, `page_by` and the rest from their actions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from typing import Generic

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.palette import Look
from tui.widgets.marks import Marks
from tui.widgets.page_source import PageSource, R, RowId
from tui.widgets.window_columns import Column
from tui.widgets.window_feed import WindowFeed
from tui.widgets.window_messages import AnswerCame, MarksChanged, ReadFailed, RowOpened
from tui.widgets.window_news import News, shown_lines
from tui.widgets.window_paint import WindowPainter
from tui.widgets.window_reader import Answer
from tui.widgets.window_state import WindowState

_WHEEL = 3
_HEADER = 1


class WindowList(Widget, Generic[R], can_focus=True):
    """Rows of a `PageSource` under a cursor that belongs to a row, not to a place."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    WindowList {
        width: 1fr;
        height: 1fr;
    }
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        source: PageSource[R] | None = None,
        *,
        look: Look | None = None,
        executor: Executor | None = None,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
    ) -> None:
        """`executor` has one thread; without it the list starts one of its own."""
        super().__init__(id=id)
        self.marks = Marks()
        self._met: dict[RowId, R] = {}
        self._state: WindowState[R] = WindowState()
        self._painter = WindowPainter(columns, look or Look())
        self._feed = WindowFeed(self._state, self._hand_over, executor)
        self._news = News()
        self._base: Style | None = None
        if source is not None:
            self._feed.set_source(source)

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor; None while it is being read, or without rows."""
        return self._state.cursor_row

    @property
    def cursor_index(self) -> int:
        return self._state.cursor

    @property
    def total(self) -> int:
        """The rows known so far; all of them once `CountChanged` has been posted."""
        return self._state.total

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The ids of the columns that fit."""
        return self._painter.shown

    @property
    def marked_rows(self) -> tuple[R, ...]:
        """The rows marked by hand, in the order of marking; none while all are."""
        if self.marks.by_query:
            return ()
        return tuple(row for row_id, row in self._met.items() if row_id in self.marks)

    @property
    def left_out_rows(self) -> tuple[R, ...]:
        """Of a query that is marked as a whole the rows that a hand has taken out."""
        if not self.marks.by_query:
            return ()
        return tuple(row for row_id, row in self._met.items() if row_id in self.marks.ids)

    @property
    def cell(self) -> Column[R] | None:
        """The column whose cell is pointed out; None: the row as a whole."""
        name = self._painter.cell if self._painter.cell in self.shown_columns else ""
        return next((c for c in self._painter.columns if c.id == name), None)

    def cell_by(self, steps: int) -> None:
        """Point out the cell so many columns on; beyond the ends is the whole row."""
        places = ("", *self.shown_columns)
        at = places.index(self._painter.cell) if self._painter.cell in places else 0
        self._painter.cell = places[(at + steps) % len(places)]
        self._refresh_lines([-_HEADER, self._state.cursor - self._state.top])

    def whole_row(self) -> None:
        """Point out no cell any more."""
        if self._painter.cell:
            self._painter.cell = ""
            self._refresh_lines([-_HEADER, self._state.cursor - self._state.top])

    def set_source(
        self, source: PageSource[R], *, keep_cursor: bool = True, keep_marks: bool = False
    ) -> None:
        """Show other rows. The old ones stay until the first new ones have come.

        With `keep_cursor` the cursor stays on its row where that is among the new
        ones; otherwise it goes to the top. Marks are dropped, unless it is the same list
        that is read again (`keep_marks`).
        """
        if not keep_cursor:
            self._state.cursor_id = None
        self._news.forget_count()
        if not keep_marks:
            self.clear_marks()
        self._feed.set_source(source)

    @property
    def reading_new(self) -> bool:
        """Whether the first rows of another source are still being read."""
        return self._feed.reading_new

    @property
    def shows_found(self) -> bool:
        """Whether the rows are only some of the first ones of the source: the others are
        still being read, or were given up."""
        return self._feed.shows_found

    def show_found(self, rows: Sequence[R]) -> None:
        """Show what has been found of another source while the rest is being read."""
        with self._changing():
            self._feed.show_found(rows)

    def stop_reading(self) -> bool:
        """Give them up, and keep what is shown; whether there was something to stop."""
        return self._feed.stop()

    def refresh_rows(self) -> None:
        """Read again what is on the screen; the cursor stays on its row."""
        self._feed.refresh()

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        self._use(WindowPainter(columns, self._painter.look))

    def retell(self, columns: Sequence[Column[R]]) -> None:
        """The same columns, which say other words by now: only the lines whose words
        differ are drawn."""
        before, after = self._painter, WindowPainter(columns, self._painter.look)
        after.cell, self._painter = before.cell, after
        if self._base is None:
            return  # nothing has been drawn yet
        after.use(self.size.width, self._base)
        top = self._state.top
        rows = [self._state.row(top + line) for line in range(self._state.height)]
        self._refresh_lines(
            [
                line
                for line, row in enumerate(rows)
                if row is not None and before.told(row) != after.told(row)
            ]
        )

    def use_look(self, look: Look) -> None:
        self._use(WindowPainter(self._painter.columns, look))

    def _use(self, painter: WindowPainter[R]) -> None:
        painter.cell, self._painter = self._painter.cell, painter
        self.refresh()

    def move_by(self, rows: int) -> None:
        self.move_to(self._state.cursor + rows)

    def move_to(self, index: int) -> None:
        """Put the cursor on a place, or the nearest there is."""
        with self._changing():
            self._state.move_to(index)

    def page_by(self, pages: int) -> None:
        with self._changing():
            self._state.page_to(pages * max(1, self._state.height))

    def half_page_by(self, halves: int) -> None:
        with self._changing():
            self._state.page_to(halves * max(1, self._state.height // 2))

    def first(self) -> None:
        self.move_to(0)

    def last(self) -> None:
        self.move_to(self._state.total - 1)

    def select(self, row_id: RowId) -> None:
        """Put the cursor on a row, wherever it stands; without it nothing happens."""
        self._feed.seek(row_id)

    def open_row(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.cursor_row) is not None:
            self.post_message(RowOpened(self, row))

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        if (row := self.cursor_row) is not None:
            with self._marking():
                self._met.pop(row.id, None)
                self._met[row.id] = row
                self.marks.toggle(row.id)

    def mark_by(self, rows: int) -> None:
        """Move the cursor by so many rows and mark those that it passes."""
        start = self._state.cursor
        with self._marking():
            self._state.move_to(start + rows)
            low, high = sorted((start, self._state.cursor))
            passed = [self._state.row(index) for index in range(low, high + 1)]
            met = {row.id: row for row in passed if row is not None}
            self._met |= met
            self.marks.add(met)

    def mark_all(self) -> None:
        """Mark every row of the query, also those that were never read."""
        with self._marking():
            self.marks.mark_query()

    def clear_marks(self) -> None:
        if self.marks:
            with self._marking():
                self.marks.clear()
                self._met.clear()

    @contextmanager
    def _marking(self) -> Iterator[None]:
        with self._changing():
            yield
        marked = self.marks.count(self._state.total)
        self.post_message(MarksChanged(self, marked, self.marks.by_query))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change the state: then draw the lines that differ, tell the screen, read on."""
        before = shown_lines(self._state, self.marks)
        yield
        if self.is_attached:
            after = shown_lines(self._state, self.marks)
            if len(before) != len(after):
                self.refresh()
            else:
                pairs = zip(before, after, strict=True)
                changed = [y for y, (old, new) in enumerate(pairs) if old != new]
                self._refresh_lines(changed)
            for message in self._news.of(self, self._state):
                self.post_message(message)
        self._feed.pump()

    def _refresh_lines(self, lines: Sequence[int]) -> None:
        if lines:
            width = self.size.width
            self.refresh(*(Region(0, line + _HEADER, width, 1) for line in lines))

    def on_mount(self) -> None:
        self._feed.pump()

    def on_unmount(self) -> None:
        self._feed.close()

    def on_resize(self, event: events.Resize) -> None:
        with self._changing():
            self._state.resize(max(0, event.size.height - _HEADER))

    def _hand_over(self, answer: Answer[R]) -> None:
        """On the reader thread: bring an answer to the drawing thread."""
        # The app may have gone while the thread was reading.
        with suppress(RuntimeError):
            self.post_message(AnswerCame(answer))

    def on_answer_came(self, message: AnswerCame) -> None:
        with self._changing():
            error = self._feed.take(message.answer)
        if error is not None:
            self.post_message(ReadFailed(self, error))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -_WHEEL)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()
        with self._changing():
            self._state.scroll_to(self._state.top + rows)

    def on_click(self, event: events.Click) -> None:
        """A row: the cursor goes there, twice opens it. The scroll bar: jump there."""
        state, line = self._state, event.y - _HEADER
        if line < 0 or state.top + line >= state.total:
            return
        if event.x >= self.size.width - 1:
            with self._changing():
                state.scroll_to(state.total * line // max(1, state.height))
            return
        self.move_to(state.top + line)
        if event.chain > 1:
            self.open_row()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._base = None

    def render_line(self, y: int) -> Strip:
        state, painter = self._state, self._painter
        if self._base is None:
            self._base = self.rich_style
        painter.use(self.size.width, self._base)
        if y < _HEADER:
            return painter.header()
        return painter.line(state, self.marks, y - _HEADER, focused=self.has_focus)
