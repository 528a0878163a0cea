"""A tree written out reads as the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.query.types import (
    And,
    Clause,
    Day,
    Directives,
    Found,
    Minute,
    Month,
    Node,
    Not,
    Now,
    Or,
    Query,
    Text,
    Today,
    Word,
)
from core.query.write import to_text
from tests.core.query.drawn import CONTEXT, THINGS, TODAY, nodes

_fields = st.lists(st.sampled_from(THINGS.names), unique=True, max_size=3)
_past_dates = st.one_of(
    st.just(Now()),
    st.builds(Today, st.integers(0, 99)),
    st.builds(Day, st.integers(0, TODAY)),
    st.builds(Month, st.integers(2000, 2023), st.integers(1, 12)),
    st.builds(Minute, st.integers(0, TODAY - 1), st.integers(360, 720)),
)


@st.composite
def _directives(draw: st.DrawFn) -> Directives:
    sort = tuple((name, draw(st.booleans())) for name in draw(_fields))
    return Directives(
        sort=sort,
        by=tuple(draw(_fields)),
        cols=tuple(draw(_fields)),
        limit=draw(st.none() | st.integers(1, 1_000_000)),
        asof=draw(st.none() | _past_dates),
    )


@settings(max_examples=200)
@given(st.none() | nodes(), _directives())
def test_what_is_written_reads_the_same(where: Node | None, directives: Directives) -> None:
    query = Query(where, directives)
    assert parse(to_text(query), THINGS, CONTEXT) == query


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", ""),
        ("limit:5 Tier=critical", "tier:critical limit:5"),
        ("score:ge:40 AND mrr>5k.EUR", "health>=40 mrr>5000.eur"),
        ("a OR NOT (b c) sort:-mrr,name", "a OR NOT (b c) sort:-mrr,name"),
        ("a (b OR -c)", "a (b OR NOT c)"),
        ('tier:"At risk",*', "tier:at_risk,any"),
        ('name~"a b" "OR" plan:"none"', 'name~"a b" "OR" plan:"none"'),
        ("health:40.50.. renews:..2026-10", "health:40.5.. renews:..2026-10"),
        ("asof:today-7d renews<2w", "renews<2w asof:today-7d"),
    ],
)
def test_the_written_form(typed: str, written: str) -> None:
    assert to_text(parse(typed, CLIENT_FIELDS, CONTEXT)) == written


def test_nested_trees_get_their_parentheses() -> None:
    a, b, c = Text("a"), Text("b"), Text("c")
    assert to_text(And((Or((a, b)), Not(Not(c))))) == "(a OR b) NOT (NOT c)"
    assert to_text(Not(Or((a, And((b, c)))))) == "NOT (a OR b c)"


def test_a_looked_up_value_is_written_as_it_was_typed() -> None:
    clause = Clause("owner", "eq", (Found(Word("An"), ("Ana",)),))
    assert to_text(clause) == "owner:An"
