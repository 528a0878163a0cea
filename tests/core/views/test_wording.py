"""A view reads the same as the query that is written of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.fields import FieldSet
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import conjunction, parse
from core.query.types import Node
from core.query.write import to_text
from core.values.errors import UsageError
from core.views.types import View
from core.views.wording import checked, query_of, sort_text
from tests.core.query.drawn import CONTEXT, THINGS, nodes

_names = st.lists(st.sampled_from(THINGS.names), unique=True, max_size=3).map(tuple)


def view(query: str = "", **parts: object) -> View:
    return View("Late", "clients", query, **parts)  # type: ignore[arg-type]


def kept(query: str = "", fields: FieldSet = CLIENT_FIELDS, **parts: object) -> View:
    return checked(view(query, **parts), fields, CONTEXT)


def test_what_the_query_says_of_rows_stands_in_parts_of_their_own() -> None:
    found = kept("limit:5 sev sort:-score tier:critical cols:name,score by:owner")
    assert (found.query, found.sort, found.by, found.columns) == (
        "sev tier:critical limit:5", "-health", "owner", ("name", "health"),
    )  # fmt: skip


def test_a_part_counts_before_the_query() -> None:
    found = kept("sort:name cols:id by:tier", sort="-arr", by="owner", columns=("spark",))
    assert (found.sort, found.by, found.columns) == ("-arr", "owner", ("spark",))


def test_it_is_kept_as_it_is_kept() -> None:
    found = kept("  renews<30d   owner:me ", sort="renews", refresh_s=30)
    assert checked(found, CLIENT_FIELDS, CONTEXT) == found


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("tierr:critical", {}),
        ("", {"sort": "wealth"}),
        ("", {"by": "wealth"}),
        ("", {"columns": ("wealth",)}),
        ("", {"columns": ("name", "client")}),
        ("", {"columns": ("name", "name")}),
        ("", {"refresh_s": 4}),
        ("", {"refresh_s": 3_601}),
        ("x" * 2_001, {}),
    ],
)
def test_what_does_not_hold(query: str, parts: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        checked(view(query, **parts), CLIENT_FIELDS, CONTEXT)


@settings(max_examples=100)
@given(st.none() | nodes(), _names, st.data())
def test_a_view_and_its_query_ask_the_same(
    where: Node | None, sorted_by: tuple[str, ...], data: st.DataObject
) -> None:
    sort = tuple((name, data.draw(st.booleans())) for name in sorted_by)
    text = "" if where is None else to_text(where)
    found = kept(text, THINGS, sort=sort_text(sort))
    again = parse(query_of(found, THINGS, CONTEXT), THINGS, CONTEXT)
    assert (again.where, again.directives.sort) == (where, sort)


@settings(max_examples=100)
@given(st.none() | nodes(), st.none() | nodes())
def test_narrowed_by_words_both_conditions_hold(one: Node | None, more: Node | None) -> None:
    texts = ["" if each is None else to_text(each) for each in (one, more)]
    both = query_of(kept(texts[0], THINGS), THINGS, CONTEXT, texts[1])
    parts = [each for each in (one, more) if each is not None]
    assert parse(both, THINGS, CONTEXT).where == conjunction(parts)


def test_what_is_said_with_a_view_counts_before_it() -> None:
    base = kept("owner:me limit:9", sort="renews", columns=("name",))
    text = query_of(base, CLIENT_FIELDS, CONTEXT, "tier:critical sort:-arr limit:3 cols:id")
    assert text == "owner:me tier:critical sort:-arr cols:id limit:3"


def test_groups_show_the_figures_of_the_view() -> None:
    grouped = kept("owner:me", by="owner", sort="name,-arr", columns=("name", "arr", "calls"))
    assert query_of(grouped, CLIENT_FIELDS, CONTEXT) == (
        "owner:me sort:-arr by:owner cols:arr,calls"
    )
    plain = replace(grouped, columns=("name", "spark"))
    assert query_of(plain, CLIENT_FIELDS, CONTEXT).endswith("by:owner cols:arr,health")
