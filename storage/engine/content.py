"""What a store holds as one number: the same for equal content on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from storage.engine.reader import Reader, TableShape

_CHUNK = 1000


class TableContent(NamedTuple):
    """What one table says: its rows, and the SHA-256 of its columns and rows."""

    name: str
    rows: int
    sha256: str


class Content(NamedTuple):
    """What a store says: one hash over all of it, and one of each table by name."""

    checksum: str
    tables: tuple[TableContent, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def content_hash(reader: Reader, told: Callable[[int], None] | None = None) -> str:
    """The checksum of `content_of`."""
    return content_of(reader, told).checksum


def content_of(reader: Reader, told: Callable[[int], None] | None = None) -> Content:
    """SHA-256 over the tables by name: columns, then the rows in the order of the
    primary key. It does not depend on where or how they are stored.

    `told` gets the number of rows done so far. Hold a snapshot (`begin`) where
    somebody may write meanwhile.
    """
    digest = sha256()
    tables = []
    done = 0
    for table in reader.tables():
        alone = sha256()
        before = done
        for rows, text in _texts(reader, table):
            digest.update(text)
            alone.update(text)
            done += rows
            if told is not None and rows:
                told(done)
        tables.append(TableContent(table.name, done - before, alone.hexdigest()))
    return Content(digest.hexdigest(), tuple(tables))


def table_content(reader: Reader, table: TableShape) -> TableContent:
    """What one table says, as in `content_of`."""
    alone = sha256()
    count = 0
    for rows, text in _texts(reader, table):
        alone.update(text)
        count += rows
    return TableContent(table.name, count, alone.hexdigest())


def _texts(reader: Reader, table: TableShape) -> Iterator[tuple[int, bytes]]:
    """A table piece by piece: how many rows a piece has, and its text."""
    columns = sorted(table.columns)
    yield 0, f"{table.name} {columns}\n".encode()
    rows = reader.stream(in_order(table, columns))
    while chunk := list(islice(rows, _CHUNK)):
        yield len(chunk), repr(chunk).encode()


def in_order(table: TableShape, columns: list[str]) -> str:
    """The statement that reads a table in the order of its primary key."""
    picked = ", ".join(f'"{name}"' for name in columns)
    order = ", ".join(f'"{name}"' for name in table.keys or columns)
    return f'SELECT {picked} FROM "{table.name}" ORDER BY {order}'


def row_count(reader: Reader, tables: Iterable[TableShape]) -> int:
    """How many rows these tables have in all."""
    return sum(int(reader.value(f'SELECT count(*) FROM "{t.name}"')) for t in tables)
