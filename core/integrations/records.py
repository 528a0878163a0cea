"""Records of a file, as bytes: where each began, exactly what it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from core.values.errors import RowError, UsageError

# The longest record, in bytes; of a longer line only so much is kept.
LIMIT = 1_048_576
# Plain records are passed on in blocks of about so many bytes.
BLOCK = 65_536
BOM = b"\xef\xbb\xbf"
_FOREIGN_STARTS = (
    (b"\x1f\x8b", "it is compressed with gzip", "end its name in .gz"),
    (b"PK\x03\x04", "it is a zip archive or a spreadsheet", "save it as CSV"),
    (b"PAR1", "it is a Parquet file", "end its name in .parquet"),
    (b"\xff\xfe\0\0", "it is UTF-32", "save it as UTF-8"),
    (b"\0\0\xfe\xff", "it is UTF-32", "save it as UTF-8"),
    (b"\xff\xfe", "it is UTF-16 in an odd place", "save it as UTF-8"),
    (b"\xfe\xff", "it is UTF-16 in an odd place", "save it as UTF-8"),
)


class Record(NamedTuple):
    """One record of a file.

    `line` is its first physical line, from 1; LF, CRLF and a lone CR each end
    one in CSV, LF alone in JSON Lines. `raw` is the record with its line end,
    byte for byte; `cut` counts the bytes left out of one longer than LIMIT.
    `cells` stand in the order of the reader's header, or say why there are none.
    It began `start` bytes into the file, and line `after` follows it. `firm`: whoever
    goes on reading there finds what this reader finds.
    """

    line: int
    raw: bytes
    cells: list[Any] | RowError
    cut: int = 0
    start: int = 0
    after: int = 0
    firm: bool = True


class Block(NamedTuple):
    """Good records without a gap between them: the first line of each, its bytes
    and its cells. They begin `start` bytes into the file; line `after` follows."""

    numbers: Sequence[int]
    raws: list[bytes]
    rows: list[list[Any]]
    start: int = 0
    after: int = 0

    def records(self) -> Iterator[Record]:
        at, ends = self.start, [*self.numbers[1:], self.after]
        for line, raw, cells, after in zip(
            self.numbers, self.raws, self.rows, ends, strict=True
        ):
            yield Record(line, raw, cells, 0, at, after)
            at += len(raw)


class Reader(Protocol):
    """What reads the records of one file: its columns, and blocks or single records."""

    @property
    def header(self) -> tuple[str, ...]: ...

    def blocks(self) -> Iterator[Block | Record]: ...


def each(reader: Reader) -> Iterator[Record]:
    """The records of a file one by one."""
    for item in reader.blocks():
        if isinstance(item, Block):
            yield from item.records()
        else:
            yield item


def shown(value: object, limit: int = 60) -> str:
    """A value inside a reason: quoted, and cut where it is long."""
    text = str(value)
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"


def refuse_foreign(name: str, start: bytes) -> None:
    """Raises UsageError for a file whose first bytes say that it is no such text."""
    for sign, what, hint in _FOREIGN_STARTS:
        if start.startswith(sign):
            raise UsageError(f"{name}: {what}", hint)


def too_long(size: int) -> RowError:
    """The reason for a record over LIMIT bytes."""
    return RowError("size.line", f"a record of {size:,} bytes; the limit is {LIMIT:,}")


def no_text(raw: bytes, error: UnicodeDecodeError) -> RowError:
    """The reason for bytes that are not in the encoding that they should be in."""
    reason = f"byte 0x{raw[error.start]:02x} at {error.start + 1} is no {error.encoding}"
    return RowError("text.encoding", reason)
