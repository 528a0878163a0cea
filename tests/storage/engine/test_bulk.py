"""A bulk ends as its rows would one after the other, on every engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.errors import BellbuoyError
from storage.clients.tables import Client
from storage.engine.store import Store
from storage.engine.unit import bulk_delete, bulk_insert, bulk_update
from storage.events.tables import UsageDay
from storage.integrations.tables import Quarantine
from storage.store.tables import Setting
from tests.fixtures.depth import examples
from tests.fixtures.stores import NewStore

DAY = ("day", "client_id", "calls", "logins")
KEYS = DAY[:2]
ADD = bulk_insert(
    UsageDay, DAY, conflict="update", keys=KEYS, add=("calls",), replace=("logins",)
)
MOST = bulk_insert(UsageDay, DAY, conflict="update", keys=KEYS, most=("calls", "logins"))
KEEP = bulk_insert(UsageDay, DAY, conflict="ignore", keys=KEYS)
GROW = bulk_update(UsageDay, KEYS, add=("calls",), least=("logins",))
DROP = bulk_delete(UsageDay, ("day",))

small = st.integers(0, 3)
keyed = st.lists(st.tuples(small, small, st.integers(-9, 9), st.integers(-9, 9)), max_size=12)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([ADD, MOST, KEEP, GROW]), keyed),
        st.tuples(st.just(DROP), st.lists(st.tuples(small), max_size=2)),
    ),
    max_size=6,
)
Row = tuple[int, ...]


def one_by_one(stored: dict[Row, Row], step: Any, rows: list[Row]) -> int:
    """The same, told in Python; how many rows were written."""
    written = 0
    for row in rows:
        if step is DROP:
            gone = [key for key in stored if key[0] == row[0]]
            for key in gone:
                del stored[key]
            written += len(gone)
            continue
        key, (calls, logins) = row[:2], row[2:]
        before = stored.get(key)
        if step is GROW:
            if before is not None:
                stored[key] = (before[0] + calls, min(before[1], logins))
        elif before is None:
            stored[key] = (calls, logins)
        elif step is ADD:
            stored[key] = (before[0] + calls, logins)
        elif step is MOST:
            stored[key] = (max(before[0], calls), max(before[1], logins))
        changes = before is not None if step is GROW else step is not KEEP or before is None
        written += int(changes)
    return written


@settings(max_examples=examples(25, 300), deadline=None)
@given(plan=steps)
def test_bulks_end_as_their_rows_would_one_by_one(
    new_store: NewStore, plan: list[tuple[Any, list[Row]]]
) -> None:
    store = new_store().store
    expected: dict[Row, Row] = {}
    with store.unit(durable=False) as unit:
        for step, rows in plan:
            assert unit.bulk(step, rows) == one_by_one(expected, step, rows)
        found = unit.rows("SELECT day, client_id, calls, logins FROM usage_day ORDER BY 1, 2")
    assert found == [(*key, *values) for key, values in sorted(expected.items())]


REFUSED = (
    "run_id", "source", "file", "line", "kind", "code", "reason", "raw", "digest", "state",
    "first_seen_us",
)  # fmt: skip
REFUSED_KEYS = ("source", "file", "line", "code", "digest")


def refused(line: int, reason: str = "") -> tuple[Any, ...]:
    return (1, "s", "f", line, "k", "c", reason, b"\x00", "d", "new", 0)


@settings(max_examples=examples(25, 300), deadline=None)
@given(batches=st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=4),
       conflict=st.sampled_from(["ignore", "update"]))  # fmt: skip
def test_numbers_have_no_gaps_for_rows_that_are_there(
    new_store: NewStore, batches: list[list[int]], conflict: Any
) -> None:
    store = new_store().store
    statement = bulk_insert(
        Quarantine, REFUSED, conflict=conflict, keys=REFUSED_KEYS,
        replace=("reason",) if conflict == "update" else (),
    )  # fmt: skip
    order: list[int] = []
    with store.unit(durable=False) as unit:
        for number, batch in enumerate(batches):
            unit.bulk(statement, [refused(line, f"{number}") for line in batch])
            order += [line for line in dict.fromkeys(batch) if line not in order]
        found = unit.rows("SELECT id, line, reason FROM quarantine ORDER BY id")
    assert [row[:2] for row in found] == list(enumerate(order, start=1))
    for _, line, reason in found:
        told = [str(number) for number, batch in enumerate(batches) if line in batch]
        assert reason == (told[-1] if conflict == "update" else told[0])


def test_new_rows_are_numbered_behind_the_highest(a_store: Store) -> None:
    plain = bulk_insert(Quarantine, REFUSED)
    with a_store.unit() as unit:
        unit.bulk(plain, [refused(1)])
        unit.run("UPDATE quarantine SET id = 40")
        assert unit.bulk(plain, (refused(line) for line in (3, 2))) == 2
        found = unit.rows("SELECT id, line, raw FROM quarantine ORDER BY id")
    assert found == [(40, 1, b"\x00"), (41, 3, b"\x00"), (42, 2, b"\x00")]


def test_a_bulk_is_no_smaller_than_it_is(a_store: Store) -> None:
    """More rows than go over at once, some of them twice."""
    rows = [(day % 9000, 1, 1, day) for day in range(21_000)]
    with a_store.unit(durable=False) as unit:
        assert unit.bulk(ADD, rows) == len(rows)
        found = unit.one("SELECT count(*), sum(calls), max(logins) FROM usage_day")
    assert found == (9000, 21_000, 20_999)


def test_a_row_that_is_there_is_an_error_where_nothing_else_was_said(a_store: Store) -> None:
    plain = bulk_insert(UsageDay, DAY)

    def put(rows: Sequence[Row]) -> None:
        with a_store.unit() as unit:
            unit.bulk(plain, [(2, 2, 2, 2)])
            unit.bulk(plain, rows)

    for rows in ([(1, 1, 1, 1), (1, 1, 2, 2)], [(1, 1, 1, 1), (2, 2, 2, 2)]):
        with pytest.raises(BellbuoyError, match=r"(?i)unique"):
            put(rows)
    with a_store.reader() as reader:
        assert reader.value("SELECT count(*) FROM usage_day") == 0


def test_missing_values_are_no_values(a_store: Store) -> None:
    columns = ("id", "key", "name", "name_key", "status", "created_us", "rev", "arr_minor",
               "health_rank", "tier", "partial", "open_incidents", "last_seen_day",
               "top_reason")  # fmt: skip
    names = [name for name in Client.model_fields if name in columns]
    row = {"id": 1, "key": "a", "name": "A", "name_key": "a", "status": "active", "tier": "",
           "top_reason": "", "last_seen_day": None}  # fmt: skip
    most = bulk_update(Client, ("id",), most=("last_seen_day",))
    least = bulk_update(Client, ("id",), least=("last_seen_day",))
    seen = "SELECT last_seen_day FROM client"
    with a_store.unit() as unit:
        names += [
            column.name for column in Client.__table__.columns  # type: ignore[attr-defined]
            if not column.nullable and column.name not in names
        ]  # fmt: skip
        ordered = [c.name for c in Client.__table__.columns if c.name in names]  # type: ignore[attr-defined]
        unit.bulk(
            bulk_insert(Client, tuple(ordered)),
            [tuple(row.get(name, 0) for name in ordered)],
        )
        for statement, value, expected in (
            (most, None, None), (most, 5, 5), (most, None, 5), (most, 3, 5), (least, None, 5),
            (least, 4, 4), (least, 9, 4),
        ):  # fmt: skip
            unit.bulk(statement, [(1, value)])
            assert unit.value(seen) == expected


@pytest.mark.parametrize(
    "text", ["", "\x00", "a\x00b\x01\x02c", "\x01\x01", '"\\{},NULL', "NULL", "\t\n\\.", "’🜁"]
)
def test_text_is_kept_exactly(a_store: Store, text: str) -> None:
    put = bulk_insert(Setting, ("name", "value"))
    with a_store.unit() as unit:
        unit.bulk(put, [("bulk" + text, text)])
        unit.run("INSERT INTO setting VALUES (:name, :value)", {"name": "run", "value": text})
        unit.stage("staged", (("word", "text"),), [(text,)])
        assert unit.rows("SELECT word FROM staged WHERE word = ?", (text,)) == [(text,)]
    with a_store.reader() as reader:
        found = "SELECT value FROM setting WHERE name = :name"
        assert reader.value(found, {"name": "bulk" + text}) == text
        assert reader.value(found, {"name": "run"}) == text


def test_a_bulk_insert_binds_in_the_order_that_it_was_given() -> None:
    with pytest.raises(ValueError, match="give the columns as"):
        bulk_insert(Client, ("name", "key"))
