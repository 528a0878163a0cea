"""Reading JSON Lines: one object a line, in flat memory.

Codes: those of core.integrations.strict_json, `size.line`, `text.encoding` and
`json.unknown_key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.integrations.mapping_types import Rest
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
from core.integrations.strict_json import read_object
from core.values.errors import RowError


class JsonlReader:
    """A file of JSON Lines. `header` is `columns`, the keys that are looked for.

    A record's cells stand in the order of `columns`, None where the key is
    missing. With `rest` "extra" one more cell holds the keys that are left; with
    "refuse" a record with such a key is refused. `lines` as for CsvReader.
    Raises UsageError for a file that is no text.
    """

    def __init__(
        self, lines: Iterable[bytes], name: str, columns: Sequence[str], rest: Rest = "ignore"
    ) -> None:
        self._lines = iter(lines)
        self._first = next(self._lines, b"")
        self._rest = rest
        self._known = frozenset(columns)
        self.header = tuple(columns)
        refuse_foreign(name, self._first)

    def blocks(self) -> Iterator[Block | Record]:
        """Blocks of good records, and bad ones singly."""
        line, size, block = 1, 0, Block(1, [], [])
        for record in self._records():
            if isinstance(record.cells, RowError) or record.line != line or size > BLOCK:
                if block.rows:
                    yield block
                line, size, block = record.line, 0, Block(record.line, [], [])
            line = record.line + 1
            if isinstance(record.cells, RowError):
                yield record
                block = Block(line, [], [])
            else:
                size += len(record.raw)
                block.raws.append(record.raw)
                block.rows.append(record.cells)
        if block.rows:
            yield block

    def _records(self) -> Iterator[Record]:
        line, raw = 1, self._first
        while raw:
            size = len(raw)
            if size > LIMIT:
                raw, size = self._completed(raw)
                yield Record(line, raw, too_long(size), size - len(raw))
            else:
                text = raw.removeprefix(BOM) if line == 1 else raw
                if text and not text.isspace():
                    yield Record(line, raw, self._cells(text))
            line += 1
            raw = next(self._lines, b"")

    def _cells(self, raw: bytes) -> list[Any] | RowError:
        try:
            return self._found(read_object(raw.decode()))
        except UnicodeDecodeError as error:
            return no_text(raw, error)
        except RowError as error:
            return error

    def _found(self, record: dict[str, Any]) -> list[Any]:
        cells = [record.get(column) for column in self.header]
        if self._rest == "ignore":
            return cells
        left = {key: record[key] for key in record if key not in self._known}
        if self._rest == "extra":
            return [*cells, left]
        if left:
            unknown = shown(min(left))
            raise RowError("json.unknown_key", f"nothing is known of the key {unknown}")
        return cells

    def _completed(self, raw: bytes) -> tuple[bytes, int]:
        """A line that came in pieces: LIMIT bytes of it, and its size."""
        size = len(raw)
        piece = raw
        while piece and piece[-1:] != b"\n":
            piece = next(self._lines, b"")
            size += len(piece)
        return raw[:LIMIT], size
