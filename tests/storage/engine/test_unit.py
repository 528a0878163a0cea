"""A unit of work is one transaction, begun at once, all or nothing."""

from __future__ import annotations

import threading

import pytest

from core.values.errors import BellbuoyError, ConflictError
from storage.engine.store import Store
from storage.engine.unit import Kind
from storage.store.writes import put_setting


@pytest.fixture
def store(a_store: Store) -> Store:
    return a_store


def names(store: Store) -> list[str]:
    with store.reader() as reader:
        return [name for (name,) in reader.rows("SELECT name FROM setting ORDER BY name")]


def test_what_a_unit_writes_is_there_after_it(store: Store) -> None:
    before = names(store)
    with store.unit() as unit:
        put_setting(unit, "mark", "1")
        assert unit.value("SELECT value FROM setting WHERE name = 'mark'") == "1"
        assert names(store) == before
    assert names(store) == sorted([*before, "mark"])


@pytest.mark.parametrize(
    "fault", [RuntimeError, KeyboardInterrupt, SystemExit, GeneratorExit, ConflictError]
)
def test_any_exception_leaves_no_trace(store: Store, fault: type[BaseException]) -> None:
    before = names(store)

    def stopped() -> None:
        with store.unit() as unit:
            put_setting(unit, "mark", "1")
            raise fault("stop")

    with pytest.raises(fault):
        stopped()
    assert names(store) == before
    with store.unit() as unit:
        put_setting(unit, "free", "again")


def test_a_statement_that_fails_rolls_all_of_it_back(store: Store) -> None:
    before = names(store)

    def half() -> None:
        with store.unit() as unit:
            put_setting(unit, "mark", "1")
            unit.rows("INSERT INTO setting (name) VALUES ('no value')")

    with pytest.raises(BellbuoyError, match=r"(?i)not.null"):
        half()
    assert names(store) == before


def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(BellbuoyError, match=r"(?i)foreign key"), store.unit() as unit:
        unit.rows(
            "INSERT INTO client_arr (client_id, currency, arr_minor) VALUES (9, 'USD', 1)"
        )


def test_two_units_never_run_at_once(store: Store) -> None:
    """Each adds one to what it read: none is lost."""
    with store.unit() as unit:
        put_setting(unit, "n", "0")
    failed: list[BaseException] = []

    def add() -> None:
        try:
            for _ in range(5):
                with store.unit(durable=False) as unit:
                    found = unit.value("SELECT value FROM setting WHERE name = 'n'")
                    put_setting(unit, "n", str(int(found) + 1))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with store.reader() as reader:
        assert reader.value("SELECT value FROM setting WHERE name = 'n'") == "20"


def test_a_unit_reads_what_a_reader_reads(store: Store) -> None:
    with store.unit() as unit, store.reader() as reader:
        for ask in (unit, reader):
            assert ask.rows("SELECT 1 WHERE 1 = 0") == []
            assert ask.one("SELECT 1 WHERE 1 = 0") is None
            assert ask.value("SELECT 1 WHERE 1 = 0") is None
            assert ask.value("SELECT :a + :b", {"a": 1, "b": 2}) == 3


def test_a_statement_tells_how_many_rows_it_touched(store: Store) -> None:
    with store.unit() as unit:
        assert unit.run("INSERT INTO setting VALUES ('a', '1'), ('b', '1')") == 2
        assert unit.run("UPDATE setting SET value = '2' WHERE value = ?", ("1",)) == 2
        assert unit.run("DELETE FROM setting WHERE name = 'nothing'") == 0
        found = unit.rows("DELETE FROM setting WHERE value = '2' RETURNING name")
        assert sorted(found) == [("a",), ("b",)]


def test_staged_rows_are_there_for_this_unit_alone(store: Store) -> None:
    columns: list[tuple[str, Kind]] = [("n", "int"), ("word", "text"), ("raw", "blob")]
    with store.unit() as unit:
        unit.stage("staged", columns, [(1, "a", b"\x00\xff"), (None, None, None)])
        unit.stage("staged", columns, ((n, f"w\t{n}\\N", b"") for n in range(2000)))
        assert unit.one("SELECT count(*), sum(n) FROM staged") == (2000, 1999000)
        assert unit.value("SELECT word FROM staged WHERE n = 7") == "w\t7\\N"
        assert unit.value("SELECT raw FROM staged LIMIT 1") == b""
    with store.unit() as unit:
        unit.stage("staged", columns[:1], [(7,)])
        assert unit.rows("SELECT * FROM staged") == [(7,)]
    with pytest.raises(BellbuoyError, match="staged"), store.reader() as reader:
        reader.rows("SELECT * FROM staged")
