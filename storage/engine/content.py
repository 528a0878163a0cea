"""What a store holds as one number: the same for equal content on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import islice

from storage.engine.reader import Reader, TableShape

_CHUNK = 1000


def content_hash(reader: Reader, told: Callable[[int], None] | None = None) -> str:
    """SHA-256 over the tables by name: columns, then the rows in the order of the
    primary key. It does not depend on where or how they are stored.

    `told` gets the number of rows done so far. Hold a snapshot (`begin`) where
    somebody may write meanwhile.
    """
    digest = sha256()
    done = 0
    for table in reader.tables():
        columns = sorted(table.columns)
        digest.update(f"{table.name} {columns}\n".encode())
        rows = reader.stream(in_order(table, columns))
        while chunk := list(islice(rows, _CHUNK)):
            digest.update(repr(chunk).encode())
            done += len(chunk)
            if told is not None:
                told(done)
    return digest.hexdigest()


def in_order(table: TableShape, columns: list[str]) -> str:
    """The statement that reads a table in the order of its primary key."""
    picked = ", ".join(f'"{name}"' for name in columns)
    order = ", ".join(f'"{name}"' for name in table.keys or columns)
    return f'SELECT {picked} FROM "{table.name}" ORDER BY {order}'


def row_count(reader: Reader, tables: Iterable[TableShape]) -> int:
    """How many rows these tables have in all."""
    return sum(int(reader.value(f'SELECT count(*) FROM "{t.name}"')) for t in tables)
