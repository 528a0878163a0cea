"""Transactions of an older store stay what they are: of customers, of no client."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine import migrate
from storage.engine.sqlite_store import SqliteStore
from storage.purchases.rollup import wrong_bought
from tests.storage.migrations.versions.test_0013_unresolved import put

_SETTINGS = (("clock", "live"), ("currency", "USD"), ("timezone", "UTC"))


def test_a_store_of_form_23_keeps_its_transactions(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    migrate.create(path, target=23)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for name, value in _SETTINGS:
            put(db, "setting", name=name, value=value)
        put(db, "client", id=1, key="C-1")
        put(db, "purchase", id=1, key="T-0001", customer=1, amount_minor=5, currency="USD")
        put(db, "purchase", id=-1, key="T-SIM-1-1", customer=1, currency="USD", run_id=1)
    SqliteStore(path).migrate()
    with SqliteStore(path).reader() as reader:
        columns = "id, key, customer, amount_minor, run_id, client_id, day, source, backfilled"
        assert reader.rows(f"SELECT {columns} FROM purchase ORDER BY id DESC") == [
            (1, "T-0001", 1, 5, None, None, None, None, 0),
            (-1, "T-SIM-1-1", 1, 0, 1, None, None, None, 0),
        ]
        assert reader.rows("SELECT key, last_bought_day FROM client") == [("C-1", None)]
        assert wrong_bought(reader).broken == 0
