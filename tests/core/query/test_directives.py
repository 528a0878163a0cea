"""sort, by, cols, limit and asof."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.query.directives import as_of
from core.query.errors import QueryError
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.query.types import Directives, Month
from core.values.instants import iso
from tests.core.query.drawn import CONTEXT, NOW


def _directives(text: str) -> Directives:
    return parse(text, CLIENT_FIELDS, CONTEXT).directives


def test_all_directives() -> None:
    found = _directives("sort:-score,name by:owner,plan cols:name,mrr limit:20 asof:2023-10")
    assert found == Directives(
        sort=(("health", True), ("name", False)),
        by=("owner", "plan"),
        cols=("name", "mrr"),
        limit=20,
        asof=Month(2023, 10),
    )
    assert _directives("LIMIT:20") == Directives(limit=20)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sort:-arrr", "unknown field `arrr` at 7, did you mean `arr`?"),
        ("sort:name,xqz", "unknown field `xqz` at 11"),
        ("sort:name,-name", "`name` is named twice at 11"),
        ("cols:score,health", "`health` is named twice at 12"),
        ("sort:name sort:arr", "`sort:` is given twice at 11"),
        ("sort=name", "`sort` is followed by `:` at 5"),
        ("limit:0", "`0` is no number of rows at 7, 1 to 1000000"),
        ("limit:-1", "`-1` is no number of rows at 7, 1 to 1000000"),
        ("limit:1000001", "`1000001` is no number of rows at 7, 1 to 1000000"),
        ("limit:99999999999", "`99999999999` is no number of rows at 7, 1 to 1000000"),
        ("limit:1,2", "`limit:` takes one value at 9"),
        ("asof:yesterday", "`yesterday` is no day at 6, write 2026-10-31 or today-7d"),
        ("asof:2024-04-01", "`2024-04-01` is yet to come at 6"),
        ("asof:2024-03-31T12:31", "`2024-03-31T12:31` is yet to come at 6"),
        ("asof:2024-03-31T02:15", "2024-03-31 02:15:00 does not occur in Europe/Berlin at 6"),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        _directives(text)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("asof:2023-10-31", "2023-10-31T22:59:59.999999Z"),
        ("asof:2023-10", "2023-10-31T22:59:59.999999Z"),
        ("asof:today-1d", "2024-03-30T22:59:59.999999Z"),
        ("asof:2024-03-31T03:00", "2024-03-31T01:00:59.999999Z"),
        ("asof:today", "2024-03-31T10:30:00.000250Z"),
        ("asof:2024-03", "2024-03-31T10:30:00.000250Z"),
        ("asof:now", "2024-03-31T10:30:00.000250Z"),
    ],
)
def test_as_of_is_the_end_of_what_was_named(text: str, instant: str) -> None:
    found = as_of(_directives(text), CONTEXT)
    assert isinstance(found, datetime)
    assert iso(found) == instant
    assert found <= NOW


def test_without_asof_there_is_none() -> None:
    assert as_of(Directives(), CONTEXT) is None
