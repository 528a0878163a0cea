"""Components in queries and groups: SQL says what Python says, on both engines."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.groups import GroupWish, incident_groups
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.lists import query_context
from bellbuoy.services.views.facets import facets
from core.query.evaluate import matches
from core.query.nouns import INCIDENT_FIELDS
from core.query.parse import parse
from storage.incidents.components import put_components
from tests.bellbuoy.services.desk.working import some_clients
from tests.fixtures.stores import NewStore

WORDS = ("API", "api", "Über", "login page", "a_b", "%")
CLAUSES = (
    "component:api", "component:API,über", "component!=api", 'component:"login page"',
    "component:none", "component:any", "NOT component:api", "component~p", "component~_",
    "component~%", "component:starts:lo", "component:ends:b", "component:matches:^a.i$",
    "component:api component:a_b", "component:none OR component~über", "components!=api,none",
)  # fmt: skip
MANY = 6


@pytest.fixture(scope="module")
def ctx(new_store: NewStore) -> Context:
    ctx = some_clients(new_store, 2)
    add(ctx, [NewIncident(("C-1",), f"trouble {n}") for n in range(MANY)])
    return ctx


def put(ctx: Context, drawn: list[set[str]]) -> dict[str, set[str]]:
    """Give the incidents these components; by their public ids."""
    with ctx.store.unit(durable=False) as unit:
        numbers = unit.rows("SELECT id, key FROM incident ORDER BY id")
        put_components(unit, {n: sorted(c) for (n, _), c in zip(numbers, drawn, strict=True)})
    return {key: words for (_, key), words in zip(numbers, drawn, strict=True)}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from(WORDS), max_size=3), min_size=MANY, max_size=MANY),
    st.sampled_from(CLAUSES),
)
def test_a_query_finds_what_python_finds(
    ctx: Context, drawn: list[set[str]], text: str
) -> None:
    known = put(ctx, drawn)
    context = query_context(ctx)
    node = parse(text, INCIDENT_FIELDS, context).where
    expected = {
        key
        for key, words in known.items()
        if matches(node, {"component": tuple(sorted(words))}, INCIDENT_FIELDS, context)
    }
    rows = incidents.page(ctx, text).rows
    assert {row.key for row in rows} == expected
    assert {row.key: set(row.components) for row in rows} == {k: known[k] for k in expected}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sets(st.sampled_from(WORDS), max_size=3), min_size=MANY, max_size=MANY))
def test_an_incident_stands_in_the_group_of_each_and_once_in_the_total(
    ctx: Context, drawn: list[set[str]]
) -> None:
    put(ctx, drawn)
    expected: Counter[str | None] = Counter()
    for words in drawn:
        expected.update(words or [None])
    found = incident_groups(ctx, "by:component")
    assert {group.keys[0]: group.n for group in found.groups} == expected
    assert (found.totals.n, found.rest) == (MANY, None)
    told = {facet.key: facet.n for facet in facets(ctx, "incident", "", "component").values}
    assert told == expected


def test_sorted_by_the_first_of_them(ctx: Context) -> None:
    put(ctx, [{"b"}, {"c", "a"}, set(), {"d"}, {"e"}, {"f"}])
    rows = incidents.page(ctx, "sort:component component:any").rows
    assert [row.components for row in rows][:3] == [("a", "c"), ("b",), ("d",)]


def test_groups_of_two_fields_and_a_limit(ctx: Context) -> None:
    put(ctx, [{"a", "b"}, {"a"}, {"a"}, {"c"}, set(), set()])
    wish = GroupWish(sort="-n", limit=1)
    found = incident_groups(ctx, "component:any by:component,severity", wish)
    assert [(group.keys, group.n) for group in found.groups] == [(("a", "medium"), 3)]
    assert (found.more, found.totals.n) == (2, 4)
