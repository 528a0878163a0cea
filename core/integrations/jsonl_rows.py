"""Reading JSON Lines: one object a line, in flat memory.

Codes: those of core.integrations.strict_json, `size.line`, `text.encoding` and
`json.unknown_key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.integrations.layout import START, Watermark
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
from core.values.errors import RowError, UsageError

_MISSING = object()


class JsonlReader:
    """A file of JSON Lines. `header` is `columns`, the keys that are looked for.

    A record's cells stand in the order of `columns`, None where the key is
    missing; `fields.priority.name` leads into the objects of a record that has no such
    key itself. With `rest` "extra" one more cell holds the keys that are left; with
    "refuse" a record with such a key is refused. `lines` as for CsvRecords; they
    begin at `watermark`. Raises UsageError for a file that is no text, or one array.
    """

    def __init__(
        self,
        lines: Iterable[bytes],
        name: str,
        columns: Sequence[str],
        rest: Rest = "ignore",
        watermark: Watermark = START,
    ) -> None:
        self._lines = iter(lines)
        self._first = next(self._lines, b"")
        self._rest = rest
        self._known = frozenset(columns)
        self.watermark = watermark
        self.header = tuple(columns)
        if self.watermark.offset == 0:
            refuse_foreign(name, self._first)
            if self._first.removeprefix(BOM).lstrip().startswith(b"["):
                hint = "write one object a line, as: jq -c '.[]' does"
                raise UsageError(f"{name}: it is one JSON array, not a line a record", hint)

    def blocks(self) -> Iterator[Block | Record]:
        """Blocks of good records, and bad ones singly."""
        raws: list[bytes] = []
        rows: list[list[Any]] = []
        size = 0
        first = self.watermark
        for record in self._records():
            good = not isinstance(record.cells, RowError)
            if raws and (not good or record.start != first.offset + size or size > BLOCK):
                yield _block(first, raws, rows)
                raws, rows, size = [], [], 0
            if isinstance(record.cells, RowError):
                yield record
                continue
            if not raws:
                first = Watermark(record.start, record.line)
            size += len(record.raw)
            raws.append(record.raw)
            rows.append(record.cells)
        if raws:
            yield _block(first, raws, rows)

    def _records(self) -> Iterator[Record]:
        offset, line = self.watermark
        raw = self._first
        while raw:
            size = len(raw)
            if size > LIMIT:
                raw, size = self._completed(raw)
                yield Record(line, raw, too_long(size), size - len(raw), offset, line + 1)
            else:
                text = raw.removeprefix(BOM) if offset == 0 else raw
                if text and not text.isspace():
                    yield Record(line, raw, self._cells(text), 0, offset, line + 1)
            line += 1
            offset += size
            raw = next(self._lines, b"")

    def _cells(self, raw: bytes) -> list[Any] | RowError:
        try:
            return self._found(read_object(raw.decode()))
        except UnicodeDecodeError as error:
            return no_text(raw, error)
        except RowError as error:
            return error

    def _found(self, record: dict[str, Any]) -> list[Any]:
        cells = [record.get(column, _MISSING) for column in self.header]
        if _MISSING in cells:
            pairs = zip(self.header, cells, strict=True)
            cells = [_inside(record, k) if cell is _MISSING else cell for k, cell in pairs]
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


def _inside(record: dict[str, Any], path: str) -> Any:
    """What lies at a path of keys with dots between them; None: nothing does."""
    if "." not in path:
        return None
    found: Any = record
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _block(first: Watermark, raws: list[bytes], rows: list[list[Any]]) -> Block:
    numbers = range(first.line, first.line + len(raws))
    return Block(numbers, raws, rows, first.offset, first.line + len(raws))
