"""An older store's open incidents are counted once, when it is brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine import migrate
from storage.engine.sqlite_store import SqliteStore

_SETTINGS = (("clock", "live"), ("currency", "USD"), ("timezone", "UTC"))


def put(db: sqlite3.Connection, table: str, **said: object) -> None:
    """A row; a column that has to have a value and is not said gets nothing or zero."""
    for _, name, kind, needed, default, _ in db.execute(
        f"PRAGMA table_info({table})"
    ).fetchall():
        if needed and default is None:
            said.setdefault(name, "" if kind == "TEXT" else 0)
    places = ", ".join("?" * len(said))
    db.execute(
        f"INSERT INTO {table} ({', '.join(said)}) VALUES ({places})", list(said.values())
    )


def test_a_store_of_form_12_gets_its_counter(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    migrate.create(path, target=12)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for name, value in _SETTINGS:
            put(db, "setting", name=name, value=value)
        put(db, "client", id=1, key="C-1")
        told = [(1, "high", None), (2, None, None), (3, "low", 9), (4, "high", None)]
        for number, severity, resolved in told:
            put(
                db, "incident", id=number, key=f"INC-{number}", external_id=str(number),
                client_id=1, severity=severity, resolved_us=resolved,
            )  # fmt: skip
    SqliteStore(path).migrate()
    with SqliteStore(path).reader() as reader:
        found = reader.rows(
            "SELECT value, n FROM facet_count WHERE dimension = 'unresolved' ORDER BY value"
        )
    assert found == [("high", 2), ("medium", 1)]
