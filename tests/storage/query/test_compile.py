"""Compiled conditions: the same rows as in Python, nothing but bound values."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.evaluate import Row, RowValue, matches
from core.query.parse import MAX_DEPTH, MAX_VALUES, parse
from core.query.references import bind, lookups
from core.query.types import Node, Reference
from core.values.money import Money
from core.values.text import fold
from storage.query.columns import ColumnSql
from storage.query.compile import FALSE, TRUE, after_prefix, compile_where, like_escaped
from tests.core.query.drawn import CONTEXT, LETTERS, THINGS, TODAY, nodes, rows
from tests.storage.query.shelf import FOLDED, UNFOLDED, shelf

EMPTY: dict[str, RowValue] = {field.reads: None for field in THINGS.fields}


def _selected(
    connection: sqlite3.Connection, node: Node | None, columns: Mapping[str, ColumnSql]
) -> list[int]:
    where, params = compile_where(node, THINGS, columns, CONTEXT)
    found = connection.execute(f"SELECT id FROM thing WHERE {where} ORDER BY id", params)
    return [number for (number,) in found]


def _sql(text: str, columns: Mapping[str, ColumnSql] = FOLDED) -> tuple[str, dict[str, object]]:
    where, params = compile_where(parse(text, THINGS, CONTEXT).where, THINGS, columns, CONTEXT)
    return where, dict(params)


@settings(max_examples=200, deadline=None)
@given(nodes(), st.lists(rows(), min_size=1, max_size=8), st.sampled_from([FOLDED, UNFOLDED]))
def test_the_database_and_python_find_the_same_rows(
    node: Node, drawn: list[Row], columns: Mapping[str, ColumnSql]
) -> None:
    expected = [n for n, row in enumerate(drawn) if matches(node, row, THINGS, CONTEXT)]
    connection = shelf(drawn)
    assert _selected(connection, node, columns) == expected
    where, params = compile_where(node, THINGS, columns, CONTEXT)
    values = {v for (v,) in connection.execute(f"SELECT {where} FROM thing", params)}
    assert values <= {0, 1}  # never NULL: NOT of it is the other
    connection.close()


@settings(max_examples=100, deadline=None)
@given(
    st.text(LETTERS, max_size=3), st.lists(st.text(max_size=4).filter(lambda t: "\0" not in t))
)
def test_any_text_is_searched_alike(typed: str, names: list[str]) -> None:
    drawn = [{**EMPTY, "name": name} for name in (*names, typed, f"a{typed}", f"{typed}b")]
    connection = shelf(drawn)
    escaped = typed.replace("\\", "\\\\")
    for sign in ("~", ":starts:", ":ends:", ":"):
        node = parse(f'name{sign}"{escaped}"', THINGS, CONTEXT).where
        expected = [n for n, row in enumerate(drawn) if matches(node, row, THINGS, CONTEXT)]
        assert _selected(connection, node, FOLDED) == expected
        assert _selected(connection, node, UNFOLDED) == expected
    connection.close()


def test_no_query_is_every_row() -> None:
    assert compile_where(None, THINGS, FOLDED, CONTEXT) == (TRUE, {})


@pytest.mark.parametrize(
    ("text", "sql", "params"),
    [
        (
            "score>=40",
            "((thing.score >= :q0 AND thing.score IS NOT NULL))",
            {"q0": 40},
        ),
        ("score:none", "(NOT (thing.score IS NOT NULL))", {}),
        (
            "tier:critical,t1",
            "((thing.tier = :q0 AND thing.tier IS NOT NULL)"
            " OR (thing.tier = :q1 AND thing.tier IS NOT NULL))",
            {"q0": "critical", "q1": "critical"},
        ),
        (
            "name:starts:Ab",
            "((thing.name_key >= :q0 AND thing.name_key < :q1 AND thing.name IS NOT NULL))",
            {"q0": "ab", "q1": "ac"},
        ),
        (
            "mrr>=1k.eur",
            "((thing.currency = :q0 AND thing.arr_minor >= :q1"
            " AND thing.arr_minor IS NOT NULL AND thing.currency IS NOT NULL))",
            {"q0": "EUR", "q1": 1200000},
        ),
        (
            'note~"50%_\\\\"',
            "((fold(thing.note) LIKE :q0 ESCAPE '\\' AND thing.note IS NOT NULL))",
            {"q0": "%50\\%\\_\\\\%"},
        ),
    ],
)
def test_the_sql(text: str, sql: str, params: dict[str, object]) -> None:
    assert _sql(text) == (sql, params)


def test_nothing_that_was_typed_stands_in_the_sql() -> None:
    hostile = "x'); DROP TABLE thing; --"
    where, params = _sql(f'name:"{hostile}" note~"{hostile}" client:"{hostile}" "{hostile}"')
    assert "drop" not in where.lower()
    assert all("drop" in str(value) for value in params.values() if str(value).startswith("x"))
    connection = shelf([{**EMPTY, "name": hostile}])
    assert _selected(connection, parse(f'name:"{hostile}"', THINGS, CONTEXT).where, FOLDED) == [
        0
    ]


def test_columns_that_always_hold_a_value_need_no_guard() -> None:
    columns = {"score": ColumnSql("thing.score", nullable=False)}
    assert _sql("score>1", columns) == ("((thing.score > :q0))", {"q0": 1})
    assert _sql("score:none", columns) == (f"({FALSE})", {})
    assert _sql("score:any", columns) == (f"({TRUE})", {})


def test_a_field_without_a_column_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        _sql("score>1", {})
    with pytest.raises(KeyError, match="currency of arr"):
        _sql("arr>1", {"arr": ColumnSql("thing.arr_minor")})


def test_the_largest_query_runs() -> None:
    drawn = [{**EMPTY, "name": name} for name in ("b", "a", None)]
    connection = shelf(drawn)
    deep = "(NOT " * (MAX_DEPTH - 1) + "(a OR b)" + ")" * (MAX_DEPTH - 1)
    many = " OR ".join(["a"] * (MAX_VALUES - 2))
    # A database nests to the left: long chains inside each other are the worst.
    chained = "(" * MAX_DEPTH + "a"
    for level in range(MAX_DEPTH):
        chained += (" NOT a" if level % 2 else " OR a") * 11 + ")"
    for text in (f"{deep} OR {many}", chained):
        node = parse(text, THINGS, CONTEXT).where
        expected = [n for n, row in enumerate(drawn) if matches(node, row, THINGS, CONTEXT)]
        assert _selected(connection, node, UNFOLDED) == expected
    wide = "score:" + ",".join(["1"] * MAX_VALUES)
    assert _selected(connection, parse(wide, THINGS, CONTEXT).where, FOLDED) == []
    longest = f'name~"{"%" * 1000}"'
    assert _selected(connection, parse(longest, THINGS, CONTEXT).where, UNFOLDED) == []


def test_looked_up_rows_compare_by_key() -> None:
    drawn = [{**EMPTY, "client": Reference(f"C-{n}", f"Acme {n}")} for n in range(12)]
    connection = shelf(drawn)
    node = parse('client:"acme 1"', THINGS, CONTEXT).where
    assert node is not None
    assert _selected(connection, node, FOLDED) == [1, 10, 11]
    (lookup,) = lookups(node, THINGS, CONTEXT)
    rows = [Reference("C-1", "Acme 1"), Reference("C-10", "Acme 10")]
    bound = bind(node, THINGS, CONTEXT, {lookup: rows})
    assert _selected(connection, bound, FOLDED) == [1]
    where, params = compile_where(bound, THINGS, FOLDED, CONTEXT)
    assert params == {"q0": "C-1"}
    assert "fold" not in where
    nobody = bind(node, THINGS, CONTEXT, {lookup: []})
    assert _selected(connection, nobody, FOLDED) == []


@pytest.mark.parametrize(
    ("index", "text", "plan"),
    [
        ("(name_key)", "name:starts:north", "(name_key>? AND name_key<?)"),
        ("(name_key)", "name:Northwind", "(name_key=?)"),
        ("(score)", "score:40..60 NOT tier:critical", "(score>? AND score<?)"),
        ("(renews)", "renews<30d", "(renews>? AND renews<?)"),
        ("(currency, arr_minor)", "mrr>5k", "(currency=? AND arr_minor>?)"),
        ("(tier)", "tier:critical", "(tier=?)"),
    ],
)
def test_an_index_serves_the_condition(index: str, text: str, plan: str) -> None:
    connection = shelf()
    connection.execute(f"CREATE INDEX wanted ON thing {index}")
    where, params = _sql(text)
    steps = connection.execute(f"EXPLAIN QUERY PLAN SELECT id FROM thing WHERE {where}", params)
    assert any("wanted" in step and plan in step for *_, step in steps.fetchall())


@given(st.text(min_size=1, max_size=3), st.text(max_size=3))
def test_the_end_of_a_prefix(prefix: str, rest: str) -> None:
    end = after_prefix(prefix)
    if end is None:
        assert set(prefix) == {"\U0010ffff"}
    else:
        assert prefix + rest < end
        assert not end.startswith(prefix)
        end.encode()  # no half of a pair, which no database takes


def test_the_end_of_a_prefix_is_the_nearest() -> None:
    assert after_prefix("ab") == "ac"
    assert after_prefix("a\U0010ffff") == "b"
    assert after_prefix("\ud7ff") == "\ue000"


def test_like_signs_mean_themselves() -> None:
    assert like_escaped("50%_a\\") == "50\\%\\_a\\\\"


def test_money_of_another_currency_is_never_found() -> None:
    drawn = [{**EMPTY, "arr": Money(120000, code)} for code in ("USD", "EUR")]
    connection = shelf(drawn)
    for text, found in (
        ("arr>1", [0]),
        ("arr!=1", [0]),
        ("NOT arr>1", [1]),
        ("arr>1.eur", [1]),
    ):
        assert _selected(connection, parse(text, THINGS, CONTEXT).where, FOLDED) == found


def test_folding_is_the_same_everywhere() -> None:
    assert fold("STRAßE") == "strasse"
    drawn = [{**EMPTY, "renews": TODAY, "name": "STRAßE"}]
    node = parse("renews<1d strasse", THINGS, CONTEXT).where
    assert _selected(shelf(drawn), node, FOLDED) == [0]
