"""Statements in PostgreSQL's words."""

from __future__ import annotations

import pytest

from core.query.pattern import PatternError
from storage.engine.postgresql_pattern import postgresql_pattern
from storage.engine.postgresql_sql import bound, postgresql_sql


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("SELECT :a, :b_2", "SELECT %(a)s, %(b_2)s"),
        ("SELECT ?, ?", "SELECT %s, %s"),
        ("a % 2", "a %% 2"),
        ("LIKE '%a?:b' ESCAPE '\\'", "LIKE '%%a?:b' ESCAPE '\\'"),
        ("'it''s :a' || :a", "'it''s :a' || %(a)s"),
        ('SELECT ":a%" FROM t', 'SELECT ":a%%" FROM t'),
        ("1 -- :a ?\n + ?", "1 -- :a ?\n + %s"),
        ("1 /* :a\n? */ + :a", "1 /* :a\n? */ + %(a)s"),
        ("a::text = :a", "a::text = %(a)s"),
        ("x[1:2]", "x[1:2]"),
        ("FROM t a NOT INDEXED JOIN u ON a.b = :c", "FROM t a JOIN u ON a.b = %(c)s"),
        ("FROM t WHERE a = ' NOT INDEXED'", "FROM t WHERE a = ' NOT INDEXED'"),
        ("'::a' || :b", "'::a' || %(b)s"),
    ],
)
def test_placeholders(sql: str, written: str) -> None:
    assert postgresql_sql(sql) == (written, ())


def test_a_pattern_is_translated_where_it_is_bound() -> None:
    statement = postgresql_sql("bb_match(:p, a) AND b = :p AND bb_match( :q, :p)")
    assert statement.sql == (
        "bb_match(%(p~pattern)s, a) AND b = %(p)s AND bb_match( %(q~pattern)s, %(p)s)"
    )
    assert bound(statement, {"p": "a+", "q": "b", "r": 1}) == {
        "p": "a+", "q": "b", "r": 1, "p~pattern": postgresql_pattern("a+"),
        "q~pattern": postgresql_pattern("b"),
    }  # fmt: skip


def test_a_pattern_is_translated_in_its_place() -> None:
    statement = postgresql_sql("? = 1 AND bb_match(?, a) AND c = ?")
    assert bound(statement, (1, "x", "x")) == [1, postgresql_pattern("x"), "x"]


def test_a_pattern_that_stands_in_the_statement_is_translated_there() -> None:
    statement = postgresql_sql("bb_match('it''s 100%', a)")
    pattern = postgresql_pattern("it's 100%").replace("'", "''").replace("%", "%%")
    assert statement == (f"bb_match('{pattern}', a)", ())


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(PatternError):
        postgresql_sql("bb_match('(', a)")
    with pytest.raises(PatternError):
        bound(postgresql_sql("bb_match(?, a)"), ("(",))


def test_a_missing_pattern_stays_missing() -> None:
    assert bound(postgresql_sql("bb_match(?, a)"), (None,)) == [None]
