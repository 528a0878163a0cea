"""The hash of a store: of its content, and of nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine.content import content_hash
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store
from storage.engine.unit import bulk_insert
from storage.integrations.tables import Quarantine
from storage.store.writes import put_setting

REFUSED = (
    "run_id", "source", "file", "line", "kind", "code", "reason", "raw", "digest", "state",
    "first_seen_us",
)  # fmt: skip


def hashed(store: Store) -> str:
    with store.reader() as reader:
        return content_hash(reader)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE client SET name = name || ' ' WHERE id = 3",
        "UPDATE usage_day SET calls = calls + 1 WHERE day = 1",
        "DELETE FROM score_history WHERE client_id = 2",
        "INSERT INTO setting VALUES ('x', '')",
        "UPDATE client SET owner = NULL WHERE id = 3",
        "UPDATE quarantine SET line = 2",
    ],
)
def test_it_sees_every_change(a_demo: Store, change: str) -> None:
    with a_demo.unit() as unit:
        unit.bulk(
            bulk_insert(Quarantine, REFUSED),
            [(1, "s", "f", 1, "k", "c", "r", b"\x01", "d", "new", 0)],
        )
        unit.run("INSERT INTO usage_day VALUES (1, 1, 7, 0)")
        unit.run("UPDATE client SET owner = '' WHERE id = 3")
    before = hashed(a_demo)
    assert hashed(a_demo) == before
    with a_demo.unit() as unit:
        assert unit.run(change) >= 1
    assert hashed(a_demo) != before


def test_the_order_of_writing_is_not_in_it(a_store: Store) -> None:
    marks = [("a", "1"), ("b", "\x00\x01"), ("é", "2"), ("Z", "")]
    found = set()
    for order in (marks, marks[::-1]):
        with a_store.unit() as unit:
            unit.run("DELETE FROM setting")
            for mark in order:
                put_setting(unit, *mark)
        found.add(hashed(a_store))
    assert len(found) == 1


def test_it_is_the_same_on_every_engine(a_demo: Store, demo_master: Path) -> None:
    assert hashed(a_demo) == hashed(SqliteStore(demo_master))


def test_pages_are_not_in_it(demo_store: Path) -> None:
    store = SqliteStore(demo_store)
    with store.unit() as unit:
        put_setting(unit, "long", "x" * 100_000)
    with store.unit() as unit:
        unit.run("DELETE FROM setting WHERE name = 'long'")
    store.checkpoint(truncate=True)
    before, size = hashed(store), store.size()
    with closing(sqlite3.connect(demo_store, isolation_level=None)) as db:
        db.execute("VACUUM")
    assert store.size() != size
    assert hashed(store) == before


def test_a_table_more_is_seen(demo_store: Path) -> None:
    before = hashed(SqliteStore(demo_store))
    with closing(sqlite3.connect(demo_store)) as db:
        db.execute("CREATE TABLE extra (i INTEGER)")
    assert hashed(SqliteStore(demo_store)) != before


def test_rows_are_told_as_they_are_read(a_demo: Store) -> None:
    told: list[int] = []
    with a_demo.reader() as reader:
        content_hash(reader, told.append)
        rows = sum(
            reader.value(f"SELECT count(*) FROM {table.name}") for table in reader.tables()
        )
    assert told == sorted(told)
    assert told[-1] == rows
