"""Reading CSV from lines of bytes, in flat memory.

A quoted cell may run over lines. A quote that is never closed must not swallow
the file: once text follows its closing quote, the file ends, or the record
passes LIMIT bytes, its first line alone is refused (`csv.quote`) and reading
resumes at the very next line. The lines looked at in vain are then taken one
by one, so that each byte is read three times at most; the price is that a
record of theirs that runs over lines is refused line by line.

Codes: `csv.columns`, `csv.quote`, `size.line`, `text.encoding`, `text.nul`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.integrations.csv_cells import CellSplitter, UnclosedQuoteError, line_end
from core.integrations.records import (
    BLOCK,
    BOM,
    LIMIT,
    Block,
    Record,
    no_text,
    refuse_foreign,
    shown,
    too_long,
)
from core.values.errors import RowError, UsageError

_BLANK = (b"\n", b"\r\n")


class CsvReader:
    """A CSV file: its header at once, then its records.

    `lines` gives physical lines with their LF; a line longer than LIMIT may
    come in pieces, each but the last longer than LIMIT. `name` is for messages.
    Raises UsageError for a file that has no usable header, or is no text.
    """

    def __init__(
        self, lines: Iterable[bytes], name: str, delimiter: str = ",", encoding: str = "utf-8"
    ) -> None:
        self._lines = iter(lines)
        self._ahead: deque[bytes] = deque()
        self._delimiter = delimiter
        self._encoding = encoding
        self._line = 1
        self._width: int | None = None
        self.header = self._read_header(name)
        self._width = len(self.header)

    def _read_header(self, name: str) -> tuple[str, ...]:
        first = self._next()
        refuse_foreign(name, first)
        first = first.removeprefix(BOM)
        while first in _BLANK:
            first = self._next()
            self._line += 1
        if not first:
            raise UsageError(f"{name}: the file is empty", "a CSV file begins with a header")
        record = next(self._records(first))
        if isinstance(record.cells, RowError):
            raise UsageError(f"{name}: no header on line {record.line}: {record.cells.reason}")
        _check_header(name, record.cells)
        return tuple(record.cells)

    def blocks(self) -> Iterator[Block | Record]:
        """Blocks of plain records, and single ones where anything is out of the plain."""
        while lines := self._next_lines():
            rows = self._plain_rows(lines)
            if rows is not None:
                self._line += len(lines)
                yield Block(self._line - len(lines), lines, rows)
                continue
            self._ahead.extend(lines)
            while self._ahead:
                yield from self._records(self._ahead.popleft())

    def _next_lines(self) -> list[bytes]:
        taken: list[bytes] = []
        size = 0
        for raw in self._lines:
            taken.append(raw)
            size += len(raw)
            if size > BLOCK:
                break
        return taken

    def _plain_rows(self, lines: list[bytes]) -> list[list[str]] | None:
        """The cells of lines that each are a good record without quotes; None
        when one is not."""
        block = b"".join(lines)
        if b'"' in block or b"\0" in block or block.count(b"\n") != len(lines):
            return None
        returns = block.count(b"\r")
        if block[-1:] != b"\n" or (returns and returns != block.count(b"\r\n")):
            return None
        if len(block) > LIMIT and max(map(len, lines)) > LIMIT:
            return None
        try:
            text = block.decode(self._encoding)
        except UnicodeDecodeError:
            return None
        if returns:
            text = text.replace("\r\n", "\n")
        delimiter = self._delimiter
        rows = [line.split(delimiter) for line in text[:-1].split("\n")]
        if set(map(len, rows)) != {self._width} or (self._width == 1 and [""] in rows):
            return None
        return rows

    def _next(self) -> bytes:
        return self._ahead.popleft() if self._ahead else next(self._lines, b"")

    def _records(self, raw: bytes) -> Iterator[Record]:
        """The record that begins on this line, or what becomes of the lines
        that were taken for one."""
        while True:
            raw, size, lines = self._completed(raw)
            if size > LIMIT:
                yield self._record(raw, too_long(size), lines, size - len(raw))
                return
            if raw in _BLANK:
                self._line += 1
                return
            taken, outcome = self._take(raw)
            if not isinstance(outcome, _Unclosed):
                yield self._checked(b"".join(taken), outcome)
                return
            yield self._record(raw, outcome.error(len(taken)), lines)
            in_vain = taken[1:]
            resume_at = in_vain.pop() if outcome.resume_at_last and in_vain else None
            for single in in_vain:
                yield from self._single(single)
            if resume_at is None:
                return
            raw = resume_at

    def _single(self, raw: bytes) -> Iterator[Record]:
        """A line that was taken in vain: a record of its own, or refused."""
        if raw in _BLANK:
            self._line += 1
            return
        text, damage = self._decode(raw)
        splitter = CellSplitter(self._delimiter)
        try:
            whole = splitter.feed(*_apart(text))
        except UnclosedQuoteError:
            whole = False
        cells = damage or (splitter.cells if whole else _Unclosed(False).error(1))
        yield self._checked(raw, cells)

    def _take(self, raw: bytes) -> tuple[list[bytes], list[str] | RowError | _Unclosed]:
        """The lines of the record that begins with `raw`, and its cells."""
        splitter = CellSplitter(self._delimiter)
        taken: list[bytes] = []
        size = 0
        damage: RowError | None = None
        line = raw
        while line:
            taken.append(line)
            size += len(line)
            if size > LIMIT:
                return taken, _Unclosed(resume_at_last=True)
            text, damaged = self._decode(line)
            damage = damage or damaged
            try:
                if splitter.feed(*_apart(text)):
                    return taken, damage or splitter.cells
            except UnclosedQuoteError:
                return taken, _Unclosed(resume_at_last=True)
            line = self._next()
        return taken, _Unclosed(resume_at_last=False)

    def _completed(self, raw: bytes) -> tuple[bytes, int, int]:
        """A line that may come in pieces: at most LIMIT bytes of it, its size,
        and how many physical lines it is."""
        if len(raw) <= LIMIT:
            return raw, len(raw), physical_lines(raw)
        size, returns, tail = len(raw), raw.count(b"\r"), raw[-2:]
        while tail[-1:] != b"\n" and (piece := self._next()):
            size += len(piece)
            returns += piece.count(b"\r")
            tail = (tail + piece)[-2:]
        return raw[:LIMIT], size, returns + (tail[-1:] == b"\n") - (tail == b"\r\n")

    def _decode(self, raw: bytes) -> tuple[str, RowError | None]:
        """The text of a line, and what is wrong with it. Damaged text still
        tells where its cells end."""
        damage = RowError("text.nul", "a NUL byte") if b"\0" in raw else None
        try:
            return raw.decode(self._encoding), damage
        except UnicodeDecodeError as error:
            return raw.decode(self._encoding, "replace"), damage or no_text(raw, error)

    def _checked(self, raw: bytes, cells: list[str] | RowError) -> Record:
        width = self._width
        if width is not None and isinstance(cells, list) and len(cells) != width:
            cells = RowError("csv.columns", f"{len(cells)} cells where the header has {width}")
        return self._record(raw, cells, physical_lines(raw))

    def _record(
        self, raw: bytes, cells: list[str] | RowError, lines: int, cut: int = 0
    ) -> Record:
        line = self._line
        self._line += lines
        return Record(line, raw, cells, cut)


@dataclass(frozen=True, slots=True)
class _Unclosed:
    """No end was found. The last line taken is still to be read afresh, unless
    the file ended."""

    resume_at_last: bool

    def error(self, lines: int) -> RowError:
        where = f"; looked at {lines} lines" if lines > 1 else ""
        return RowError("csv.quote", f"a quote is not closed as it should be{where}")


def physical_lines(raw: bytes) -> int:
    """How many line ends there are: LF, CRLF and a lone CR count one each."""
    return raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")


def _apart(text: str) -> tuple[str, str]:
    ending = line_end(text)
    return (text[: -len(ending)], ending) if ending else (text, "")


def _check_header(name: str, header: Sequence[str]) -> None:
    seen: set[str] = set()
    for position, column in enumerate(header, 1):
        if not column.strip():
            raise UsageError(f"{name}: column {position} has no name", "name it, or remove it")
        if "\r" in column:
            hint = "save the file with LF or CRLF"
            raise UsageError(f"{name}: its lines end in a lone carriage return", hint)
        if column in seen:
            raise UsageError(f"{name}: two columns are called {shown(column)}", "rename one")
        seen.add(column)
