"""`look`, and the moment that a query asks about changes since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.query.complete import complete
from core.query.errors import QueryError
from core.query.evaluate import matches
from core.query.mentions import says
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.query.since import since
from core.query.types import Clause, Keyword
from core.query.write import to_text
from core.values.instants import from_micros
from tests.core.query.drawn import CONTEXT, NOW

LOOKED = NOW - timedelta(hours=30)
SEEN = replace(CONTEXT, looked=LOOKED)


def test_it_is_read_and_written_as_a_word_of_its_own() -> None:
    tree = parse("changed:look", CLIENT_FIELDS, CONTEXT).where
    assert tree == Clause("changed", "eq", (Keyword("look"),))
    assert to_text(tree) == "changed:look"
    assert to_text(parse('plan:"look"', CLIENT_FIELDS, CONTEXT)) == 'plan:"look"'


@pytest.mark.parametrize("text", ["seen:look", "changed<look", 'changed:"look"'])
def test_it_fits_nowhere_else(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text, CLIENT_FIELDS, CONTEXT)


def test_it_is_offered() -> None:
    assert "look" in [each.text for each in complete("changed:l", 9, CLIENT_FIELDS)]
    assert complete("seen:l", 6, CLIENT_FIELDS) == []


@pytest.mark.parametrize(
    ("text", "behind", "holds"),
    [
        ("changed:look", timedelta(microseconds=1), True),
        ("changed:look", timedelta(), False),
        ("changed!=look", timedelta(), True),
        ("changed!=look", timedelta(microseconds=1), False),
        ("NOT changed:look", timedelta(hours=-1), True),
    ],
)
def test_it_begins_behind_the_last_look(text: str, behind: timedelta, holds: bool) -> None:
    tree = parse(text, CLIENT_FIELDS, SEEN).where
    row = {"changed": LOOKED + behind}
    assert matches(tree, row, CLIENT_FIELDS, SEEN) is holds


def test_whoever_never_looked_sees_a_day() -> None:
    tree = parse("changed:look", CLIENT_FIELDS, CONTEXT).where
    day = timedelta(days=1)
    assert not matches(tree, {"changed": NOW - day}, CLIENT_FIELDS, CONTEXT)
    early = NOW - day + timedelta(microseconds=1)
    assert matches(tree, {"changed": early}, CLIENT_FIELDS, CONTEXT)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("changed:look", True),
        ("tier:critical OR NOT (changed:look acme)", True),
        ("changed<1d look", False),
        ("", False),
    ],
)
def test_a_query_that_speaks_of_it(text: str, speaks: bool) -> None:
    assert says(parse(text, CLIENT_FIELDS, CONTEXT).where, "look") is speaks


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("changed:look", 30),
        ("tier:critical changed<5h", 5),
        ("changed<5h changed<2h", 2),
        ("changed>5h", None),
        ("changed<5h OR tier:critical", None),
        ("NOT changed<5h", None),
        ("changed!=look", None),
        ("seen<5d", None),
        ("", None),
    ],
)
def test_the_moment_that_a_query_asks_about(text: str, hours: int | None) -> None:
    tree = parse(text, CLIENT_FIELDS, SEEN).where
    found = since(tree, "changed", CLIENT_FIELDS, SEEN)
    told = None if found is None else from_micros(int(found))
    assert told == (None if hours is None else NOW - timedelta(hours=hours))
