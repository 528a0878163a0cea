"""Keyset pages: every row once, in order, from every place, at a flat price."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.query.order import (
    KeyValue,
    OrderKey,
    after,
    backwards,
    order_by,
    page_parts,
    page_sql,
)

Row = tuple[int | None, str | None, int]
ID = OrderKey("item.id")

_rows = st.lists(
    st.tuples(st.none() | st.integers(0, 2), st.none() | st.sampled_from(["", "a", "b"])),
    max_size=14,
).map(lambda found: [(a, b, n) for n, (a, b) in enumerate(found)])
_columns = ("item.a", "item.b", "item.id")


@st.composite
def _keys(draw: st.DrawFn) -> tuple[OrderKey, ...]:
    chosen = draw(st.lists(st.sampled_from(["item.a", "item.b"]), unique=True))
    keys = [OrderKey(sql, draw(st.booleans()), nullable=True) for sql in chosen]
    found = (*keys, OrderKey("item.id", draw(st.booleans())))
    return backwards(found) if draw(st.booleans()) else found


def _database(rows: Sequence[Row]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE item (a INTEGER, b TEXT, id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO item VALUES (?, ?, ?)", rows)
    return connection


def _sorted(rows: Sequence[Row], keys: Sequence[OrderKey]) -> list[Row]:
    """The order by Python alone: stable sorts from the last key to the first."""
    found = list(rows)
    for key in reversed(keys):
        at = _columns.index(key.sql)
        present = [row for row in found if row[at] is not None]
        missing = [row for row in found if row[at] is None]
        present.sort(key=lambda row: row[at], reverse=key.descending)  # type: ignore[arg-type,return-value]
        found = missing + present if key.nulls_first else present + missing
    return found


def _pages(
    connection: sqlite3.Connection, keys: Sequence[OrderKey], size: int, where: str = ""
) -> Iterator[list[Row]]:
    cursor: Sequence[KeyValue] | None = None
    while True:
        sql, params = page_sql("item.a, item.b, item.id", "item", where, keys, cursor, size)
        rows = connection.execute(sql, params).fetchall()
        if not rows:
            return
        yield [row[:3] for row in rows]
        cursor = rows[-1][3:]


@settings(max_examples=150, deadline=None)
@given(_rows, _keys())
def test_pages_are_the_sorted_list_for_every_page_size(
    rows: list[Row], keys: tuple[OrderKey, ...]
) -> None:
    connection = _database(rows)
    expected = _sorted(rows, keys)
    for size in range(1, len(rows) + 2):
        pages = list(_pages(connection, keys, size))
        assert [row for page in pages for row in page] == expected
        assert all(len(page) == size for page in pages[:-1])
    everything = f"SELECT a, b, id FROM item {order_by(keys)}"
    assert connection.execute(everything).fetchall() == expected
    connection.close()


@settings(max_examples=60, deadline=None)
@given(_rows, _keys(), st.integers(1, 4))
def test_the_condition_holds_on_every_page(
    rows: list[Row], keys: tuple[OrderKey, ...], size: int
) -> None:
    connection = _database(rows)
    pages = _pages(connection, keys, size, "item.a = 1 OR item.b = 'a'")
    expected = [row for row in _sorted(rows, keys) if row[0] == 1 or row[1] == "a"]
    assert [row for page in pages for row in page] == expected
    connection.close()


@settings(max_examples=60, deadline=None)
@given(_rows, _keys(), st.integers(1, 4))
def test_parts_run_one_by_one_fill_the_same_page(
    rows: list[Row], keys: tuple[OrderKey, ...], size: int
) -> None:
    connection = _database(rows)
    expected = _sorted(rows, keys)
    for at in range(len(expected)):
        cursor = [expected[at][_columns.index(key.sql)] for key in keys]
        parts, params = page_parts("item.id", "item", "", keys, cursor)
        found: list[int] = []
        for part in parts:
            limited = {**params, "page_limit": size - len(found)}
            found += [row[0] for row in connection.execute(part, limited)]
        assert found == [row[2] for row in expected[at + 1 : at + 1 + size]]
    connection.close()


@settings(max_examples=60, deadline=None)
@given(_rows, _keys())
def test_backwards_is_the_list_from_its_end(
    rows: list[Row], keys: tuple[OrderKey, ...]
) -> None:
    assert _sorted(rows, backwards(keys)) == _sorted(rows, keys)[::-1]
    connection = _database(rows)
    found = [row for page in _pages(connection, backwards(keys), 3) for row in page]
    assert found == _sorted(rows, keys)[::-1]
    connection.close()


def test_the_branches_behind_a_row() -> None:
    keys = (OrderKey("s", True, nullable=True), OrderKey("n"), ID)
    branches, params = after(keys, (5, "x", 9))
    assert [branch.where for branch in branches] == [
        "s = :k0 AND n = :k1 AND item.id > :k2",
        "s = :k0 AND n > :k1",
        "s < :k0",
        "s IS NULL",
    ]
    assert params == {"k0": 5, "k1": "x", "k2": 9}
    branches, params = after(keys, (None, "x", 9))
    assert [branch.where for branch in branches] == [
        "s IS NULL AND n = :k1 AND item.id > :k2",
        "s IS NULL AND n > :k1",
    ]
    assert params == {"k1": "x", "k2": 9}
    branches, params = after(keys, None)
    assert [branch.where for branch in branches] == ["s IS NOT NULL", "s IS NULL"]
    assert params == {}


def test_order_by_puts_missing_values_last() -> None:
    keys = (OrderKey("s", True, nullable=True), ID)
    assert order_by(keys) == "ORDER BY s DESC NULLS LAST, item.id ASC"
    assert order_by(backwards(keys)) == "ORDER BY s ASC NULLS FIRST, item.id DESC"


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        ((), None),
        ((OrderKey("s", nullable=True),), None),
        ((ID,), ()),
        ((ID,), (1, 2)),
        ((OrderKey("s"), ID), (1, None)),
    ],
)
def test_an_order_that_is_not_total_is_refused(
    keys: tuple[OrderKey, ...], cursor: tuple[KeyValue, ...] | None
) -> None:
    with pytest.raises(ValueError, match=r"unique|does not fit"):
        page_sql("1", "item", "", keys, cursor, 10)


def _steps(connection: sqlite3.Connection, sql: str, params: dict[str, int | str]) -> int:
    """Hundreds of virtual machine instructions: a measure without a clock."""
    count = 0

    def counted() -> int:
        nonlocal count
        count += 1
        return 0

    connection.set_progress_handler(counted, 100)
    connection.execute(sql, params).fetchall()
    connection.set_progress_handler(None, 0)
    return count


def test_a_deep_page_among_many_ties_costs_what_the_first_costs() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, score INTEGER, arr INTEGER)")
    connection.execute("CREATE INDEX by_score ON item (score, arr DESC, id)")
    values = ((n, None if n % 10 == 0 else n % 2, n % 3) for n in range(60_000))
    connection.executemany("INSERT INTO item VALUES (?, ?, ?)", values)
    keys = (OrderKey("item.score", nullable=True), OrderKey("item.arr", True), ID)

    def cost(cursor: tuple[KeyValue, ...] | None) -> int:
        return _steps(connection, *page_sql("item.id", "item", "", keys, cursor, 50))

    first = cost(None)
    deep = ((0, 1, 40_000), (1, 2, 59_999), (1, 0, 30_000), (None, 1, 30_000))
    assert all(cost(cursor) <= 3 * first for cursor in deep)
    # The same page by one OR reads the ties: what the branches are for.
    behind = "score > 0 OR (score = 0 AND (arr < 1 OR (arr = 1 AND id > 40000)))"
    plain = f"SELECT id FROM item WHERE {behind} ORDER BY score, arr DESC, id LIMIT 50"
    assert _steps(connection, plain, {}) > 10 * first
    for cursor in (None, *deep):
        sql, params = page_sql("item.id", "item", "", keys, cursor, 50)
        plan = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", params)]
        assert not any(step.startswith("SCAN item") for step in plan)
