"""Reading Parquet, row group by row group; pyarrow is loaded when a file needs it.

A row has no bytes of its own: what is kept of a refused one is the row as a JSON
object, which says the same values. `line` counts rows from 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from typing import IO, Any

from core.integrations.header import check_header
from core.integrations.layout import START, Watermark
from core.integrations.mapping_types import FileSpec
from core.integrations.records import LIMIT, Block, Record, too_long
from core.values.errors import RemoteError, RowError, UsageError

_ROWS = 4096
_PLAIN = frozenset({str, int, bool, type(None)})
_BUFFER = 1_048_576
_ESCAPED_NUL = re.compile(rb"\\u0000")


class ParquetReader:
    """A Parquet file: its columns at once, then its rows from the watermark on.

    Cells are text, whole numbers, Decimals, truth values, lists and objects, as
    JSON would give them; times and days are RFC 3339 text, NaN is no value.
    Raises UsageError where pyarrow is missing or a column is not there,
    RemoteError for a damaged file.
    """

    def __init__(
        self, file: IO[bytes], name: str, spec: FileSpec, watermark: Watermark = START
    ) -> None:
        self._name = name
        self._first = watermark.line - 1
        self._arrow = _parquet(name)
        try:
            self._file = self._arrow.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
        except _faults() as error:
            raise self._damage(error) from None
        self.header = tuple(map(str, self._file.schema_arrow.names))
        if len(set(self.header)) != len(self.header):
            raise UsageError(f"{name}: two columns have one name", "rename one")
        check_header(spec, self.header, name)

    def blocks(self) -> Iterator[Block | Record]:
        """Blocks of rows; a row of over LIMIT bytes singly, as refused."""
        number = self._first
        for rows in self._rows():
            raws = [_row_text(self.header, row) for row in rows]
            if max(map(len, raws)) <= LIMIT and not any(map(_ESCAPED_NUL.search, raws)):
                yield _block(number, raws, rows)
            else:
                for at, (raw, row) in enumerate(zip(raws, rows, strict=True), number):
                    yield _judged(at, raw, row)
            number += len(rows)

    def _rows(self) -> Iterator[list[list[Any]]]:
        """Rows in batches, those before the first one wanted left out; whole row
        groups of them are not read at all."""
        meta, skip = self._file.metadata, self._first
        groups = list(range(meta.num_row_groups))
        while groups and skip >= meta.row_group(groups[0]).num_rows:
            skip -= meta.row_group(groups.pop(0)).num_rows
        if not groups:
            return
        try:
            for batch in self._file.iter_batches(batch_size=_ROWS, row_groups=groups):
                if skip >= batch.num_rows:
                    skip -= batch.num_rows
                    continue
                columns = [_cells(column) for column in batch.slice(skip).columns]
                skip = 0
                yield [list(row) for row in zip(*columns, strict=True)]
        except _faults() as error:
            raise self._damage(error) from None

    def _damage(self, error: Exception) -> RemoteError:
        return RemoteError(f"{self._name}: no Parquet file, or a damaged one: {error}")


def _parquet(name: str) -> Any:
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError(
            f"{name}: Parquet needs pyarrow, which is not installed",
            "pip install 'bellbuoy[parquet]', or save the table as CSV",
        ) from None


def _faults() -> tuple[type[Exception], ...]:
    arrow = import_module("pyarrow")
    return arrow.ArrowException, OSError, ValueError, KeyError


def _block(number: int, raws: list[bytes], rows: list[list[Any]]) -> Block:
    after = number + len(rows) + 1
    return Block(range(number + 1, after), raws, rows, number, after)


def _judged(at: int, raw: bytes, row: list[Any]) -> Record:
    size = len(raw)
    if size > LIMIT:
        return Record(at + 1, raw[:LIMIT], too_long(size), size - LIMIT, at, at + 2)
    fault = RowError("text.nul", "a NUL character") if _holds_nul(row) else None
    return Record(at + 1, raw, fault or row, 0, at, at + 2)


def _holds_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return _holds_nul(list(value)) or _holds_nul(list(value.values()))
    return any(map(_holds_nul, value)) if isinstance(value, list) else "\0" in str(value)


def _cells(column: Any) -> list[Any]:
    unit = getattr(column.type, "unit", None)
    if unit == "ns" and hasattr(column.type, "tz"):  # the store knows microseconds
        column = column.cast(
            import_module("pyarrow").timestamp("us", column.type.tz), safe=False
        )
    values: list[Any] = column.to_pylist()
    if set(map(type, values)) <= _PLAIN:
        return values
    return [None if value is None else _cell(value) for value in values]


def _cell(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {str(key): _cell(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cell(inner) for inner in value]
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    return value


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        return value.isoformat()
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _number(value: float) -> Any:
    """NaN is no value; what JSON has no number for stays what it is, as text."""
    if value != value:
        return None
    plain = value == 0 or 1e-300 < abs(value) < 1e300
    return Decimal(repr(value)) if plain else repr(value)


def _text(value: bytes) -> str:
    """Bytes that are text; others in hexadecimal, which no field takes for more."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()


_FORMS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (bool, bool),
    (float, _number),
    (Decimal, str),
    (datetime, _moment),
    (date, date.isoformat),
    (time, time.isoformat),
    (timedelta, lambda span: str(Decimal(span // timedelta(microseconds=1)) / 1_000_000)),
    (bytes, _text),
)


def _row_text(header: tuple[str, ...], row: list[Any]) -> bytes:
    """The row as a line of JSON; numbers keep their digits."""
    pairs = zip(header, row, strict=True)
    return (json.dumps(dict(pairs), ensure_ascii=False, cls=_Exact) + "\n").encode(
        "utf-8", "surrogatepass"
    )


class _Exact(json.JSONEncoder):
    """Decimals as the doubles they came from: repr gives the same digits again."""

    def default(self, o: Any) -> Any:
        return float(o) if isinstance(o, Decimal) else super().default(o)
