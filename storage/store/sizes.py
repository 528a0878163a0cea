"""How large a store is."""

from __future__ import annotations

from core.store.types import TableSize
from storage.engine.reader import Rows


def table_sizes(rows: Rows) -> tuple[TableSize, ...]:
    """Rows of every table, by name."""
    names = [
        name
        for (name,) in rows.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version' ORDER BY name"
        )
    ]
    return tuple(
        TableSize(name, int(rows.value(f'SELECT count(*) FROM "{name}"'))) for name in names
    )


def usage_span(rows: Rows) -> tuple[int | None, int | None]:
    """The first and last local day with usage."""
    row = rows.one(
        "SELECT (SELECT day FROM usage_day ORDER BY day LIMIT 1),"
        " (SELECT day FROM usage_day ORDER BY day DESC LIMIT 1)"
    )
    return (None, None) if row is None else (row[0], row[1])
