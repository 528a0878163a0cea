"""How a CSV file is written, told from its header and first rows.

What the mapping says stands. For the rest each usual way of writing is tried on
the first rows: the one under which most of the columns looked for are in the
header wins, then the one under which most rows are as wide as the header, then
the more usual one. Another quote than `"`, and an escape, need a sign that they
are meant: text in quotes is kept exactly, and nothing in it may be taken away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import product

from core.integrations.csv_cells import CellSplitter, UnclosedQuoteError, line_end
from core.integrations.csv_rows import SEPARATOR
from core.integrations.layout import Dialect
from core.integrations.records import BOM

DELIMITERS = (",", ";", "\t", "|")
QUOTES = ('"', "'")
_ESCAPE = "\\"
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a mapping or a flag says of a file; None is left to be found out."""

    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a dialect fits: how many of the columns wanted it finds, how many
    rows are as wide as the header, and how many cells stand in its quotes."""

    columns: int = 0
    wide: bool = False
    rows: int = 0
    quoted: int = 0

    @property
    def rank(self) -> tuple[int, bool, int]:
        return self.columns, self.wide, self.rows


def detect(head: bytes, told: Told, wanted: Collection[str], *, tabs: bool = False) -> Dialect:
    """The dialect of a file that begins with `head`.

    `wanted` are the columns that its mapping names; `tabs`: its name speaks of
    tabs. What nothing decides is as RFC 4180 has it.
    """
    newline = _newline(head)
    usual = Dialect(
        told.delimiter or ("\t" if tabs else ","),
        '"' if told.quote is None else told.quote,
        told.escape or "",
        newline,
        told.encoding,
    )
    head = head.removeprefix(BOM)
    named = SEPARATOR.match(head)
    if named is not None and head[: named.end()].strip() and told.delimiter is None:
        sign = named[1].decode("latin-1")
        usual, told = replace(usual, delimiter=sign), replace(told, delimiter=sign)
    if named is not None:
        head = head[named.end() :]
    text = head.decode(told.encoding, "replace")
    best, fit = usual, _fit(text, usual, wanted)
    usual_fit = fit
    for dialect in _others(usual, told, text):
        found = _fit(text, dialect, wanted)
        if found.rank > fit.rank and _is_meant(dialect, found, usual, usual_fit):
            best, fit = dialect, found
    return best


def _newline(head: bytes) -> str:
    """A lone CR ends lines where it ends the first one, and most of them."""
    feeds, pairs = head.count(b"\n"), head.count(b"\r\n")
    first = head.find(b"\r")
    begins = first >= 0 and not 0 <= head.find(b"\n") <= first + 1
    return "\r" if begins and head.count(b"\r") - pairs > feeds - pairs else "\n"


def _others(usual: Dialect, told: Told, text: str) -> Iterator[Dialect]:
    """The other ways of writing, the more usual ones first."""
    delimiters = (usual.delimiter,) if told.delimiter else (usual.delimiter, *DELIMITERS)
    quotes = (usual.quote,) if told.quote is not None else QUOTES
    escapes = (told.escape,) if told.escape is not None else ("", _ESCAPE)
    for quote, escape, delimiter in product(quotes, escapes, delimiters):
        if not escape or escape + quote in text:
            yield replace(usual, delimiter=delimiter, quote=quote, escape=escape)


def _is_meant(dialect: Dialect, found: _Fit, usual: Dialect, usual_fit: _Fit) -> bool:
    """Whether an unusual quote is one: cells stand in it, and none in the usual one."""
    if dialect.quote == usual.quote:
        return True
    return found.quoted > 0 and usual_fit.quoted == 0


def _fit(text: str, dialect: Dialect, wanted: Collection[str]) -> _Fit:
    rows = _rows(text, dialect)
    header = next(rows, None)
    if header is None or header.cells is None:
        return _Fit()
    width = len(header.cells)
    good = quoted = 0
    for row in rows:
        if row.cells is not None and len(row.cells) == width:
            good += 1
            quoted += row.quoted
    found = len(set(wanted).intersection(header.cells))
    return _Fit(found, width > 1, good, quoted + header.quoted)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[str] | None
    quoted: int = 0


def _rows(text: str, dialect: Dialect) -> Iterator[_Row]:
    """The first records; None for one whose quotes do not close as they should."""
    lines = [line + dialect.newline for line in text.split(dialect.newline)]
    if len(lines) > 1:  # what stands behind the last line end is nothing, or half a line
        lines.pop()
    splitter, begun, found = CellSplitter(dialect), False, 0
    for line in lines:
        ending = line_end(line, dialect.newline)
        bare = line[: len(line) - len(ending)]
        if not begun and not bare:
            continue
        try:
            whole = splitter.feed(bare, ending)
        except UnclosedQuoteError:
            yield _Row(None)
            whole = True
        else:
            if whole:
                yield _Row(splitter.cells, splitter.quoted)
        if whole:
            splitter = CellSplitter(dialect)
            found += 1
        begun = not whole
        if found >= _MOST_ROWS:
            return
