"""Readers see one snapshot a query, write nothing, and can be stopped."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError, UsageError
from storage.engine.reader import Reader
from storage.engine.store import Store, parse_url
from storage.store.writes import put_setting

COUNT = "SELECT count(*) FROM setting"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def store(empty_store: Path) -> Store:
    return Store(empty_store)


def write(store: Store, name: str) -> None:
    with store.unit(durable=False) as unit:
        put_setting(unit, name, "1")


def test_a_reader_cannot_write(store: Store) -> None:
    with store.reader() as reader:
        for statement in ("DELETE FROM setting", "CREATE TABLE t (i INTEGER)"):
            with pytest.raises(BellbuoyError):
                reader.rows(statement)
        assert reader.value(COUNT) == 3


def test_each_query_sees_what_is_committed(store: Store) -> None:
    with store.reader() as reader:
        before, version = reader.value(COUNT), reader.changes()
        assert reader.changes() == version
        write(store, "one")
        assert reader.value(COUNT) == before + 1
        assert reader.changes() != version


def test_a_held_snapshot_stays_as_it_was(store: Store) -> None:
    with store.reader() as reader:
        before = reader.value(COUNT)
        reader.begin()
        write(store, "one")
        assert reader.value(COUNT) == before
        reader.end()
        reader.end()
        assert reader.value(COUNT) == before + 1


def test_rows_can_be_streamed(store: Store) -> None:
    with store.reader() as reader:
        stream = reader.stream("SELECT value FROM json_each('[1, 2, 3]')")
        assert next(stream) == (1,)
        assert list(stream) == [(2,), (3,)]
        with pytest.raises(BellbuoyError, match="no such table"):
            next(reader.stream("SELECT * FROM nowhere"))


def test_a_running_query_can_be_stopped_from_another_thread(store: Store) -> None:
    with store.reader() as reader:
        timer = threading.Timer(0.05, reader.interrupt)
        timer.start()
        with pytest.raises(BellbuoyError, match="interrupted"):
            reader.value(ENDLESS)
        timer.join()
        assert reader.value("SELECT 1") == 1


@pytest.mark.parametrize("value", ["\udcff", "a\ud800b", 2**63, -(2**63) - 1, 10**40])
def test_a_value_that_no_store_can_hold_is_a_wrong_argument(
    store: Store, value: object
) -> None:
    with store.reader() as reader:
        with pytest.raises(UsageError):
            reader.rows("SELECT ?", (value,))
        with pytest.raises(UsageError):
            next(reader.stream("SELECT ?", (value,)))
        assert reader.value("SELECT 1") == 1


def test_a_missing_file_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(BellbuoyError, match="cannot write to the store"):
        Reader(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("a/b.db", "a/b.db"),
        ("sqlite:////tmp/x.db", "/tmp/x.db"),
        ("sqlite:///x.db", "x.db"),
        ("/tmp/what?.db", "/tmp/what?.db"),
    ],
)
def test_urls_are_paths(url: str, path: str) -> None:
    assert parse_url(url) == Path(path)


def test_a_home_is_meant_by_its_sign() -> None:
    assert parse_url("~/x.db") == Path.home() / "x.db"


@pytest.mark.parametrize(
    ("url", "code"), [("postgresql://host/db", 7), ("", 2), ("sqlite:///", 2)]
)
def test_what_cannot_be_opened_is_refused(url: str, code: int) -> None:
    with pytest.raises(BellbuoyError) as caught:
        parse_url(url)
    assert caught.value.exit_code == code
