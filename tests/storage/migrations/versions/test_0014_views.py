"""An older store can keep views once it has been brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bellbuoy.services.views import reading, writing
from core.views.types import View
from storage.engine import migrate
from tests.fixtures.stores import context

_SETTINGS = {"clock": "live", "currency": "USD", "timezone": "UTC"}
_ROW = (
    "INSERT INTO saved_view (key, owner, name, screen, query, cols, sort, grouped, refresh_s,"
    " shared, shared_key, rev, recorded_us, saved_by)"
    " VALUES (?, 'ana', 'Late', 'clients', '', '', '', '', 0, '*', 'late', 1, 0, 'ana')"
)


def test_a_store_of_form_13_keeps_views(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    migrate.create(old, target=13)
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", _SETTINGS.items())
    migrate.migrate(old)
    ctx = context(old)
    kept = writing.save(ctx, View("Late", "clients", "renews<30d"))
    assert reading.find(ctx, "late") == kept


def test_the_table_itself_shares_a_name_once(tmp_path: Path) -> None:
    store = tmp_path / "new.db"
    migrate.create(store)
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        db.execute(_ROW, ("ana/late",))
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(_ROW, ("raj/late",))
