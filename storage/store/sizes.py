"""How large a store is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.store.types import IndexSize, TableSize
from storage.engine.reader import Reader, Rows
from storage.store.space import Space


def table_sizes(reader: Reader, found: Sequence[Space]) -> tuple[TableSize, ...]:
    """Rows and bytes of every table, by name; `found` is what `space` found."""
    tables: Counter[str] = Counter()
    indexes: Counter[str] = Counter()
    for each in found:
        (tables if each.index is None else indexes)[each.table] += each.bytes
    return tuple(
        TableSize(
            table.name,
            int(reader.value(f'SELECT count(*) FROM "{table.name}"')),
            tables[table.name],
            indexes[table.name],
        )
        for table in reader.tables()
    )


def index_sizes(found: Sequence[Space]) -> tuple[IndexSize, ...]:
    """Bytes of every index, the largest first."""
    sizes = [IndexSize(e.table, e.index, e.bytes) for e in found if e.index is not None]
    return tuple(sorted(sizes, key=lambda size: (-size.bytes, size.table, size.index)))


def client_day_bytes(tables: Sequence[TableSize]) -> float | None:
    """Bytes of one row of the daily rollup, to a tenth."""
    for table in tables:
        if table.table == "usage_day" and table.rows:
            return round((table.bytes + table.index_bytes) / table.rows, 1)
    return None


def usage_span(rows: Rows) -> tuple[int | None, int | None]:
    """The first and last local day with usage."""
    row = rows.one(
        "SELECT (SELECT day FROM usage_day ORDER BY day LIMIT 1),"
        " (SELECT day FROM usage_day ORDER BY day DESC LIMIT 1)"
    )
    return (None, None) if row is None else (row[0], row[1])
