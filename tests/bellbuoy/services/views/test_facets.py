"""Values of fields, with how many rows have each: each count is that of its condition."""

from __future__ import annotations

import pytest

from bellbuoy.services import clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.views.facets import facet_fields, facets, typed_field
from core.query.errors import QueryError
from core.values.errors import UsageError
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


@pytest.mark.parametrize("rest", ["", "arr>1 sort:-arr limit:3"])
def test_of_clients(demo: Context, rest: str) -> None:
    where = rest.partition(" ")[0]
    for field in facet_fields("client"):
        found = facets(demo, "client", rest, field)
        assert found.total == clients.count(demo, where)
        assert sum(value.n for value in found.values) == found.total
        for value in found.values:
            assert clients.count(demo, f"{where} {value.text}") == value.n, value


def test_of_incidents(demo: Context) -> None:
    for field in facet_fields("incident"):
        for value in facets(demo, "incident", "", field).values:
            rows = incidents.page(demo, value.text, limit=999).rows
            assert len(rows) == value.n, value


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("", ("", "")),
        ("owner:", ("", "owner")),
        ("tier:critical own", ("tier:critical own", "")),
        ("tier:critical owner", ("tier:critical", "owner")),
        ("arr>1 -sev", ("arr>1 -sev", "")),
        ("arr>1 -score:4", ("arr>1", "health")),
    ],
)
def test_the_field_that_is_being_typed(text: str, apart: tuple[str, str]) -> None:
    assert typed_field("client", text) == apart


def test_what_cannot_be_told(demo: Context) -> None:
    with pytest.raises(UsageError, match="one by one"):
        facets(demo, "client", "", "arr")
    with pytest.raises(QueryError):
        facets(demo, "client", "(", "owner")
