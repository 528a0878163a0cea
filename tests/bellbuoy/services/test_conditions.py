"""Conditions on answers: of lists by their fields, of others by their keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.commands.client_rows import client_row
from bellbuoy.services import clients
from bellbuoy.services.conditions import condition, too_old
from bellbuoy.services.context import Context
from core.query.errors import QueryError
from core.values.errors import UsageError
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


@pytest.mark.parametrize(
    "text",
    [
        "tier:critical",
        "arr>50k trend<0",
        "owner:ana OR owner:none",
        "renews<60d",
        "mrr>5k NOT partial:yes",
        "owner:me",
        "health:none",
        "seen>3d coral",
    ],
)
def test_on_a_list_it_is_the_query_itself(demo: Context, text: str) -> None:
    """The rows that fit are those that the list of the same query has."""
    rows = [client_row(row) for row in clients.page(demo).rows]
    test = condition(demo, text, "client", rows)
    assert not test.whole
    wanted = {row.key for row in clients.page(demo, text).rows}
    assert {row["id"] for row in rows if test.fits(row)} == wanted


ROW: dict[str, Any] = {
    "as_of": "2026-11-16T14:00:00Z",
    "day": "2026-11-16",
    "average": 71.5,
    "share": 0.45,
    "arr": [{"minor": 900_000, "currency": "EUR"}, {"minor": 100_000, "currency": "USD"}],
    "tiers": {"critical": {"n": 3}},
    "partial": False,
    "owner": "ana",
    "missing": None,
}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("average<72", True),
        ("average<71", False),
        ("share>40%", True),
        ("arr>2k", False),
        ("arr>2k.eur", True),
        ("arr>=1k", True),
        ("tiers.critical.n>=3", True),
        ("tiers.critical.n>3", False),
        ("day:2026-11-16", True),
        ("as_of<2026-11-16", False),
        ("partial:no owner:ana", True),
        ("missing>0", False),
        ("missing:none", True),
        ("NOT average>72", True),
    ],
)
def test_on_any_other_answer_it_asks_about_its_keys(
    demo: Context, text: str, fits: bool
) -> None:
    test = condition(demo, text, "overview", [ROW])
    assert (test.whole, test.fits(ROW)) == (False, fits)


def test_currencies_are_not_mixed_within_one_row(demo: Context) -> None:
    row = {
        "arr": [{"minor": 9, "currency": "EUR"}, {"minor": 1, "currency": "USD"}],
        "risk": [{"minor": 9, "currency": "USD"}],
    }
    test = condition(demo, "arr>0.05.eur risk>0.05", "x", [row])
    assert not test.fits(row)
    assert condition(demo, "risk>0.05", "x", [row]).fits(row)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=50, deadline=None)
def test_rows_asks_how_many_there_are(demo: Context, many: int, limit: int) -> None:
    test = condition(demo, f"rows>{limit}", "client", [])
    assert test.whole
    assert test.fits({"rows": many}) == (many > limit)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tierr:x", "unknown field `tierr`"),
        ("health>", "a value is missing"),
        ("rows>3 tier:critical", "unknown field `rows`"),
        ("sort:arr", "nothing of their order"),
        ("", "nothing of their order"),
        ("arr>1", "the answer has no “arr”"),
    ],
)
def test_what_cannot_be_asked_is_refused(demo: Context, text: str, told: str) -> None:
    with pytest.raises((QueryError, UsageError), match=told):
        condition(demo, text, "client", [{"id": "C-1", "health": 3}])


def test_age_is_that_of_the_newest_import_and_the_newest_scores(new_store: NewStore) -> None:
    ctx = new_store()
    assert too_old(ctx, 60) == "no import yet and no run of score-clients yet"
    with pytest.raises(UsageError, match="about now"):
        too_old(replace(ctx, as_of=DEMO_NOW), 60)
