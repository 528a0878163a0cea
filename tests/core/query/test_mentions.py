"""Whether a query speaks of a field, however deep."""

from __future__ import annotations

import pytest

from core.query.mentions import rows_read, speaks_of
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from tests.core.query.drawn import CONTEXT


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", False),
        ("tier:critical", True),
        ("-tier:critical", True),
        ("owner:me (health<40 OR NOT (arr>5 tier:none))", True),
        ("owner:me health<40", False),
        ('tier "tier:critical"', False),
    ],
)
def test_a_clause_is_found_wherever_it_stands(text: str, told: bool) -> None:
    where = parse(text, CLIENT_FIELDS, CONTEXT).where
    assert speaks_of(where, "tier") is told
    assert speaks_of(where, "plan", "tier") is told
    assert not speaks_of(where)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", ()),
        ("tier:critical NOT (mrr>5 OR tier:healthy)", ("tier", "arr")),
        ("health<40 acme", ("health", "name")),
    ],
)
def test_what_of_a_row_a_query_looks_at(text: str, fields: tuple[str, ...]) -> None:
    assert rows_read(parse(text, CLIENT_FIELDS, CONTEXT).where, CLIENT_FIELDS) == fields
