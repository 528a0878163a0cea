"""The one path from the bytes of a file to facts: read, convert, or say why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count, repeat
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.events.types import Fact
from core.integrations.convert import Converter
from core.integrations.csv_rows import CsvReader
from core.integrations.header import check_header
from core.integrations.jsonl_rows import JsonlReader
from core.integrations.mapping_types import FileSpec, Format, Mapping
from core.integrations.records import Block, Reader
from core.integrations.times import Calendar
from core.values.errors import RowError, UsageError
from core.values.instants import zone as zone_of

# One bad row has this many read singly, so it is not too many.
_AT_ONCE = 128


class FactRow(NamedTuple):
    """One record of a file and what became of it.

    `line` is its first physical line, `raw` its exact bytes (`cut` says how
    many were left out of an overlong one), `fact` the fact or why there is none.
    """

    line: int
    raw: bytes
    fact: Fact | RowError
    cut: int


def read_facts(
    spec: FileSpec,
    mapping: Mapping,
    name: str,
    lines: Iterable[bytes],
    zone: ZoneInfo,
    recorded_at: datetime,
) -> Iterator[FactRow]:
    """The facts of one file, in its order.

    `lines` are physical lines with their LF, as files gives them; `zone` is the
    store's. The header is read at once, so that a whole file is refused, with
    UsageError, before its first row is taken.
    """
    settled = settle(spec, name)
    reader = _reader(settled, name, lines)
    source = zone_of(mapping.timezone) if mapping.timezone else None
    calendar = Calendar(source, zone, recorded_at)
    return _facts(reader, Converter(settled, mapping, reader.header, calendar))


def _facts(reader: Reader, converter: Converter) -> Iterator[FactRow]:
    for item in reader.blocks():
        if isinstance(item, Block):
            for at in range(0, len(item.rows), _AT_ONCE):
                facts = converter.many(item.rows[at : at + _AT_ONCE])
                raws = item.raws[at : at + _AT_ONCE]
                yield from map(FactRow, count(item.line + at), raws, facts, repeat(0))
        else:
            cells = item.cells
            fact = cells if isinstance(cells, RowError) else converter.one(cells)
            yield FactRow(item.line, item.raw, fact, item.cut)


def settle(spec: FileSpec, name: str) -> FileSpec:
    """A spec with its format and delimiter settled by the name of the file."""
    bare = name.lower().removesuffix(".gz")
    by_name: Format = "jsonl" if bare.endswith((".jsonl", ".ndjson")) else "csv"
    delimiter = spec.delimiter or ("\t" if bare.endswith(".tsv") else ",")
    return replace(spec, format=spec.format or by_name, delimiter=delimiter)


def _reader(spec: FileSpec, name: str, lines: Iterable[bytes]) -> Reader:
    if spec.format == "jsonl":
        if spec.encoding != "utf-8":
            raise UsageError(
                f"{name}: JSON Lines are UTF-8", "remove encoding from the mapping"
            )
        keys = dict.fromkeys(source for column in spec.named for source in column.sources)
        return JsonlReader(lines, name, tuple(keys), spec.rest)
    reader = CsvReader(lines, name, spec.delimiter or ",", spec.encoding)
    check_header(spec, reader.header, name)
    return reader
