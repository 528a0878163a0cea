"""Where a list gets its rows from: pages by number, on one reader thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar, runtime_checkable

PAGE_ROWS = 256
RowId = int | str


class Row(Protocol):
    """Anything with an id that stays the same when its other fields change."""

    @property
    def id(self) -> RowId: ...


R = TypeVar("R", bound=Row)
R_co = TypeVar("R_co", bound=Row, covariant=True)


class PageSource(Protocol[R_co]):
    """An ordered set of rows, read in pages of PAGE_ROWS.

    All methods but `interrupt` are called on the reader thread of the list, one
    at a time, and may take their time; any exception is told to the list.
    """

    def page(self, index: int) -> Sequence[R_co]:
        """Rows `index * PAGE_ROWS` and following; fewer at the end, none beyond it."""
        ...

    def count(self) -> int:
        """How many rows there are, or the cap where counting stops."""
        ...

    def position(self, row_id: RowId) -> int | None:
        """The index of a row in this order, None when it is not among the rows."""
        ...

    def interrupt(self) -> None:
        """Stop what the reader thread is in, by an exception there.

        Called from the drawing thread: it returns at once, and is harmless when
        nothing is being read.
        """
        ...


@runtime_checkable
class Capped(Protocol):
    """A source whose count may stop early."""

    @property
    def capped(self) -> bool:
        """Whether there are more rows than the last `count` said."""
        ...
