"""CSV records one by one, where a file is out of the plain.

A quoted cell may run over lines. A quote that is never closed must not swallow
the file: once text follows its closing quote, the file ends, or the record
passes LIMIT bytes, its first line alone is refused (`csv.quote`) and reading
resumes at the very next line. The lines looked at in vain are then taken one
by one, so that each byte is read three times at most; the price is that a
record of theirs that runs over lines is refused line by line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.integrations.csv_cells import CellSplitter, UnclosedQuoteError, line_end
from core.integrations.layout import Dialect
from core.integrations.records import BLOCK, LIMIT, Record, no_text, too_long
from core.values.errors import RowError

_ENDS = (b"\n", b"\r")


class CsvRecords:
    """The lines of a file, and how far they have been read.

    `lines` gives physical lines with their ends; one longer than LIMIT may come
    in pieces, each but the last longer than LIMIT. `line` and `offset` are where
    the first of them stands; `width` is the number of cells that a record has.
    """

    def __init__(
        self, lines: Iterable[bytes], dialect: Dialect, line: int = 1, offset: int = 0
    ) -> None:
        self.dialect = dialect
        self.line = line
        self.offset = offset
        self.width: int | None = None
        self._lines = iter(lines)
        self._ahead: deque[bytes] = deque()
        self._blank = (b"\n", b"\r\n") if dialect.newline == "\n" else (dialect.ending,)

    def next_line(self) -> bytes:
        """One line more, or nothing at the end."""
        return self._ahead.popleft() if self._ahead else next(self._lines, b"")

    def next_lines(self) -> list[bytes]:
        """About BLOCK bytes of lines."""
        taken: list[bytes] = []
        size = 0
        for raw in self._lines:
            taken.append(raw)
            size += len(raw)
            if size > BLOCK:
                break
        return taken

    def is_blank(self, raw: bytes) -> bool:
        return raw in self._blank

    def skip(self, raws: Iterable[bytes], lines: int) -> None:
        """Pass over lines that are no records."""
        self.line += lines
        self.offset += sum(map(len, raws))

    def singly(self, lines: Iterable[bytes]) -> Iterator[Record]:
        """The records that these lines begin; the last may take in further ones."""
        self._ahead.extend(lines)
        while self._ahead:
            yield from self.records(self._ahead.popleft())

    def records(self, raw: bytes) -> Iterator[Record]:
        """The record that begins on this line, or what becomes of the lines
        that were taken for one."""
        while True:
            raw, size, lines = self._completed(raw)
            if size > LIMIT:
                yield self._record(raw, too_long(size), lines, size - len(raw))
                return
            if self.is_blank(raw):
                self.skip([raw], 1)
                return
            taken, outcome = self._take(raw)
            if not isinstance(outcome, _Unclosed):
                yield self.checked(b"".join(taken), outcome)
                return
            in_vain = taken[1:]
            resume_at = in_vain.pop() if outcome.resume_at_last and in_vain else None
            refused = self._record(raw, outcome.error(len(taken)), lines)
            yield refused._replace(firm=not in_vain)
            for place, single in enumerate(in_vain, 1):
                for record in self._single(single):
                    yield record._replace(firm=place == len(in_vain))
            if resume_at is None:
                return
            raw = resume_at

    def checked(self, raw: bytes, cells: list[str] | RowError) -> Record:
        """The next record of the file, refused where it has too few or many cells."""
        width = self.width
        if width is not None and isinstance(cells, list) and len(cells) != width:
            cells = RowError("csv.columns", f"{len(cells)} cells where the header has {width}")
        return self._record(raw, cells, _lines_of(raw))

    def _single(self, raw: bytes) -> Iterator[Record]:
        """A line that was taken in vain: a record of its own, or refused."""
        if self.is_blank(raw):
            self.skip([raw], 1)
            return
        text, damage = self._decode(raw)
        splitter = CellSplitter(self.dialect)
        try:
            whole = splitter.feed(*self._apart(text))
        except UnclosedQuoteError:
            whole = False
        yield self.checked(
            raw, damage or (splitter.cells if whole else _Unclosed(False).error(1))
        )

    def _take(self, raw: bytes) -> tuple[list[bytes], list[str] | RowError | _Unclosed]:
        """The lines of the record that begins with `raw`, and its cells."""
        splitter = CellSplitter(self.dialect)
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
                if splitter.feed(*self._apart(text)):
                    return taken, damage or splitter.cells
            except UnclosedQuoteError:
                return taken, _Unclosed(resume_at_last=True)
            line = self.next_line()
        return taken, _Unclosed(resume_at_last=False)

    def _completed(self, raw: bytes) -> tuple[bytes, int, int]:
        """A line that may come in pieces: at most LIMIT bytes of it, its size,
        and how many physical lines it is."""
        if len(raw) <= LIMIT:
            return raw, len(raw), _lines_of(raw)
        ending = self.dialect.ending
        size, returns, tail = len(raw), raw.count(b"\r"), raw[-2:]
        while tail[-1:] != ending and (piece := self.next_line()):
            size += len(piece)
            returns += piece.count(b"\r")
            tail = (tail + piece)[-2:]
        ended = (tail[-1:] == b"\n") - (tail == b"\r\n") + (tail[-1:] not in _ENDS)
        return raw[:LIMIT], size, returns + ended

    def _decode(self, raw: bytes) -> tuple[str, RowError | None]:
        """The text of a line, and what is wrong with it. Damaged text still
        tells where its cells end."""
        damage = RowError("text.nul", "a NUL byte") if b"\0" in raw else None
        encoding = self.dialect.encoding
        try:
            return raw.decode(encoding), damage
        except UnicodeDecodeError as error:
            return raw.decode(encoding, "replace"), damage or no_text(raw, error)

    def _record(
        self, raw: bytes, cells: list[str] | RowError, lines: int, cut: int = 0
    ) -> Record:
        line, start = self.line, self.offset
        self.line += lines
        self.offset += len(raw) + cut
        return Record(line, raw, cells, cut, start, self.line)

    def _apart(self, text: str) -> tuple[str, str]:
        ending = line_end(text, self.dialect.newline)
        return (text[: -len(ending)], ending) if ending else (text, "")


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


def _lines_of(raw: bytes) -> int:
    """How many physical lines a record is, the last of a file among them."""
    return physical_lines(raw) + (raw[-1:] not in _ENDS)
