"""Readers see one snapshot a query, write nothing, and can be stopped."""

from __future__ import annotations

import threading
from itertools import islice

import pytest

from core.values.errors import BellbuoyError, UsageError
from storage.engine.reader import Allowed, TookLong
from storage.engine.store import Store
from storage.schema import METADATA
from storage.store.writes import put_setting

COUNT = "SELECT count(*) FROM setting"
LONG = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
    " SELECT max(i) FROM n"
)


@pytest.fixture
def store(a_store: Store) -> Store:
    return a_store


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


def test_a_unit_that_writes_nothing_or_fails_changes_nothing(store: Store) -> None:
    def fail() -> None:
        with store.unit() as unit:
            put_setting(unit, "one", "1")
            raise RuntimeError

    with store.reader() as reader:
        version = reader.changes()
        with store.unit() as unit:
            assert unit.value(COUNT) == 3
        with pytest.raises(RuntimeError):
            fail()
        assert reader.value(COUNT) == 3
        assert reader.changes() == version


def test_a_held_snapshot_stays_as_it_was(store: Store) -> None:
    with store.reader() as reader:
        before = reader.value(COUNT)
        reader.begin()
        write(store, "one")
        assert reader.value(COUNT) == before
        assert list(reader.stream(COUNT)) == [(before,)]
        reader.end()
        reader.end()
        assert reader.value(COUNT) == before + 1


def test_rows_can_be_streamed(store: Store) -> None:
    with store.reader() as reader:
        stream = reader.stream("SELECT value FROM ints('[1, 2, 3]')")
        assert next(stream) == (1,)
        assert reader.value("SELECT 7") == 7
        assert list(stream) == [(2,), (3,)]
        with pytest.raises(BellbuoyError, match="nowhere"):
            next(reader.stream("SELECT * FROM nowhere"))
        assert reader.value("SELECT 1") == 1


def test_streams_may_run_beside_each_other_and_end_early(store: Store) -> None:
    with store.reader() as reader:
        first = reader.stream("SELECT value FROM ints('[1, 2]')")
        second = reader.stream("SELECT value FROM ints(:list)", {"list": "[5, 6]"})
        assert (next(first), next(second)) == ((1,), (5,))
        del first
        assert list(second) == [(6,)]
        write(store, "one")
        assert reader.value(COUNT) == 4


def test_a_running_query_can_be_stopped_from_another_thread(store: Store) -> None:
    with store.reader() as reader:
        timer = threading.Timer(0.05, reader.interrupt)
        timer.start()
        with pytest.raises(BellbuoyError, match="interrupted"):
            reader.value(LONG)
        timer.join()
        assert reader.value("SELECT 1") == 1


SLOWER = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
    " SELECT i FROM n WHERE i <= 3 OR i < 0"
)
"""Three rows at once, and no fourth ever."""


@pytest.mark.parametrize("held", [False, True])
def test_a_statement_is_stopped_where_it_takes_longer_than_allowed(
    store: Store, held: bool
) -> None:
    with store.reader() as reader:
        if held:
            reader.begin()
        before = reader.value(COUNT)
        write(store, "one")
        with pytest.raises(TookLong):
            reader.rows_within(LONG, {}, Allowed(0.05))
        stream = reader.stream(SLOWER, {}, Allowed(0.05, 0.01))
        assert next(stream) == (1,)
        assert reader.value("SELECT 7") == 7
        with pytest.raises(TookLong):
            list(stream)
        assert reader.rows_within(COUNT, {}, Allowed(60)) == [(before + (not held),)]
        assert reader.value(COUNT) == before + (not held)


def test_a_row_buys_time_for_the_next(store: Store) -> None:
    with store.reader() as reader:
        counted = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        )
        some = list(islice(reader.stream(counted, {}, Allowed(0.01, 60)), 30_000))
        assert some == [(i,) for i in range(1, 30_001)]


def test_an_interrupt_is_told_from_the_end_of_the_time(store: Store) -> None:
    with store.reader() as reader:
        timer = threading.Timer(0.05, reader.interrupt)
        timer.start()
        with pytest.raises(BellbuoyError, match="interrupted"):
            reader.rows_within(LONG, {}, Allowed(60))
        timer.join()
        assert reader.value("SELECT 1") == 1


@pytest.mark.parametrize("value", ["\udcff", "a\ud800b"])
def test_a_value_that_no_store_can_hold_is_a_wrong_argument(
    store: Store, value: object
) -> None:
    with store.reader() as reader:
        with pytest.raises(UsageError):
            reader.rows("SELECT ?", (value,))
        with pytest.raises(UsageError):
            next(reader.stream("SELECT ?", (value,)))
        assert reader.value("SELECT 1") == 1


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, 10**40])
def test_a_number_that_no_store_can_hold_is_a_wrong_argument(store: Store, value: int) -> None:
    with pytest.raises(UsageError, match="too large"), store.unit() as unit:
        unit.rows("INSERT INTO usage_day VALUES (1, 1, ?, 0)", (value,))


def test_both_engines_give_values_of_the_same_kinds(store: Store) -> None:
    with store.unit() as unit:
        unit.rows("INSERT INTO usage_day VALUES (1, 1, 5, 0), (1, 2, 6, 0)")
    with store.reader() as reader:
        found = reader.one(
            "SELECT sum(calls), count(*), avg(calls), sum(calls) * 1.5, max(calls), NULL, 'x',"
            " CASE WHEN sum(calls) > 5 THEN 1 ELSE 0 END FROM usage_day"
        )
        kinds = [(value, type(value)) for value in found or ()]
        whole, real = int, float
        assert kinds == [
            (11, whole), (2, whole), (5.5, real), (16.5, real), (6, whole), (None, type(None)),
            ("x", str), (1, whole),
        ]  # fmt: skip
        assert reader.value("SELECT :a IS NULL OR 1 <= :a", {"a": None}) == 1
        assert reader.value("SELECT :a IS NULL OR 1 <= :a", {"a": 0}) == 0


def test_signs_of_a_driver_mean_nothing_in_a_statement(store: Store) -> None:
    with store.reader() as reader:
        assert reader.one("SELECT '%s', ':a', '?', 7 % 4, 'it''s :b' -- :c ?") == (
            "%s", ":a", "?", 3, "it's :b",
        )  # fmt: skip
        assert reader.value("SELECT ? || '?' || ?", ("a", "%")) == "a?%"


def test_the_tables_are_told_with_columns_and_keys(store: Store) -> None:
    with store.reader() as reader:
        found = {table.name: table for table in reader.tables()}
    assert found.keys() == METADATA.tables.keys()
    assert list(found) == sorted(found)
    for name, table in METADATA.tables.items():
        assert found[name].columns == tuple(column.name for column in table.columns)
        assert found[name].keys == tuple(column.name for column in table.primary_key)


def test_a_sound_store_has_no_findings(store: Store) -> None:
    with store.reader() as reader:
        findings = reader.soundness()
    assert {finding.broken for finding in findings} == {0}
    assert {"file", "references"} <= {finding.name for finding in findings}
