"""The pages that a list holds: those nearest the cursor, never the whole table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic

from tui.widgets.page_source import PAGE_ROWS, R, RowId

MOST_PAGES = 16


class WindowPages(Generic[R]):
    """At most `most` pages; looking up a row never reads anything."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._most = most
        self._pages: dict[int, Sequence[R]] = {}

    def __contains__(self, page: int) -> bool:
        return page in self._pages

    @property
    def held(self) -> tuple[int, ...]:
        """The numbers of the pages held, ascending."""
        return tuple(sorted(self._pages))

    def row(self, index: int) -> R | None:
        """The row at that place, None while its page is not here."""
        page, offset = divmod(index, PAGE_ROWS)
        rows = self._pages.get(page, ())
        return rows[offset] if 0 <= offset < len(rows) else None

    def find(self, row_id: RowId) -> int | None:
        """The place of a row among the pages held."""
        for page, rows in self._pages.items():
            for offset, row in enumerate(rows):
                if row.id == row_id:
                    return page * PAGE_ROWS + offset
        return None

    def put(self, page: int, rows: Sequence[R], near: int) -> None:
        """Keep a page; those farthest from row `near` make room for it."""
        self._pages[page] = rows
        centre = near // PAGE_ROWS
        while len(self._pages) > self._most:
            del self._pages[max(self._pages, key=lambda held: (abs(held - centre), held))]

    def replace(self, pages: Mapping[int, Sequence[R]]) -> None:
        """Hold these pages and no others."""
        self._pages = dict(pages)

    def missing(self, first: int, last: int) -> Iterable[int]:
        """The pages of rows `first` to `last` that are not here, ascending."""
        wanted = range(max(0, first) // PAGE_ROWS, max(0, last) // PAGE_ROWS + 1)
        return [page for page in wanted if page not in self._pages]
