"""A unit of work is one transaction, begun at once, all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError, ConflictError
from storage.clients.tables import Client
from storage.engine import sqlite as engine_module
from storage.engine.sqlite import BUSY_MS, prepare, writing_engine
from storage.engine.store import Store
from storage.engine.unit import bulk_insert, unit_of_work
from storage.events.tables import UsageDay, UsageTotal
from storage.store.tables import Setting
from storage.store.writes import put_setting


@pytest.fixture
def path(empty_store: Path) -> Path:
    return empty_store


def names(path: Path) -> list[str]:
    with Store(path).reader() as reader:
        return [name for (name,) in reader.rows("SELECT name FROM setting ORDER BY name")]


def test_what_a_unit_writes_is_there_after_it(path: Path) -> None:
    before = names(path)
    with unit_of_work(path) as unit:
        put_setting(unit, "mark", "1")
        assert unit.value("SELECT value FROM setting WHERE name = 'mark'") == "1"
        assert names(path) == before
    assert names(path) == sorted([*before, "mark"])


@pytest.mark.parametrize(
    "fault", [RuntimeError, KeyboardInterrupt, SystemExit, GeneratorExit, ConflictError]
)
def test_any_exception_leaves_no_trace(path: Path, fault: type[BaseException]) -> None:
    before = names(path)

    def stopped() -> None:
        with unit_of_work(path) as unit:
            put_setting(unit, "mark", "1")
            raise fault("stop")

    with pytest.raises(fault):
        stopped()
    assert names(path) == before
    with unit_of_work(path) as unit:
        put_setting(unit, "free", "again")


def test_a_statement_that_fails_rolls_all_of_it_back(path: Path) -> None:
    before = names(path)

    def half() -> None:
        with unit_of_work(path) as unit:
            put_setting(unit, "mark", "1")
            unit.rows("INSERT INTO setting (name) VALUES ('no value')")

    with pytest.raises(BellbuoyError, match="NOT NULL"):
        half()
    assert names(path) == before


def test_it_begins_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first statement another writer is locked out (TRUST 1.5)."""
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with closing(other), unit_of_work(path) as unit:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert unit.one("SELECT 1") == (1,)
        assert names(path)


def test_a_store_that_another_holds_is_a_conflict(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(ConflictError, match="locked by another writer") as caught,
            unit_of_work(path),
        ):
            raise AssertionError("it must not begin")
        assert caught.value.exit_code == 6
        other.execute("ROLLBACK")
    with unit_of_work(path) as unit:
        put_setting(unit, "free", "again")


def test_a_path_may_hold_any_character(empty_store: Path, tmp_path: Path) -> None:
    strange = tmp_path / "what? is & this=1 #50% ü" / "st?re %41.db"
    strange.parent.mkdir()
    strange.write_bytes(empty_store.read_bytes())
    with unit_of_work(strange) as unit:
        put_setting(unit, "mark", "1")
    assert "mark" in names(strange)
    assert Store(strange).schema() == Store(empty_store).schema()
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
            unit_of_work(path) as unit,
        ):
            put_setting(unit, "mark", "1")
        assert caught.value.hint == "check its permissions"
    finally:
        writing_engine.cache_clear()


def pragmas(path: Path, *, durable: bool) -> dict[str, object]:
    wanted = ("busy_timeout", "foreign_keys", "trusted_schema", "wal_autocheckpoint",
              "synchronous", "journal_mode", "journal_size_limit", "auto_vacuum")  # fmt: skip
    with unit_of_work(path, durable=durable) as unit:
        return {name: unit.value(f"PRAGMA {name}") for name in wanted}


def test_the_pragmas_of_a_writer(path: Path) -> None:
    expected = {
        "busy_timeout": BUSY_MS, "foreign_keys": 1, "trusted_schema": 0,
        "wal_autocheckpoint": 0, "synchronous": 2, "journal_mode": "wal",
        "journal_size_limit": 64 * 1024 * 1024, "auto_vacuum": 2,
    }  # fmt: skip
    assert pragmas(path, durable=True) == expected
    assert pragmas(path, durable=False) == {**expected, "synchronous": 1}


def test_foreign_keys_hold(path: Path) -> None:
    with pytest.raises(BellbuoyError, match="FOREIGN KEY"), unit_of_work(path) as unit:
        unit.rows(
            "INSERT INTO client_arr (client_id, currency, arr_minor) VALUES (9, 'USD', 1)"
        )


def test_types_hold(path: Path) -> None:
    with pytest.raises(BellbuoyError, match="cannot store TEXT"), unit_of_work(path) as unit:
        unit.rows("INSERT INTO usage_day VALUES (1, 1, 'many', 0)")


def test_bulk_rows_are_added_replaced_or_kept(path: Path) -> None:
    add = bulk_insert(
        UsageDay, ("day", "client_id", "calls", "logins"), conflict="update",
        keys=("day", "client_id"), add=("calls",), replace=("logins",),
    )  # fmt: skip
    keep = bulk_insert(Setting, ("name", "value"), conflict="ignore", keys=("name",))
    columns = (
        "source", "client_id", "day", "calls", "logins", "known_us", "backfilled", "flagged",
    )  # fmt: skip
    most = bulk_insert(
        UsageTotal, columns, conflict="update", keys=columns[:3], most=("flagged",)
    )
    with unit_of_work(path) as unit:
        assert unit.bulk(add, [(1, 1, 5, 5), (1, 1, 7, 7), (2, 1, 1, 1)]) == 3
        unit.bulk(keep, [("k", "first"), ("k", "second")])
        unit.bulk(most, [("s", 1, 1, None, 1, 0, 0, flag) for flag in (0, 1, 0)])
        assert unit.rows("SELECT * FROM usage_day ORDER BY day") == [
            (1, 1, 12, 7),
            (2, 1, 1, 1),
        ]
        assert unit.value("SELECT value FROM setting WHERE name = 'k'") == "first"
        assert unit.value("SELECT flagged FROM usage_total") == 1


def test_a_bulk_insert_binds_in_the_order_that_it_was_given() -> None:
    with pytest.raises(ValueError, match="give the columns as"):
        bulk_insert(Client, ("name", "key"))


def test_a_unit_reads_what_a_reader_reads(path: Path) -> None:
    with unit_of_work(path) as unit, Store(path).reader() as reader:
        for ask in (unit, reader):
            assert ask.rows("SELECT 1 WHERE 0") == []
            assert ask.one("SELECT 1 WHERE 0") is None
            assert ask.value("SELECT 1 WHERE 0") is None
            assert ask.value("SELECT :a + :b", {"a": 1, "b": 2}) == 3
