"""Reading CSV from lines of bytes, in flat memory, as fast as Python's own modules.

Blocks of lines in which nothing is out of the plain are split as a whole; what
is not goes line by line through core.integrations.csv_records.

Codes: `csv.columns`, `csv.quote`, `size.line`, `text.encoding`, `text.nul`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.integrations.csv_records import CsvRecords, physical_lines
from core.integrations.layout import START, Dialect, Watermark
from core.integrations.records import BOM, LIMIT, Block, Record, refuse_foreign, shown
from core.values.errors import RowError, UsageError

__all__ = ["CsvReader", "physical_lines"]

_HINTS = {
    "text.encoding": "name its encoding, such as --encoding cp1252",
    "text.nul": "UTF-16 without its mark is read with --encoding utf-16-le",
}
# A first line by which spreadsheets name the delimiter: no header.
SEPARATOR = re.compile(rb'"?sep=(.)"?\s*', re.DOTALL | re.IGNORECASE)


class CsvReader:
    """A CSV file: its header at once, then its records.

    `lines` as for CsvRecords; `name` is for messages. With a `header` the lines
    begin at `watermark`, and none is read. Raises UsageError for a file that has no
    usable header, or is no text.
    """

    def __init__(
        self,
        lines: Iterable[bytes],
        name: str,
        dialect: Dialect | None = None,
        header: Sequence[str] = (),
        watermark: Watermark = START,
    ) -> None:
        self._dialect = dialect or Dialect()
        self._records = CsvRecords(lines, self._dialect, watermark.line, watermark.offset)
        self.header = tuple(header) or self._read_header(name)
        self._records.width = len(self.header)
        self._width = len(self.header)

    def _read_header(self, name: str) -> tuple[str, ...]:
        records = self._records
        first = records.next_line()
        refuse_foreign(name, first)
        start = first
        first = first.removeprefix(BOM)
        records.offset += len(start) - len(first)
        while records.is_blank(first) or SEPARATOR.fullmatch(first):
            records.skip([first], 1)
            first = records.next_line()
        if not first:
            raise UsageError(f"{name}: the file is empty", "a CSV file begins with a header")
        record = next(records.records(first))
        if isinstance(record.cells, RowError):
            told = f"{name}: no header on line {record.line}: {record.cells.reason}"
            raise UsageError(told, _HINTS.get(record.cells.code, ""))
        _check_header(name, record.cells)
        return tuple(record.cells)

    @property
    def watermark(self) -> Watermark:
        """Where the first record stands, until blocks are asked for."""
        return Watermark(self._records.offset, self._records.line)

    def blocks(self) -> Iterator[Block | Record]:
        """Blocks of plain records, and single ones where anything is out of the plain."""
        while lines := self._records.next_lines():
            rows, ends = self._split(lines)
            yield from self._judged(lines, rows, ends)
            yield from self._records.singly(lines[ends[-1] :] if ends else lines)

    def _split(self, lines: list[bytes]) -> tuple[list[list[str]], Sequence[int]]:
        """The cells of as many records as can be split at once, and how many of the
        lines had been taken at the end of each."""
        text = self._plain_text(lines)
        if text is None:
            return [], ()
        dialect = self._dialect
        if not dialect.quote or dialect.quote not in text:
            text = text.replace("\r\n", "\n") if dialect.newline == "\n" else text
            text = text.removesuffix(dialect.newline)
            split = [line.split(dialect.delimiter) for line in text.split(dialect.newline)]
            return split, range(1, len(split) + 1)
        if dialect.newline != "\n" or (dialect.escape and dialect.escape in text):
            return [], ()
        return self._unquoted(text, len(lines))

    def _plain_text(self, lines: list[bytes]) -> str | None:
        """The text of lines that are whole, short, free of NUL and of stray line
        ends; None where they are not."""
        block = b"".join(lines)
        ending = self._dialect.ending
        whole = block.count(ending) == len(lines) - (block[-1:] != ending)
        if not whole or b"\0" in block or len(block) > LIMIT:
            return None
        if ending == b"\r":
            if b"\n" in block:
                return None
        elif (returns := block.count(b"\r")) and returns != block.count(b"\r\n"):
            return None
        try:
            return block.decode(self._dialect.encoding)
        except UnicodeDecodeError:
            return None

    def _unquoted(self, text: str, lines: int) -> tuple[list[list[str]], Sequence[int]]:
        """The standard library's reading, up to where it finds fault: it is as
        strict about quotes as core.integrations.csv_cells."""
        try:
            rows = list(reader := self._strict(text))
        except csv.Error:
            pass
        else:
            if reader.line_num == len(rows):
                return rows, range(1, lines + 1)
        rows, ends = [], []
        reader = self._strict(text)
        try:
            for row in reader:
                rows.append(row)
                ends.append(reader.line_num)
        except csv.Error:  # from that record on they are read one by one
            pass
        return rows, ends

    def _strict(self, text: str) -> Any:
        """A reader of the csv module, whose type has no public name."""
        return csv.reader(
            io.StringIO(text, newline="\n"),
            delimiter=self._dialect.delimiter,
            quotechar=self._dialect.quote,
            strict=True,
        )

    def _judged(
        self, lines: list[bytes], rows: list[list[str]], ends: Sequence[int]
    ) -> Iterator[Block | Record]:
        """Split records in runs of good ones; blank lines are passed over."""
        width = self._width
        if {len(row) for row in rows} == {width} and width > 1:
            yield from self._run(lines, rows, ends, 0, len(rows))
            return
        first = 0
        for at, row in enumerate(rows):
            taken = lines[ends[at - 1] if at else 0 : ends[at]]
            blank = len(taken) == 1 and self._records.is_blank(taken[0])
            if len(row) == width and not blank:
                continue
            yield from self._run(lines, rows, ends, first, at)
            first = at + 1
            if blank:
                self._records.skip(taken, 1)
            else:
                yield self._records.checked(b"".join(taken), row)
        yield from self._run(lines, rows, ends, first, len(rows))

    def _run(
        self,
        lines: list[bytes],
        rows: list[list[str]],
        ends: Sequence[int],
        first: int,
        behind: int,
    ) -> Iterator[Block]:
        """The records from `first` to before `behind` as one block."""
        if first == behind:
            return
        records = self._records
        line, start = records.line, records.offset
        begin = ends[first - 1] if first else 0
        taken = lines[begin : ends[behind - 1]]
        records.skip(taken, len(taken))
        if len(taken) == behind - first:
            yield Block(
                range(line, line + len(taken)), taken, rows[first:behind], start, records.line
            )
            return
        starts = [begin, *ends[first : behind - 1]]
        raws = [b"".join(lines[a:b]) for a, b in zip(starts, ends[first:behind], strict=True)]
        numbers = [line + a - begin for a in starts]
        yield Block(numbers, raws, rows[first:behind], start, records.line)


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
