"""Transactions by query, by number, and as they come in, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bellbuoy.services import purchases
from bellbuoy.services.context import Context
from bellbuoy.services.making_purchases import fill_purchases
from bellbuoy.services.simulations import feeding, living, undoing
from core.purchases.types import Purchase
from core.query.errors import QueryError
from core.simulations.demo.purchases import demo_purchases
from core.values.errors import BellbuoyError, NotFoundError
from core.values.money import Money
from tests.fixtures.stores import NOW, NewStore, move

CUSTOMERS = 30


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    fill_purchases(ctx, 7, CUSTOMERS, NOW)
    return ctx


def keys(ctx: Context, query: str) -> list[str]:
    return [each.key for each in purchases.page(ctx, query, limit=1_000).rows]


def test_what_is_kept_is_what_was_drawn(ctx: Context) -> None:
    found = purchases.show(ctx, "t-0001")
    at = NOW - timedelta(days=53)
    assert found == Purchase(
        "T-0001",
        found.customer,
        at,
        Money(72_203, "USD"),
        "Books",
        "36-45",
        "Chicago",
        at,
        None,
    )
    drawn = dict(demo_purchases(7, CUSTOMERS))
    rows = purchases.page(ctx, limit=1_000).rows
    assert {each.key for each in rows} == set(drawn)
    assert [each.at for each in rows] == sorted((each.at for each in rows), reverse=True)
    for each in rows:
        told = drawn[each.key]
        assert (each.amount.minor, each.category, each.age_group, each.city, each.customer) == (
            told.amount_minor, told.category, told.age_group, told.city, told.customer,
        )  # fmt: skip
        assert each.at == NOW - timedelta(days=told.days)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("category:books", lambda each: each.category == "Books"),
        ("category:Food,Home", lambda each: each.category in ("Food", "Home")),
        ("age:55+", lambda each: each.age_group == "55+"),
        ("age:18-25", lambda each: each.age_group == "18-25"),
        ('city:"New York"', lambda each: each.city == "New York"),
        ("amount>500", lambda each: each.amount.minor > 50_000),
        ("customer:1..5", lambda each: 1 <= each.customer <= 5),
        ("day<30d", lambda each: each.at > NOW - timedelta(days=30)),
        ("houston", lambda each: each.city == "Houston"),
        ("simulated:yes", lambda _: False),
        ("simulated:no", lambda _: True),
    ],
)
def test_a_query_gives_those_that_fit(
    query: str, fits: Callable[[Purchase], bool], ctx: Context
) -> None:
    rows = purchases.page(ctx, limit=1_000).rows
    wanted = [each.key for each in rows if fits(each)]
    assert keys(ctx, query) == wanted
    assert purchases.count(ctx, query) == len(wanted)
    assert bool(wanted) == (query != "simulated:yes")


def test_pages_of_any_order_add_up_to_the_list(ctx: Context) -> None:
    for sort in (None, "-amount", "city"):
        found: list[str] = []
        page = purchases.page(ctx, sort=sort, limit=70)
        found += [each.key for each in page.rows]
        while page.next is not None:
            page = purchases.page(ctx, sort=sort, limit=70, cursor=page.next)
            found += [each.key for each in page.rows]
        whole = purchases.page(ctx, sort=sort, limit=1_000)
        assert found == [each.key for each in whole.rows]
        assert len(set(found)) == 300
    amounts = [each.amount.minor for each in purchases.page(ctx, sort="-amount").rows]
    assert amounts == sorted(amounts, reverse=True)


def test_what_is_not_there_is_said(ctx: Context) -> None:
    with pytest.raises(NotFoundError, match="no transaction “T-0301”"):
        purchases.show(ctx, "T-0301")
    with pytest.raises(QueryError, match="unknown field"):
        purchases.page(ctx, "colour:red")


def test_each_is_told_once_as_it_comes(ctx: Context) -> None:
    """Two feeds side by side, of which one is taken back and another one begins between
    two looks: nothing is told twice, nothing is left out."""
    first = feeding.begin_feed(ctx, {}, seed=1)
    looks = iter(range(5))

    def wait(_seconds: float) -> bool:
        look = next(looks, None)
        if look == 1:
            feeding.begin_feed(ctx, {"interval": 1})
        if look == 2:
            undoing.undo(ctx, [first.number])
            feeding.begin_feed(ctx, {}, seed=3)
        _wait(ctx, {0: 7, 1: 4, 3: 10}.get(-1 if look is None else look, 0))
        return look is not None

    told: list[list[str]] = [[]]
    for each in purchases.follow(ctx, wait, begin=3):
        if each is None:
            told.append([])
        else:
            told[-1].append(each.key)
    newest = [each.key for each in purchases.page(ctx, "simulated:no", limit=3).rows]
    assert told == [
        newest[::-1],
        [f"T-SIM-1-{n}" for n in (1, 2, 3)],
        ["T-SIM-1-4", "T-SIM-1-5", *(f"T-SIM-2-{n}" for n in (1, 2, 3, 4))],
        [],
        [*(f"T-SIM-2-{n}" for n in range(5, 15)), *(f"T-SIM-1-{n}" for n in range(1, 6))],
        [],
        [],
    ]


def _wait(ctx: Context, seconds: int) -> None:
    move(ctx, ctx.clock.now() + timedelta(seconds=seconds))
    living.advance(ctx)


def test_a_store_without_any_is_asked_all_the_same(new_store: NewStore) -> None:
    ctx = new_store()
    assert (purchases.latest(ctx), purchases.count(ctx)) == ((), 0)
    assert list(purchases.follow(ctx, lambda _: False)) == [None]
    with pytest.raises(BellbuoyError):
        purchases.show(ctx, "T-0001")
