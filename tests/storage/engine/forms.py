"""The form of a store, and rows in every table of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def connect(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(path, isolation_level=None))


def fill(path: Path) -> None:
    """Two rows into every table that the form has; a row need not make sense."""
    with connect(path) as db:
        for (table,) in _tables(db):
            columns = db.execute(f'PRAGMA table_info("{table}")').fetchall()
            for n in (1, 2):
                marks = ", ".join("?" for _ in columns)
                db.execute(
                    f'INSERT INTO "{table}" VALUES ({marks})',
                    [_value(column[1], column[2], n) for column in columns],
                )


def _value(name: str, kind: str, n: int) -> object:
    if kind == "BLOB":
        return b"\x00\xff" + bytes([n])
    return n if kind == "INTEGER" else f"{name} {n} \u202e\x1b[0m"


def _tables(db: sqlite3.Connection) -> list[tuple[str]]:
    return db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name <> 'alembic_version' AND name NOT LIKE 'client_search%' ORDER BY name"
    ).fetchall()


def columns(path: Path) -> dict[str, list[str]]:
    with connect(path) as db:
        return {
            table: [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
            for (table,) in _tables(db)
        }


def rows(
    path: Path, wanted: dict[str, list[str]] | None = None
) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, or the `wanted` columns of the tables named there."""
    with connect(path) as db:
        return {
            table: sorted(db.execute(f'SELECT {", ".join(names)} FROM "{table}"'), key=repr)
            for table, names in (wanted or columns(path)).items()
        }


def form(path: Path) -> dict[str, Any]:
    """Columns, indexes and options of every table, however their SQL is written."""
    with connect(path) as db:
        found = {}
        for (table,) in _tables(db):
            indexes = {
                index[1]: (
                    index[2:],
                    db.execute(f'PRAGMA index_xinfo("{index[1]}")').fetchall(),
                )
                for index in db.execute(f'PRAGMA index_list("{table}")')
            }
            found[table] = (
                [c[1:] for c in db.execute(f'PRAGMA table_info("{table}")')],
                indexes,
                sorted(k[2:] for k in db.execute(f'PRAGMA foreign_key_list("{table}")')),
                db.execute(f"PRAGMA table_list('{table}')").fetchone()[2:],
            )
        return found
