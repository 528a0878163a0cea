"""The one path from the bytes of a file to facts: read, convert, or say why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.events.types import Fact
from core.integrations.convert import Converter
from core.integrations.csv_rows import CsvReader
from core.integrations.detect import Told, detect
from core.integrations.feed import Feed
from core.integrations.header import check_header
from core.integrations.jsonl_rows import JsonlReader
from core.integrations.layout import START, Dialect, Layout, Watermark
from core.integrations.mapping_types import FileSpec, Format, Mapping
from core.integrations.records import BOM, Block, Reader
from core.integrations.times import Calendar
from core.values.errors import RowError, UsageError
from core.values.instants import zone as zone_of

_PACKED = (".gz", ".zip")


class FactRow(NamedTuple):
    """One record of a file and what became of it.

    `line` is its first physical line, `raw` its exact bytes (`cut` says how
    many were left out of an overlong one), `fact` the fact or why there is none.
    """

    line: int
    raw: bytes
    fact: Fact | RowError
    cut: int


class FactBlock(NamedTuple):
    """Records without a gap between them, and what became of each.

    `numbers` are their first lines; they begin `start` bytes into the file, and
    line `after` follows. `cut` counts the bytes left out of an overlong one,
    which is then alone. `firm`: who goes on reading there finds the same.
    """

    numbers: Sequence[int]
    raws: list[bytes]
    facts: Sequence[Fact | RowError]
    start: int
    after: int
    cut: int = 0
    firm: bool = True

    @property
    def end(self) -> Watermark:
        """Where reading goes on behind these records."""
        return Watermark(self.start + sum(map(len, self.raws)) + self.cut, self.after)

    def split(self, at: int) -> tuple[FactBlock, FactBlock]:
        """The first `at` records, fewer than all, and the others."""
        middle = self.numbers[at]
        begin = self.start + sum(map(len, self.raws[:at]))
        first = FactBlock(
            self.numbers[:at], self.raws[:at], self.facts[:at], self.start, middle
        )
        rest = FactBlock(
            self.numbers[at:], self.raws[at:], self.facts[at:], begin, self.after, self.cut
        )
        return first, rest

    def rows(self) -> Iterator[FactRow]:
        for line, raw, fact in zip(self.numbers, self.raws, self.facts, strict=True):
            yield FactRow(line, raw, fact, self.cut)


def settle(spec: FileSpec, name: str, feed: Feed) -> Layout:
    """How a text file is read, by what its mapping says, its name and its first rows;
    its header is still to be read. Raises UsageError for JSON that is not UTF-8."""
    form = spec.format or format_of(name, feed.head())
    if form == "jsonl":
        if spec.encoding != "utf-8" and not feed.unicode:
            raise UsageError(
                f"{name}: JSON Lines are UTF-8 or UTF-16", "remove encoding from the mapping"
            )
        return Layout(form, Dialect(), (), feed.unicode)
    told = Told(
        spec.delimiter,
        spec.quote,
        spec.escape,
        "utf-8" if feed.unicode else spec.encoding,
    )
    wanted = {source for column in spec.named for source in column.sources}
    tabs = bare_name(name).endswith(".tsv")
    return Layout(form, detect(feed.head(), told, wanted, tabs=tabs), (), feed.unicode)


def bare_name(name: str) -> str:
    """The name of a file without what says that it is packed, in small letters."""
    name = name.lower()
    for suffix in _PACKED:
        name = name.removesuffix(suffix)
    return name


def format_of(name: str, head: bytes = b"") -> Format:
    """The form of a file by its name; of one without a suffix by how it begins."""
    bare = bare_name(name)
    if bare.endswith(".parquet"):
        return "parquet"
    if bare.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    if "." not in bare and head.removeprefix(BOM).lstrip()[:1] in (b"{", b"["):
        return "jsonl"
    return "csv"


def reader_of(
    spec: FileSpec, layout: Layout, name: str, feed: Feed, watermark: Watermark = START
) -> Reader:
    """The reader of a text file, from its start (its header is read and checked at
    once, so that a whole file is refused before its first row), or from the
    watermark on by a layout that has a header."""
    dialect = layout.dialect
    lines = feed.lines(dialect.ending, watermark.offset)
    if layout.format == "jsonl":
        keys = layout.header or tuple(
            dict.fromkeys(source for column in spec.named for source in column.sources)
        )
        return JsonlReader(lines, name, keys, spec.rest, watermark)
    if watermark.offset:
        return CsvReader(lines, name, dialect, layout.header, watermark)
    reader = CsvReader(lines, name, dialect)
    check_header(spec, reader.header, name)
    return reader


def converter_of(
    spec: FileSpec, mapping: Mapping, layout: Layout, zone: ZoneInfo, recorded_at: datetime
) -> Converter:
    """What makes facts of the cells of a file; `zone` is the store's."""
    source = zone_of(mapping.timezone) if mapping.timezone else None
    settled = replace(spec, format=layout.format)
    return Converter(settled, mapping, layout.header, Calendar(source, zone, recorded_at))


def fact_blocks(reader: Reader, converter: Converter) -> Iterator[FactBlock]:
    """The facts of one file, in its order."""
    for item in reader.blocks():
        if isinstance(item, Block):
            yield from _in_runs(item, converter)
        else:
            cells = item.cells
            fact = cells if isinstance(cells, RowError) else converter.one(cells)
            yield FactBlock(
                (item.line,), [item.raw], [fact], item.start, item.after, item.cut, item.firm
            )


def _in_runs(block: Block, converter: Converter) -> Iterator[FactBlock]:
    """A block in the pieces in which the converter gives its facts: what is good
    stays in columns."""
    at, start = 0, block.start
    for facts in converter.runs(block.rows):
        behind = at + len(facts)
        after = block.numbers[behind] if behind < len(block.numbers) else block.after
        raws = block.raws[at:behind]
        yield FactBlock(block.numbers[at:behind], raws, facts, start, after)
        at, start = behind, start + sum(map(len, raws))


def read_facts(
    spec: FileSpec,
    mapping: Mapping,
    name: str,
    feed: Feed,
    zone: ZoneInfo,
    recorded_at: datetime,
) -> Iterator[FactRow]:
    """The facts of one text file, row by row. Its header is read at once, so that a
    whole file is refused, with UsageError, before its first row is taken."""
    layout = settle(spec, name, feed)
    reader = reader_of(spec, layout, name, feed)
    layout = replace(layout, header=reader.header)
    converter = converter_of(spec, mapping, layout, zone, recorded_at)
    return (row for block in fact_blocks(reader, converter) for row in block.rows())
