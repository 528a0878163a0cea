"""How a query can go on: each count is that of the query with the offer in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.views import offers as module
from bellbuoy.services.views.offers import begun, offers
from core.access.types import Viewer
from core.desk.types import Selection
from core.values.errors import DeniedError
from core.views.offers import as_query
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    ctx = new_demo(DEMO_NOW)
    tag(ctx, Selection(query="owner:raj"), ["+vip"])
    tag(ctx, Selection(query="tier:critical"), ["+call-soon"])
    return ctx


def _words(ctx: Context, text: str) -> list[str]:
    return [each.candidate.text for each in offers(ctx, "client", text, len(text))]


TYPED = (
    "tier:", "tier:critical,", "-tier:", "tier!=", "arr>1 owner:", "owner:r", "owner~a",
    "(tier:critical OR owner:", "tier:healthy OR plan:", "NOT industry:", "country:",
    "renews<", "seen>", "tag:", "tag:v", "partial:", "asof:2026-01-31 tier:", "reason:",
    "owner:raj,ana,", "snoozed:", "status!=active,",
)  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
def test_a_count_is_that_of_the_query_with_it(demo: Context, text: str) -> None:
    found = offers(demo, "client", text, len(text))
    assert found
    for each in found:
        assert each.n == clients.count(demo, as_query(each.taken(text)[0])), each


@given(
    st.sampled_from(TYPED), st.sampled_from(["", "arr>1 ", "tier:critical OR ", "health<60 "])
)
@settings(max_examples=30, deadline=None)
def test_it_holds_behind_any_condition(demo: Context, text: str, before: str) -> None:
    typed = before + text
    for each in offers(demo, "client", typed, len(typed)):
        assert each.n == clients.count(demo, as_query(each.taken(typed)[0])), each


def test_the_values_are_those_of_the_store(demo: Context) -> None:
    assert _words(demo, "owner:")[:3] == ["ana", "mei", "raj"]
    assert _words(demo, "owner:ra") == ["raj"]
    assert _words(demo, "tag:")[:2] == ["vip", "call-soon"]
    assert _words(demo, "tag:so") == ["call-soon"]
    assert "Pro" in _words(demo, "plan:p")
    assert _words(demo, "tier:") == ["critical", "at_risk", "healthy", "unknown", "none", "any"]
    assert "critical" not in _words(demo, "tier:critical,")


def test_of_incidents(demo: Context) -> None:
    found = offers(demo, "incident", "status:open severity:", 21)
    assert [each.candidate.text for each in found][:2] == ["critical", "high"]
    for each in found:
        query = each.taken("status:open severity:")[0]
        assert each.n == len(incidents.page(demo, query, limit=999).rows)


def test_names_and_operators_are_not_counted(demo: Context) -> None:
    found = offers(demo, "client", "health", 6)
    assert found == begun("client", "health", 6)
    assert [each.candidate.text for each in found][:2] == ["health:", "health!="]
    assert {each.n for each in found} == {None}


def test_counting_stops_at_a_bound(demo: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COUNTED", 2)
    found = {each.candidate.text: each for each in offers(demo, "client", "tier!=", 6)}
    assert (found["critical"].n, found["critical"].more) == (2, True)
    assert (found["any"].n, found["any"].more) == (0, False)


def test_it_stops_where_it_is_told(demo: Context) -> None:
    looks = iter([False, False, True])
    found = offers(demo, "client", "tier:", 5, cancelled=lambda: next(looks))
    assert len(found) == 2


def test_a_query_that_does_not_hold_is_not_counted(demo: Context) -> None:
    found = offers(demo, "client", "tierr:x owner:", 14)
    assert found
    assert {each.n for each in found} == {None}


def test_another_list_has_none(demo: Context) -> None:
    assert begun("nothing", "a", 1) == ()


def test_who_may_not_read_clients_learns_nothing(demo: Context) -> None:
    viewer = replace(demo, viewer=Viewer("zoe", "auditor"))
    with pytest.raises(DeniedError):
        offers(viewer, "client", "owner:", 6)
