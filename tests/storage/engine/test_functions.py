"""The functions that a connection gets."""

from __future__ import annotations

import sqlite3

import pytest

from storage.engine.functions import register


@pytest.fixture
def connection() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    register(made)
    return made


@pytest.mark.parametrize(
    ("value", "folded"),
    [("STRAßE", "strasse"), ("ﬁn", "fin"), ("Cafe\u0301", "café"), (12, "12"), (None, None)],
)
def test_fold(connection: sqlite3.Connection, value: object, folded: str | None) -> None:
    assert connection.execute("SELECT fold(?)", (value,)).fetchone() == (folded,)


@pytest.mark.parametrize(
    ("pattern", "value", "found"),
    [("^north", "Northwind", 1), ("wind^", "Northwind", 0), ("a", None, None), (r"\d", 7, 1)],
)
def test_match(
    connection: sqlite3.Connection, pattern: str, value: object, found: int | None
) -> None:
    assert connection.execute("SELECT bb_match(?, ?)", (pattern, value)).fetchone() == (found,)


def test_they_may_stand_in_an_index(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE t (name TEXT)")
    connection.execute("CREATE INDEX folded ON t (fold(name))")  # only what is deterministic
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM t WHERE fold(name) = 'a'")
    assert "folded" in plan.fetchone()[3]
