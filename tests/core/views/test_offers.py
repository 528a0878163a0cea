"""Ways to go on with a query: the text with one, and what stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.complete import complete, typing_at
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.query.types import Candidate, Clause, Word
from core.views.offers import apart, as_query, beginning, value_text
from core.views.types import Offer
from tests.core.query.drawn import CONTEXT


def test_the_text_with_an_offer_and_the_cursor_behind_it() -> None:
    offer = Offer(Candidate("critical", 5, 7))
    assert offer.taken("tier:cr mrr>5k") == ("tier:critical mrr>5k", 13)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("tier:critical", "tier:critical"),
        ("(tier:critical OR (plan:Pro", "(tier:critical OR (plan:Pro))"),
        ('name:"(" (plan:Pro', 'name:"(" (plan:Pro)'),
        ("plan:Pro)", "plan:Pro)"),
    ],
)
def test_open_parentheses_are_closed(text: str, whole: str) -> None:
    assert as_query(text) == whole


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("tier:", ""),
        ("mrr>5k tier:cr", "mrr>5k"),
        ("mrr>5k OR tier:", None),
        ("NOT tier:", None),
        ("(tier:", None),
        ('"a OR (b" tier:', '"a OR (b"'),
    ],
)
def test_what_holds_beside_the_clause_that_is_typed(text: str, rest: str | None) -> None:
    typing = typing_at(text, len(text), CLIENT_FIELDS)
    assert typing is not None
    assert apart(text, typing, len(text)) == rest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tier:critical,at", ("tier", ":", ("critical",), "at", 14, 0, False)),
        ("mrr>1 -score<4", ("health", "<", (), "4", 13, 6, True)),
    ],
)
def test_the_value_that_is_typed(text: str, told: tuple[object, ...]) -> None:
    typing = typing_at(text, len(text), CLIENT_FIELDS)
    assert typing is not None
    assert (typing.field.name, *typing[1:]) == told


@pytest.mark.parametrize("text", ["tier", "", 'name:"a', "nosuch:x", "tier: "])
def test_no_value_is_typed(text: str) -> None:
    assert typing_at(text, len(text), CLIENT_FIELDS) is None


def test_a_whole_name_offers_its_operators() -> None:
    found = [each.text for each in complete("health", 6, CLIENT_FIELDS)]
    assert found == ["health:", "health!=", "health<", "health<=", "health>", "health>="]
    assert "plan:matches:" in [each.text for each in complete("plan", 4, CLIENT_FIELDS)]


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=12))
@settings(max_examples=60)
def test_a_value_is_typed_so_that_it_is_read_as_itself(text: str) -> None:
    if not text.strip():
        return
    parsed = parse(f"plan:{value_text('plan', text)}", CLIENT_FIELDS, CONTEXT)
    assert parsed.where == Clause("plan", "eq", (Word(text),))


def test_values_that_begin_as_typed_come_first() -> None:
    values = [("mara", 9), ('"Ann B"', 5), ("ana", 3), ("raj", 2)]
    assert beginning(values, "an") == [('"Ann B"', 5), ("ana", 3)]
    assert beginning(values, "ra") == [("raj", 2), ("mara", 9)]
    assert beginning(values, "") == values
