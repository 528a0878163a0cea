"""Compiled conditions on PostgreSQL: the same rows as in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.evaluate import Row, matches
from core.query.types import Node
from storage.engine.postgresql_store import PostgresStore
from storage.query.columns import ColumnSql
from storage.query.compile import compile_where
from tests.core.query.drawn import CONTEXT, THINGS, nodes, rows
from tests.fixtures.postgresql import Shelf
from tests.storage.query.shelf import FOLDED, UNFOLDED, insert_of, stored

_TABLE = """
CREATE TEMPORARY TABLE thing (
  id BIGINT PRIMARY KEY, name TEXT, name_key TEXT, note TEXT, tier TEXT, score BIGINT,
  ratio DOUBLE PRECISION, arr_minor BIGINT, currency TEXT, renews BIGINT, seen BIGINT,
  due BIGINT, opened BIGINT, owner TEXT, owner_key TEXT, client TEXT, client_name TEXT,
  client_key TEXT, partial BIGINT
) ON COMMIT DROP
"""


@pytest.fixture(scope="module")
def store(shelf: Shelf) -> PostgresStore:
    return shelf.empty()


@settings(max_examples=200)
@given(
    st.lists(nodes(), min_size=1, max_size=4),
    st.lists(rows(), min_size=1, max_size=8),
    st.sampled_from([FOLDED, UNFOLDED]),
)
def test_the_server_and_python_find_the_same_rows(
    store: PostgresStore,
    asked: Sequence[Node],
    drawn: list[Row],
    columns: Mapping[str, ColumnSql],
) -> None:
    with store.unit(durable=False) as unit:
        unit.run(_TABLE)
        for row in stored(drawn):
            unit.run(insert_of(row), row)
        for node in asked:
            where, params = compile_where(node, THINGS, columns, CONTEXT)
            found = unit.rows(f"SELECT id FROM thing WHERE {where} ORDER BY id", params)
            expected = [n for n, row in enumerate(drawn) if matches(node, row, THINGS, CONTEXT)]
            assert [number for (number,) in found] == expected
            told = unit.rows(f"SELECT DISTINCT ({where})::int FROM thing", params)
            assert {value for (value,) in told} <= {0, 1}  # never NULL: NOT of it is the other
