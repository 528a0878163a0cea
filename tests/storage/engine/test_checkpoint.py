"""The log goes over into the store when somebody says so, and only then."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError
from storage.engine.checkpoint import checkpoint, wal_bytes
from storage.engine.sqlite_store import SqliteStore
from storage.store.writes import put_setting


def write(path: Path, names: range) -> None:
    with SqliteStore(path).unit(durable=False) as unit:
        for n in names:
            put_setting(unit, f"name {n}", "x" * 500)


def test_writers_leave_the_log_alone(empty_store: Path) -> None:
    with SqliteStore(empty_store).reader() as held:
        assert held.value("SELECT count(*) FROM setting") == 3
        size = empty_store.stat().st_size
        for start in range(0, 20_000, 4_000):
            write(empty_store, range(start, start + 4_000))
        assert wal_bytes(empty_store) > 4_000_000
        assert empty_store.stat().st_size == size
        assert checkpoint(empty_store, truncate=True)
        assert wal_bytes(empty_store) == 0
        assert empty_store.stat().st_size > size
        assert held.value("SELECT count(*) FROM setting") == 20_003


def test_a_reader_in_the_way_is_told(empty_store: Path) -> None:
    with SqliteStore(empty_store).reader() as reader:
        reader.begin()
        write(empty_store, range(50))
        assert not checkpoint(empty_store, truncate=False)
        reader.end()
        assert checkpoint(empty_store, truncate=False)
        assert wal_bytes(empty_store) > 0


def test_no_log_is_no_bytes(tmp_path: Path) -> None:
    assert wal_bytes(tmp_path / "none.db") == 0


def test_a_fault_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("no store " * 1000)
    with pytest.raises(BellbuoyError, match="no Bellbuoy store"):
        checkpoint(path, truncate=True)


def test_the_last_to_close_loses_nothing(empty_store: Path) -> None:
    write(empty_store, range(10))
    with closing(sqlite3.connect(empty_store)) as db:
        assert db.execute("SELECT count(*) FROM setting").fetchone() == (13,)
