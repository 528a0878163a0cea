"""From a line to the list behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analytics.drill import query_of
from core.query.evaluate import matches
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.query.parse import parse
from tests.core.query.drawn import CONTEXT


@pytest.mark.parametrize(
    ("name", "values", "query"),
    [
        ("owner", ("ana",), "owner:ana"),
        ("owner", (None,), "owner:none"),
        ("industry", ('Food "fresh", cold',), 'industry:"Food \\"fresh\\", cold"'),
        ("plan", ("none",), 'plan:"none"'),
        ("renews", ("2026-12",), "renews:2026-12"),
        ("tier", ("at_risk",), "tier:at_risk"),
    ],
)
def test_the_query_of_a_line(name: str, values: tuple[str | None, ...], query: str) -> None:
    assert query_of(CLIENT_FIELDS[name], *values) == query


def test_several_values() -> None:
    assert query_of(INCIDENT_FIELDS["severity"], "medium", None) == "severity:medium,none"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12))
def test_whatever_a_line_is_called_its_rows_are_found(name: str) -> None:
    query = parse(query_of(CLIENT_FIELDS["industry"], name), CLIENT_FIELDS, CONTEXT)
    row = {field.reads: None for field in CLIENT_FIELDS.fields} | {"industry": name}
    assert matches(query.where, row, CLIENT_FIELDS, CONTEXT)
    row["industry"] = None
    assert not matches(query.where, row, CLIENT_FIELDS, CONTEXT)
