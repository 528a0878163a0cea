"""Splitting one CSV record into cells (RFC 4180), line by line.

A quote counts where a cell begins; inside a cell without quotes it is an
ordinary character, as spreadsheets have it. After a closing quote only a
delimiter or the line's end may follow. So is a carriage return an ordinary
character unless it stands before a line feed.
"""

from __future__ import annotations

QUOTE = '"'


class UnclosedQuoteError(ValueError):
    """A cell opened with a quote is not closed as it should be."""


class CellSplitter:
    """Takes the lines of one record until it is whole. Work grows with the bytes alone."""

    def __init__(self, delimiter: str) -> None:
        self.cells: list[str] = []
        self._delimiter = delimiter
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
        if text.startswith(QUOTE, at):
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
        end = text.find(QUOTE, at)
        while end >= 0 and text.startswith(QUOTE, end + 1):
            end = text.find(QUOTE, end + 2)
        if end < 0:
            self._open.append(text[at:] + ending)
            return -1
        if end + 1 < len(text) and not text.startswith(self._delimiter, end + 1):
            raise UnclosedQuoteError
        self._open.append(text[at:end])
        self.cells.append("".join(self._open).replace('""', QUOTE))
        self._open = None
        return end + 2


def line_end(text: str) -> str:
    """The end of a physical line: CRLF, LF, or nothing at the end of a file."""
    if text.endswith("\r\n"):
        return "\r\n"
    return "\n" if text.endswith("\n") else ""
