"""Where a list stands: cursor, window, total and the pages around them; no drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic

from tui.widgets.page_source import PAGE_ROWS, R, RowId
from tui.widgets.window_pages import WindowPages

AHEAD = 64


class WindowState(Generic[R]):
    """The cursor belongs to a row, not to a place: when rows move, it goes along.

    `total` is what is known so far; it is exact once `counted` and not `capped`.
    """

    def __init__(self) -> None:
        self.pages: WindowPages[R] = WindowPages()
        self.cursor = 0
        self.cursor_id: RowId | None = None
        self.top = 0
        self.height = 0
        self.total = 0
        self.counted = False
        self.capped = False

    @property
    def cursor_row(self) -> R | None:
        return self.pages.row(self.cursor) if self.cursor < self.total else None

    @property
    def visible(self) -> range:
        """The indexes on the screen."""
        return range(self.top, min(self.total, self.top + self.height))

    def row(self, index: int) -> R | None:
        return self.pages.row(index)

    def move_to(self, index: int) -> None:
        """Put the cursor on a place and bring that into view."""
        self.cursor = max(0, min(index, self.total - 1))
        row = self.cursor_row
        self.cursor_id = None if row is None else row.id
        self.show_cursor()

    def page_to(self, rows: int) -> None:
        """Move cursor and window by so many rows, so that the eye stays where it was."""
        self.scroll_to(self.top + rows)
        self.move_to(self.cursor + rows)

    def scroll_to(self, top: int) -> None:
        """Put the window at a place; the cursor may leave the screen."""
        self.top = max(0, min(top, self.total - self.height))

    def show_cursor(self) -> None:
        """Scroll as little as needed to have the cursor on the screen."""
        lowest = self.cursor - max(1, self.height) + 1
        self.scroll_to(max(lowest, min(self.top, self.cursor)))

    def resize(self, height: int) -> None:
        """`height` rows fit on the screen; a cursor that was on it stays on it."""
        shown = self.cursor in self.visible
        self.height = height
        if shown:
            self.show_cursor()
        else:
            self.scroll_to(self.top)

    def wanted_now(self) -> Iterable[int]:
        """Pages that the screen waits for."""
        if not self.visible:
            return []
        return self.pages.missing(self.visible[0], self.visible[-1])

    def wanted_soon(self) -> Iterable[int]:
        """Pages within AHEAD rows of the screen, and past a capped count."""
        if not self.visible:
            return []
        end = self.total + (PAGE_ROWS if self.capped else 0)
        last = min(end - 1, self.visible[-1] + AHEAD)
        return self.pages.missing(max(0, self.top - AHEAD), last)

    def put(self, page: int, rows: Sequence[R]) -> None:
        """A page has come."""
        self.pages.put(page, rows, near=self.top + self.height // 2)
        self._learn(page, rows)
        self._follow()

    def put_window(
        self, index: int, pages: Mapping[int, Sequence[R]], *, new_source: bool
    ) -> None:
        """Everything was read again around `index`, where the cursor's row stands now.

        The row keeps its line on the screen as far as the ends of the list allow.
        """
        if new_source:
            self.total, self.capped = 0, False
        self.counted = False
        self.pages.replace(pages)
        for page, rows in sorted(pages.items()):
            self._learn(page, rows)
        above = self.cursor - self.top
        place = self.pages.find(self.cursor_id) if self.cursor_id is not None else None
        self.cursor = max(0, min(index if place is None else place, self.total - 1))
        row = self.cursor_row
        self.cursor_id = None if row is None else row.id
        self.scroll_to(self.cursor - above)

    def set_total(self, total: int, *, capped: bool) -> None:
        """The count has come."""
        self.total, self.capped, self.counted = total, capped, True
        self._follow()

    def _learn(self, page: int, rows: Sequence[R]) -> None:
        """What a page tells about the total: a short one is the end."""
        end = page * PAGE_ROWS + len(rows)
        if len(rows) == PAGE_ROWS:
            self.total = max(self.total, end)
        elif rows or page == 0:
            self.total, self.capped, self.counted = end, False, True
        else:
            self.total = min(self.total, end)
            self.capped = False

    def _follow(self) -> None:
        """Keep the cursor on its row and on the list."""
        row = self.cursor_row
        if row is not None and self.cursor_id not in (None, row.id):
            assert self.cursor_id is not None
            found = self.pages.find(self.cursor_id)
            if found is not None:
                self.top += found - self.cursor
                self.cursor = found
                row = self.cursor_row
        if row is not None:
            self.cursor_id = row.id
        if self.cursor >= self.total:
            self.move_to(self.total - 1)
        else:
            self.scroll_to(self.top)


def thumb(top: int, height: int, total: int) -> range:
    """The lines of the scroll bar that are its thumb; none when all rows are seen."""
    if height <= 0 or total <= height:
        return range(0)
    size = max(1, height * height // total)
    start = (height - size) * top // (total - height)
    return range(start, start + size)
