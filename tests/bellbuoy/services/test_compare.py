"""Two clients, or one on two days: what stands beside what, on each engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import client_detail, clients, health
from bellbuoy.services.compare import two_clients, two_days
from bellbuoy.services.context import Context
from core.clients.types import Comparison, Figure
from core.values.errors import NotFoundError, UsageError
from core.values.instants import day_end
from tests.fixtures.stores import NewStore


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


def figure(found: Comparison, name: str) -> Figure:
    return next(each for each in found.figures if each.id == name)


def test_two_clients_are_what_their_pages_say(demo: Context) -> None:
    found = two_clients(demo, "C-0001", "coral")
    assert (found.left.key, found.right.key) == ("C-0001", "C-0002")
    for side, name in (("left", "C-0001"), ("right", "C-0002")):
        page = client_detail.show(demo, name)
        assert getattr(figure(found, "health"), side) == page.row.score
        assert getattr(figure(found, "arr"), side) == page.arr
        assert getattr(figure(found, "calls"), side) == page.row.calls_30
    assert found.change is not None
    assert found.change.total == (found.right.score or 0) - (found.left.score or 0)


def test_two_days_are_what_stood_at_their_ends(demo: Context) -> None:
    first, last = demo.today - 12, demo.today - 3
    found = two_days(demo, "C-0002", first, last)
    for side, day in ((found.left, first), (found.right, last)):
        at = demo.looking_at(day_end(day, demo.zone))
        assert (side.day, side.at) == (day, at.now)
        assert side.score == health.explain(at, "C-0002").score


def test_up_to_now_is_the_change_that_an_explanation_tells(demo: Context) -> None:
    compared = 0
    for row in clients.page(demo, "health:any since<today-9d").rows:
        found = two_days(demo, row.key, demo.today - 7)
        why = health.explain(demo, row.key)
        assert found.right.score == row.score
        if why.change is not None:
            compared += 1
            assert found.change is not None
            assert found.change.total == why.change.total
            assert [p.points for p in found.change.parts] == [
                p.points for p in why.change.parts
            ]
    assert compared > 5


def test_a_look_back_compares_what_stood_then(demo: Context) -> None:
    at = demo.looking_at(day_end(demo.today - 4, demo.zone))
    assert two_days(at, "C-0002", demo.today - 9).right.day == demo.today - 4
    assert two_clients(at, "C-0001", "C-0002").left.at == at.now
    with pytest.raises(UsageError, match="out of order"):
        two_days(at, "C-0002", demo.today - 9, demo.today)


@pytest.mark.parametrize(("first", "last"), [(0, None), (1, None), (-3, -3), (-3, -4), (-3, 1)])
def test_days_lie_in_order_and_not_ahead(demo: Context, first: int, last: int | None) -> None:
    until = None if last is None else demo.today + last
    with pytest.raises(UsageError, match="out of order"):
        two_days(demo, "C-0002", demo.today + first, until)


def test_a_client_is_not_held_against_itself_or_nobody(demo: Context) -> None:
    with pytest.raises(UsageError, match="one client"):
        two_clients(demo, "C-0002", "coral")
    with pytest.raises(NotFoundError):
        two_clients(demo, "C-0002", "nobody")
    with pytest.raises(NotFoundError, match="no client yet"):
        two_days(replace(demo), "C-0005", demo.today - 20)
