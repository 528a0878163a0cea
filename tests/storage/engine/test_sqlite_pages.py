"""Pages go over as they were at one moment, and into a store all at once."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError, ConflictError
from storage.engine.content import content_hash
from storage.engine.sqlite_pages import file_faults, pages_in, pages_out, without_log
from storage.engine.sqlite_reader import SqliteReader
from storage.engine.sqlite_store import SqliteStore
from storage.store.writes import put_setting


def hashed(path: Path) -> str:
    with SqliteReader(path) as reader:
        return content_hash(reader)


def test_a_snapshot_goes_over_whatever_comes_in(demo_store: Path, tmp_path: Path) -> None:
    before = hashed(demo_store)
    with SqliteReader(demo_store) as reader:
        reader.begin()
        with SqliteStore(demo_store).unit() as unit:
            put_setting(unit, "mark", "late")
        pages_out(reader, tmp_path / "out.db", lambda *_: None)
    assert hashed(tmp_path / "out.db") == before != hashed(demo_store)
    assert [path.name for path in tmp_path.glob("out.db*")] == ["out.db"]
    assert file_faults(tmp_path / "out.db") == []


def test_a_live_store_takes_all_or_nothing(demo_store: Path, tmp_path: Path) -> None:
    source = Path(shutil.copy(demo_store, tmp_path / "source.db"))
    without_log(source)
    with SqliteStore(demo_store).unit() as unit:
        put_setting(unit, "mark", "late")
    late = hashed(demo_store)
    with pytest.raises(ConflictError, match="nothing was replaced"):
        pages_in(source, demo_store, lambda: False, lambda *_: None)
    assert hashed(demo_store) == late

    def stop(done: int, _total: int) -> None:
        if done > 40:
            raise BellbuoyError("stopped")

    with pytest.raises(BellbuoyError, match="stopped"):
        pages_in(source, demo_store, lambda: True, stop)
    assert hashed(demo_store) == late
    pages_in(source, demo_store, lambda: True, lambda *_: None)
    assert hashed(demo_store) == hashed(source) != late
    with closing(sqlite3.connect(demo_store)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_pages_of_another_size_are_refused(demo_store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other, isolation_level=None)) as db:
        db.execute("PRAGMA page_size = 8192")
        db.execute("CREATE TABLE setting (name TEXT, value TEXT)")
    with pytest.raises(BellbuoyError, match="pages of 4096 bytes, the backup of 8192"):
        pages_in(other, demo_store, lambda: True, lambda *_: None)


def test_what_sqlite_finds_is_told(demo_store: Path) -> None:
    with closing(sqlite3.connect(demo_store)) as db:
        db.execute("INSERT INTO client_arr VALUES (999999, 'USD', 1)")
        db.commit()
    assert file_faults(demo_store) == ["1 row names a missing row"]
