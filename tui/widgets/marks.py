"""Which rows are marked: some by hand, or all that the query finds."""

from __future__ import annotations

from collections.abc import Iterable

from tui.widgets.page_source import RowId


class Marks:
    """Marked rows by id, so that a mark stays on its row wherever that moves.

    `by_query`: every row of the query is marked, also those never loaded; rows
    unmarked by hand since are kept as exceptions.
    """

    def __init__(self) -> None:
        self.by_query = False
        self._ids: set[RowId] = set()

    def __contains__(self, row_id: RowId) -> bool:
        return (row_id in self._ids) != self.by_query

    def __bool__(self) -> bool:
        return self.by_query or bool(self._ids)

    @property
    def ids(self) -> frozenset[RowId]:
        """The marked rows, or with `by_query` those that are not."""
        return frozenset(self._ids)

    def count(self, total: int) -> int:
        """How many of `total` rows are marked."""
        return max(0, total - len(self._ids)) if self.by_query else len(self._ids)

    def toggle(self, row_id: RowId) -> None:
        self._ids ^= {row_id}

    def add(self, row_ids: Iterable[RowId]) -> None:
        if self.by_query:
            self._ids.difference_update(row_ids)
        else:
            self._ids.update(row_ids)

    def mark_query(self) -> None:
        self.by_query = True
        self._ids.clear()

    def clear(self) -> None:
        self.by_query = False
        self._ids.clear()
