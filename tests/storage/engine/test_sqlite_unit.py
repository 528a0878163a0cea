"""A unit of a file: its pragmas, its path, its lock."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError, ConflictError
from storage.engine import sqlite as engine_module
from storage.engine.sqlite import BUSY_MS, prepare, writing_engine
from storage.engine.sqlite_store import SqliteStore
from storage.engine.sqlite_unit import sqlite_unit
from storage.store.writes import put_setting


@pytest.fixture
def path(empty_store: Path) -> Path:
    return empty_store


def names(path: Path) -> list[str]:
    with SqliteStore(path).reader() as reader:
        return [name for (name,) in reader.rows("SELECT name FROM setting ORDER BY name")]


def test_it_begins_at_once(path: Path) -> None:
    """Before the first statement another writer is locked out."""
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with closing(other), sqlite_unit(path) as unit:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert unit.one("SELECT 1") == (1,)
        assert names(path)


def test_a_store_that_another_holds_is_a_conflict(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MS", 50)
    writing_engine.cache_clear()
    other = sqlite3.connect(path, isolation_level=None)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(ConflictError, match="locked by another writer") as caught,
            sqlite_unit(path),
        ):
            raise AssertionError("it must not begin")
        assert caught.value.exit_code == 6
        other.execute("ROLLBACK")
    with sqlite_unit(path) as unit:
        put_setting(unit, "free", "again")


def test_a_path_may_hold_any_character(empty_store: Path, tmp_path: Path) -> None:
    strange = tmp_path / "what? is & this=1 #50% ü" / "st?re %41.db"
    strange.parent.mkdir()
    strange.write_bytes(empty_store.read_bytes())
    with sqlite_unit(strange) as unit:
        put_setting(unit, "mark", "1")
    assert "mark" in names(strange)
    assert SqliteStore(strange).schema() == SqliteStore(empty_store).schema()
    assert {p.name.split("-")[0] for p in strange.parent.iterdir()} == {strange.name}


def test_a_store_that_may_not_be_written_is_told_in_a_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rights of a file mean nothing to root: the connection refuses instead."""

    def refusing(connection: sqlite3.Connection, *, durable: bool) -> None:
        prepare(connection, durable=durable)
        connection.execute("PRAGMA query_only = 1")

    writing_engine.cache_clear()
    monkeypatch.setattr(engine_module, "prepare", refusing)
    try:
        with (
            pytest.raises(BellbuoyError, match="cannot write to the store") as caught,
            sqlite_unit(path) as unit,
        ):
            put_setting(unit, "mark", "1")
        assert caught.value.hint == "check its permissions"
    finally:
        writing_engine.cache_clear()


def pragmas(path: Path, *, durable: bool) -> dict[str, object]:
    wanted = ("busy_timeout", "foreign_keys", "trusted_schema", "wal_autocheckpoint",
              "synchronous", "journal_mode", "journal_size_limit", "auto_vacuum")  # fmt: skip
    with sqlite_unit(path, durable=durable) as unit:
        return {name: unit.value(f"PRAGMA {name}") for name in wanted}


def test_the_pragmas_of_a_writer(path: Path) -> None:
    expected = {
        "busy_timeout": BUSY_MS, "foreign_keys": 1, "trusted_schema": 0,
        "wal_autocheckpoint": 0, "synchronous": 2, "journal_mode": "wal",
        "journal_size_limit": 64 * 1024 * 1024, "auto_vacuum": 2,
    }  # fmt: skip
    assert pragmas(path, durable=True) == expected
    assert pragmas(path, durable=False) == {**expected, "synchronous": 1}


def test_types_hold(path: Path) -> None:
    with pytest.raises(BellbuoyError, match="cannot store TEXT"), sqlite_unit(path) as unit:
        unit.rows("INSERT INTO usage_day VALUES (1, 1, 'many', 0)")
