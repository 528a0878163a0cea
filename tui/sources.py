"""The rows of a query as a list reads them: on the thread that holds the connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic

from bellbuoy.services.lists import PAGE, ListWindow
from tui.widgets.page_source import R, RowId
from tui.widgets.window_reader import Stopped
from tui.workers import WorkThread

_FAR = 1024


class TupleSource(Generic[R]):
    """A `PageSource` over rows that are in memory already."""

    def __init__(self, rows: Sequence[R]) -> None:
        self._rows = tuple(rows)

    def page(self, index: int) -> Sequence[R]:
        return self._rows[index * PAGE : (index + 1) * PAGE]

    def count(self) -> int:
        return len(self._rows)

    def position(self, row_id: RowId) -> int | None:
        places = (at for at, row in enumerate(self._rows) if row.id == row_id)
        return next(places, None)

    def interrupt(self) -> None:
        """Nothing takes long here."""


class ListSource(Generic[R]):
    """A `PageSource` over a window of a service. `limit` is that of the query.

    `anchors` are given later: until then a far jump walks from the start.
    """

    def __init__(
        self, thread: WorkThread, window: ListWindow[R], limit: int | None = None
    ) -> None:
        self.window = window
        self.anchors: Sequence[Sequence[Any]] = ()
        self._thread = thread
        self._limit = limit
        self._seen: dict[int, tuple[RowId, ...]] = {}
        self._found: list[tuple[Any, ...]] = []
        self._stops = 0
        self.looked: tuple[int, int] | None = None
        """How far a list of which few rows fit has been looked through, of how far."""

    @property
    def found(self) -> tuple[tuple[Any, ...], ...]:
        """The raw rows of the first page that have been found so far, while it is read
        for the first time; on any thread."""
        return tuple(self._found)

    def page(self, index: int) -> Sequence[R]:
        if index == 0 and not self._seen:
            rows = self._first()
        else:
            rows = self.read(self._reader(), index, self._telling())
        self._seen[index] = tuple(row.id for row in rows)
        return rows

    def count(self) -> int:
        total = self.window.count(self._reader())
        return total if self._limit is None else min(total, self._limit)

    def position(self, row_id: RowId) -> int | None:
        found = self.window.position(self._reader(), int(row_id), self._telling())
        return None if self._limit is not None and found and found >= self._limit else found

    def wants_anchors(self, total: int) -> bool:
        """Whether far jumps would walk a long way without them."""
        return not self.anchors and self._limit is None and total > _FAR

    def interrupt(self) -> None:
        self._stops += 1
        self._thread.interrupt()

    def _telling(self) -> Callable[[int, int], None]:
        """Notes how far one read has looked, and ends it where it was stopped between
        two statements."""
        stops = self._stops

        def told(done: int, total: int) -> None:
            if self._stops != stops:
                raise Stopped
            self.looked = done, total

        return told

    def moved(self, first: int, last: int) -> int:
        """How many of the rows on the screen (`first` to `last`, from 1) stand
        elsewhere now than when they were read; on the thread."""
        found = 0
        for index in range(max(0, first - 1) // PAGE, max(0, last - 1) // PAGE + 1):
            known = self._seen.get(index, ())
            rows = self.read(self._reader(), index)
            start, end = max(0, first - 1 - index * PAGE), last - index * PAGE
            now = [row.id for row in rows][start:end]
            then = known[start:end]
            found += sum(a != b for a, b in zip(now, then, strict=False))
            found += abs(len(now) - len(then))
        return found

    def _first(self) -> Sequence[R]:
        self._found = []
        reader, told = self._reader(), self._telling()
        return self.within(self.window.first_page(reader, self._found.append, told))

    def within(self, rows: Sequence[R]) -> Sequence[R]:
        """Of the first page what the query's `limit:` leaves."""
        return rows if self._limit is None else rows[: self._limit]

    def read(self, reader: Any, index: int, *told: Callable[[int, int], None]) -> Sequence[R]:
        """A page by a reader of one's own, on the thread of that."""
        rows = self.window.page(reader, index, self.anchors, *told)
        return rows if self._limit is None else rows[: max(0, self._limit - index * PAGE)]

    def _reader(self) -> Any:
        return self._thread.held().held
