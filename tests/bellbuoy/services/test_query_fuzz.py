"""Whatever is typed, from the characters to the rows: on each engine what Python finds."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.commands.client_rows import client_row
from bellbuoy.services import clients, incidents
from bellbuoy.services.conditions import condition
from bellbuoy.services.context import Context
from core.query.errors import QueryError
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import MAX_VALUES
from core.values.errors import UsageError
from tests.fixtures.stores import NewStore

_VALUES = (
    "critical at_risk healthy C-0001 coral ana raj none any me past yes no 0 1 40..60 -5 2.5"
    " 5k 5k.eur 50% 30d 2mo ..60 today today-7d now 2026-11 2026-11-10 2026-12.. Pro DE"
    ' "north wind" a,b * % _ \' \\ 東京'
).split()
_NAMES = [name for f in CLIENT_FIELDS.fields for name in (f.name, *f.aliases)]
_SIGNS = (":", "=", "!=", "<", "<=", ">", ">=", "~", ":gt:", ":starts:", ":ends:", ":matches:")
_clauses = st.builds(
    "{}{}{}".format, st.sampled_from(_NAMES), st.sampled_from(_SIGNS), st.sampled_from(_VALUES)
)
_glue = st.sampled_from([" ", " ", " OR ", " AND ", " NOT ", " -", " (", ") ", ""])
_noise = st.text(max_size=12)
texts = st.one_of(
    _clauses,
    st.lists(st.tuples(st.one_of(_clauses, _clauses, _noise), _glue), max_size=6).map(
        lambda found: "".join(part + glue for part, glue in found)
    ),
    st.builds("({}) ({})".format, _clauses, _clauses),
)


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


def read(ctx: Context, text: str) -> tuple[set[str] | None, UsageError | None]:
    """The ids that a list finds, or why it does not read the text."""
    try:
        return {row.key for row in clients.page(ctx, text, limit=100).rows}, None
    except UsageError as fault:
        return None, fault


@settings(max_examples=100, deadline=None)
@given(texts)
def test_a_query_finds_what_python_finds_or_says_where_it_is_wrong(
    demo: Context, text: str
) -> None:
    found, fault = read(demo, text)
    if found is None:
        if isinstance(fault, QueryError):
            assert 1 <= fault.column <= len(text) + 1
            assert f" at {fault.column}" in fault.message
        return
    told = [client_row(row) for row in clients.page(demo, limit=100).rows]
    with suppress(UsageError):  # order and columns are no part of a condition
        test = condition(demo, text, "client", told)
        if not test.whole:
            assert {row["id"] for row in told if test.fits(row)} == found


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), texts))
def test_no_text_breaks_a_list(demo: Context, text: str) -> None:
    for read in (clients.page, incidents.page):
        with suppress(UsageError):
            assert read(demo, text, limit=3).rows is not None


def test_the_longest_queries_are_answered_by_each_engine(demo: Context) -> None:
    everybody = {row.key for row in clients.page(demo, limit=100).rows}
    many = " OR ".join(["id:C-0001"] * MAX_VALUES)
    assert [row.key for row in clients.page(demo, many[:3990].rpartition(" OR ")[0]).rows] == [
        "C-0001"
    ]
    nested = "(" * 39 + "NOT tier:critical" + ")" * 39
    assert {row.key for row in clients.page(demo, nested, limit=100).rows} < everybody
