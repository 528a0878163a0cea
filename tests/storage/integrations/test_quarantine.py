"""Refused rows as the store keeps them: once each, with what became of them."""

from __future__ import annotations

import pytest

from storage.engine.store import Store
from storage.integrations import quarantine_reads as reads
from storage.integrations import quarantine_writes as writes
from storage.integrations import writes as imports
from storage.integrations.quarantine_writes import RefusedFile, RefusedRow


def refused(line: int, code: str = "time.order", raw: bytes = b"x") -> RefusedRow:
    return RefusedRow(line, code, f"why {code}", raw, raw.hex(), 0)


def file(run: int = 1, name: str = "a.csv") -> RefusedFile:
    return RefusedFile(run, "crm", name, "client", 4, 100 + run)


@pytest.fixture
def store(a_store: Store) -> Store:
    with a_store.unit() as unit:
        for run, sha in ((1, "one"), (2, "one"), (3, "two")):
            imports.begin_import(unit, "crm", f"i{run}", False, 0)
            imports.begin_file(unit, run, 0, "a.csv", "client", sha, 4)
        writes.put_refused(unit, file(1), [refused(2), refused(5), refused(7, "id.conflict")])
    return a_store


def held(store: Store) -> list[tuple[int, int, str, str, int]]:
    with store.reader() as reader:
        found = reads.held_rows(reader, range(1, 100))
        return [(row.id, row.line, row.code, row.state, row.run) for row in found]


def test_a_row_that_is_refused_again_is_the_same_row(store: Store) -> None:
    with store.unit() as unit:
        again = [refused(2), refused(5, "money.syntax"), refused(5, raw=b"y"), refused(9)]
        writes.put_refused(unit, file(2), again)
        writes.put_refused(unit, file(2, "b.csv"), [refused(2)])
    assert held(store) == [
        (1, 2, "time.order", "new", 1),
        (2, 5, "money.syntax", "new", 1),
        (3, 7, "id.conflict", "new", 1),
        (4, 5, "time.order", "new", 2),
        (5, 9, "time.order", "new", 2),
        (6, 2, "time.order", "new", 2),
    ]


def test_the_same_row_twice_in_one_batch_is_kept_once(store: Store) -> None:
    with store.unit() as unit:
        writes.put_refused(unit, file(2), [refused(20), refused(20)])
    assert [row[1] for row in held(store)] == [2, 5, 7, 20]


def test_rows_that_came_in_with_the_same_content_are_settled(store: Store) -> None:
    with store.unit() as unit:
        writes.put_fixed(unit, [(3, b"mended")])
        writes.put_refused(unit, file(2), [refused(5)])
        assert writes.settle_accepted(unit, "crm", "a.csv", "one", 2) == 2
    assert [row[3] for row in held(store)] == ["replayed", "new", "replayed"]


def test_rows_of_another_content_or_file_are_left(store: Store) -> None:
    with store.unit() as unit:
        assert writes.settle_accepted(unit, "crm", "a.csv", "two", 3) == 0
        assert writes.settle_accepted(unit, "crm", "b.csv", "one", 2) == 0
        assert writes.settle_accepted(unit, "app", "a.csv", "one", 2) == 0
    assert {row[3] for row in held(store)} == {"new"}


def test_a_row_that_was_put_away_stays_so(store: Store) -> None:
    with store.unit() as unit:
        writes.put_states(unit, [1], "dropped")
        writes.put_refused(unit, file(2), [refused(2)])
    assert held(store)[0][3] == "dropped"
    with store.reader() as reader:
        assert reads.count_new(reader) == 2


def test_fixed_bytes_stand_beside_those_that_came(store: Store) -> None:
    with store.unit() as unit:
        writes.put_fixed(unit, [(2, b"\x00\xff")])
        [row] = reads.held_rows(unit, [2])
        assert (row.raw, row.text, row.state) == (b"x", b"\x00\xff", "fixed")
        writes.put_reasons(unit, [(2, "enum.status", "no such word")])
        [row] = reads.held_rows(unit, [2])
        assert (row.code, row.state, row.fixed) == ("enum.status", "new", b"\x00\xff")


def test_numbers_come_in_portions(store: Store) -> None:
    with store.reader() as reader:
        everything = "1 = 1"
        assert reads.next_numbers(reader, everything, {}, 0, 2) == [(1, 1), (2, 1)]
        assert reads.next_numbers(reader, everything, {}, 2, 2) == [(3, 1)]
        only = reads.that_waits("code = :code")
        assert reads.next_numbers(reader, only, {"code": "id.conflict"}, 0, 9) == [(3, 1)]
        assert reads.count_of(reader, *reads.one_of(2)) == 1


def test_what_waits_for_its_time_is_known(store: Store) -> None:
    with store.unit() as unit:
        assert not reads.waits_for_time(unit, "crm", "a.csv")
        writes.put_refused(unit, file(2), [refused(30, "time.future")])
        assert reads.waits_for_time(unit, "crm", "a.csv")
        assert not reads.waits_for_time(unit, "crm", "b.csv")
