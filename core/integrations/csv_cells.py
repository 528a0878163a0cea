"""Splitting one CSV record into cells (RFC 4180), line by line.

A quote counts where a cell begins; inside a cell without quotes it is an
ordinary character, as spreadsheets have it. After a closing quote only a
delimiter or the line's end may follow. So is a carriage return an ordinary
character unless it ends a line.
"""

from __future__ import annotations

import re
from functools import cache

from core.integrations.layout import Dialect


class UnclosedQuoteError(ValueError):
    """A cell opened with a quote is not closed as it should be."""


class CellSplitter:
    """Takes the lines of one record until it is whole. Work grows with the bytes alone."""

    def __init__(self, dialect: Dialect) -> None:
        self.cells: list[str] = []
        self.quoted = 0
        self._delimiter = dialect.delimiter
        self._quote = dialect.quote
        self._escape = dialect.escape
        self._open: list[str] | None = None

    def feed(self, text: str, ending: str) -> bool:
        """One more line, its end apart; True once the record is whole.

        Raises UnclosedQuoteError when text follows a closing quote.
        """
        at = 0 if self._open is None else self._close(text, 0, ending)
        while 0 <= at <= len(text):
            at = self._cell(text, at, ending)
        return at >= 0

    def _cell(self, text: str, at: int, ending: str) -> int:
        """The cell that begins at `at`; gives where the next begins, -1 inside a quote."""
        if self._quote and text.startswith(self._quote, at):
            self._open = []
            return self._close(text, at + 1, ending)
        end = text.find(self._delimiter, at)
        if end < 0:
            end = len(text)
        self.cells.append(text[at:end])
        return end + 1

    def _close(self, text: str, at: int, ending: str) -> int:
        """Read on to the closing quote; -1: it is not on this line."""
        assert self._open is not None
        end = self._closing(text, at)
        if end < 0:
            self._open.append(text[at:] + ending)
            return -1
        if end + 1 < len(text) and not text.startswith(self._delimiter, end + 1):
            raise UnclosedQuoteError
        self._open.append(text[at:end])
        self.cells.append(self._plain("".join(self._open)))
        self.quoted += 1
        self._open = None
        return end + 2

    def _closing(self, text: str, at: int) -> int:
        """Where the quote closes: one that is neither doubled nor behind an escape."""
        quote = self._quote
        end = text.find(quote, at)
        while end >= 0:
            if self._escape and _is_escaped(text, at, end, self._escape):
                end = text.find(quote, end + 1)
            elif text.startswith(quote, end + 1):
                end = text.find(quote, end + 2)
            else:
                break
        return end

    def _plain(self, cell: str) -> str:
        quote, escape = self._quote, self._escape
        if not escape or escape not in cell:
            return cell.replace(quote * 2, quote)
        return _signs(quote, escape).sub(lambda found: found[1] or quote, cell)


@cache
def _signs(quote: str, escape: str) -> re.Pattern[str]:
    """What stands for a quote or an escape inside a quoted cell."""
    quote, escape = re.escape(quote), re.escape(escape)
    return re.compile(f"{escape}([{quote}{escape}])|{quote}{quote}")


def _is_escaped(text: str, start: int, at: int, escape: str) -> bool:
    """Whether an odd number of escapes stands before a place."""
    first = at
    while first > start and text[first - 1] == escape:
        first -= 1
    return (at - first) % 2 == 1


def line_end(text: str, newline: str = "\n") -> str:
    """The end of a physical line: CRLF, LF (or CR), or nothing at the end of a file."""
    if newline == "\n" and text.endswith("\r\n"):
        return "\r\n"
    return newline if text.endswith(newline) else ""
