"""Refused records read again by the rules that they were refused under, and mended."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.integrations.csv_cells import line_end
from core.integrations.csv_rows import CsvReader
from core.integrations.csv_write import UnwritableError, write_record
from core.integrations.feed import split_lines
from core.integrations.jsonl_rows import JsonlReader
from core.integrations.kept import Kept
from core.integrations.layout import Layout, Watermark
from core.integrations.records import BOM, LIMIT, Reader, each, shown
from core.integrations.strict_json import read_object
from core.integrations.toml_place import suggestion
from core.values.errors import RowError, UsageError

_MARKED = re.compile(r'"\\u0000(\d+)\\u0000"')


def read_again(kept: Kept, raw: bytes, cut: int = 0) -> list[Any] | RowError:
    """The cells of a record from its bytes as they stand in the file, or why there
    are none. `cut` counts the bytes that were not kept of it."""
    if cut:
        reason = f"only its first {LIMIT:,} bytes were kept: import its file again"
        return RowError("size.line", reason)
    found = list(each(_reader(kept, kept.layout.as_read(raw))))
    if len(found) != 1:
        return RowError("csv.quote", "it is more than one record, or none")
    return found[0].cells


def _reader(kept: Kept, raw: bytes) -> Reader:
    layout = kept.layout
    lines = split_lines([raw], layout.dialect.ending)
    # Somewhere behind the start of the file, where no header is looked for.
    behind = Watermark(1, 1)
    if layout.format == "csv":
        return CsvReader(lines, "", layout.dialect, layout.header, behind)
    rest = kept.spec.rest if layout.format == "jsonl" else "ignore"
    plain = split_lines([raw.removeprefix(BOM)])
    return JsonlReader(plain, "", layout.header, rest, behind)


def mended(kept: Kept, raw: bytes, changes: Mapping[str, str], cut: int = 0) -> bytes:
    """The bytes of a record with other cells, by the names of its columns or keys.

    Raises UsageError for a column that is not there, and for a record that cannot
    be taken apart.
    """
    cells = read_again(kept, raw, cut)
    if kept.layout.format != "csv":
        return _mended_json(kept.layout, raw, changes, cells)
    if isinstance(cells, RowError):
        raise UsageError(
            f"its cells cannot be told apart: {cells.reason}",
            "bellbuoy quarantine export, edit the file, and import it",
        )
    for name in changes:
        if name not in kept.layout.header:
            raise _unknown(name, kept.layout.header)
    pairs = zip(kept.layout.header, cells, strict=True)
    return _written(kept.layout, raw, [changes.get(name, cell) for name, cell in pairs])


def _written(layout: Layout, raw: bytes, cells: Sequence[str]) -> bytes:
    dialect = layout.dialect
    text = layout.as_read(raw).decode(dialect.encoding)
    try:
        record = write_record(cells, dialect, line_end(text, dialect.newline))
        return layout.as_filed(record.encode(dialect.encoding))
    except UnwritableError as error:
        raise UsageError(f"that value cannot be written here: it {error}") from None
    except UnicodeEncodeError:
        raise UsageError(f"that value cannot be written in {layout.encoding}") from None


def _mended_json(
    layout: Layout, raw: bytes, changes: Mapping[str, str], cells: list[Any] | RowError
) -> bytes:
    bare = layout.as_read(raw).removeprefix(BOM)
    try:
        record = read_object(bare.decode())
    except (UnicodeDecodeError, RowError) as error:
        reason = cells.reason if isinstance(cells, RowError) else str(error)
        raise UsageError(
            f"it cannot be read: {reason}",
            "bellbuoy quarantine export, edit the file, and import it",
        ) from None
    for name, value in changes.items():
        if name not in record and name not in layout.header:
            raise _unknown(name, (*record, *layout.header))
        record[name] = _json_value(record.get(name), value)
    ending = line_end(bare.decode())
    text = _json_text(record) + ending
    return layout.as_filed(text.encode("utf-8", "surrogatepass"))


def _json_text(record: dict[str, Any]) -> str:
    """The object with every number digit for digit. No text that was read holds a
    NUL: it marks where the digits go."""
    digits: list[str] = []

    def mark(number: Decimal) -> str:
        digits.append(str(number))
        return f"\0{len(digits) - 1}\0"

    text = json.dumps(record, ensure_ascii=False, default=mark)
    return _MARKED.sub(lambda found: digits[int(found[1])], text)


def _json_value(before: Any, text: str) -> Any:
    """A value for a key: text where text stood, else whatever JSON it is."""
    if isinstance(before, str):
        return text
    try:
        return read_object(f'{{"value": {text}}}')["value"]
    except RowError:
        return text


def _unknown(name: str, known: Sequence[str]) -> UsageError:
    return UsageError(f"no column {shown(name)}", suggestion(name, set(known)))
