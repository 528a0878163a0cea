"""The text of rows for the clipboard: a line a row, whole lines only."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import count

from bellbuoy.services.context import Context
from bellbuoy.services.lists import PAGE
from tui.clipboard import MOST_CHARACTERS
from tui.sources import ListSource
from tui.widgets.page_source import R, RowId
from tui.widgets.window_columns import Column, whole_text

_FORMULA = tuple("=+-@＝＋－＠")
_NUMBER = re.compile(r"[+-]?[\d,.]*\d[%dhw]?")


def fitting(lines: Iterable[str]) -> Iterator[str]:
    """As many whole lines as a terminal takes; it asks for no more than one beyond."""
    room = MOST_CHARACTERS
    for line in lines:
        room -= len(line) + 1
        if room < -1:
            return
        yield line


def each_line(
    source: ListSource[R],
    ctx: Context,
    left_out: Collection[RowId],
    told: Callable[[R], str],
    cancelled: Callable[[], bool],
) -> Iterator[str]:
    """What `told` says of every row of the query but those left out; on a thread that
    holds a reader."""
    assert ctx.held is not None
    for index in count():
        if cancelled():
            return
        rows = source.read(ctx.held, index)
        yield from (told(row) for row in rows if row.id not in left_out)
        if len(rows) < PAGE:
            return


def titles_of(columns: Sequence[Column[R]]) -> str:
    """The titles of columns, tabs between."""
    return "\t".join(column.title.strip() for column in columns)


def tabbed(row: R, columns: Sequence[Column[R]]) -> str:
    """The cells of a row, tabs between, for a spreadsheet: none starts a formula."""
    return "\t".join(_disarmed(whole_text(column, row)) for column in columns)


def _disarmed(text: str) -> str:
    armed = text.startswith(_FORMULA) and not _NUMBER.fullmatch(text)
    return f"'{text}" if armed else text
