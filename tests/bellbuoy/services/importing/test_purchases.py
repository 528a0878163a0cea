"""Purchase facts: made, replaced, given back, and when each client last bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, purchases
from bellbuoy.services.context import Context
from bellbuoy.services.store import check
from core.clients.churn import CHURN_TIERS, churn_tier, counted_from
from core.values.instants import day_end, from_micros, local_day
from core.values.money import Money
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import client, codes, purchase, store
from tests.fixtures.stores import NOW, NewStore, move


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client("a", TODAY - 400), client("b", TODAY - 100)])
    return ctx


def bought(ctx: Context) -> dict[str, int | None]:
    return {row.key: row.last_bought for row in clients.page(ctx).rows}


def tiers(ctx: Context) -> dict[str, str | None]:
    return {row.key: row.churn_tier for row in clients.page(ctx).rows}


def keys(ctx: Context, query: str) -> list[str]:
    return [row.key for row in clients.page(ctx, query).rows]


def test_the_last_purchase_counts_and_without_one_the_beginning(ctx: Context) -> None:
    assert tiers(ctx) == {"a": "high", "b": "medium"}
    assert all(row.never_purchased for row in clients.page(ctx).rows)
    store(ctx, "purchase", [purchase(ctx, "1", "a", TODAY - 91), purchase(ctx, "2", "a", 0)])
    assert bought(ctx) == {"a": TODAY - 91, "b": None}
    assert tiers(ctx) == {"a": "medium", "b": "medium"}
    assert keys(ctx, "bought:any") == ["a"]
    assert keys(ctx, "bought>90d") == ["a"]
    assert keys(ctx, "bought>91d") == []
    assert keys(ctx, "churn_tier:medium bought:none") == ["b"]


def test_a_refund_is_no_purchase_and_one_of_nothing_is(ctx: Context) -> None:
    told = [purchase(ctx, "1", "a", TODAY - 9, 0), purchase(ctx, "2", "a", TODAY - 1, -1)]
    assert codes(store(ctx, "purchase", told)) == ["stored", "stored"]
    assert bought(ctx) == {"a": TODAY - 9, "b": None}
    assert purchases.show(ctx, "2").amount == Money(-1, "USD")


def test_one_that_goes_to_another_client_moves_the_last_day_of_both(ctx: Context) -> None:
    told = [purchase(ctx, "1", "a", TODAY - 9), purchase(ctx, "2", "a", TODAY - 99)]
    store(ctx, "purchase", told)
    assert codes(store(ctx, "purchase", [replace(told[0], client="b")])) == ["stored"]
    assert bought(ctx) == {"a": TODAY - 99, "b": TODAY - 9}
    store(ctx, "purchase", [replace(told[0], client="b", amount_minor=-5)])
    assert bought(ctx) == {"a": TODAY - 99, "b": None}
    found = purchases.show(ctx, "1")
    assert (found.client, found.name, found.customer) == ("b", "Client b", 2)
    assert [each.key for each in purchases.page(ctx, "client:a").rows] == ["2"]


def test_what_is_said_twice_is_unchanged_and_what_differs_a_conflict(ctx: Context) -> None:
    fact = purchase(ctx, "1", "a", TODAY - 9)
    other = replace(fact, amount_minor=200)
    assert codes(store(ctx, "purchase", [fact, fact, other])) == [
        "stored", "unchanged", "id.conflict",
    ]  # fmt: skip
    assert codes(store(ctx, "purchase", [other, replace(fact, client="nobody")])) == [
        "stored", "ref.client",
    ]  # fmt: skip


def test_two_sources_may_use_one_id(ctx: Context) -> None:
    store(ctx, "client", [client("z", TODAY - 9)], "shop")
    store(ctx, "purchase", [purchase(ctx, "1", "a", TODAY - 9)])
    store(ctx, "purchase", [purchase(ctx, "1", "z", TODAY - 3)], "shop")
    found = {each.key: each.client for each in purchases.page(ctx).rows}
    assert found == {"1": "a", "shop:1": "z"}


def test_a_look_back_counts_up_to_its_moment_and_new_facts_take_it_away(ctx: Context) -> None:
    store(
        ctx, "purchase", [purchase(ctx, "1", "a", TODAY - 200), purchase(ctx, "2", "a", TODAY)]
    )
    back = ctx.looking_at(NOW - timedelta(days=50))
    assert (bought(back)["a"], tiers(back)["a"]) == (TODAY - 200, "medium")
    assert tiers(back)["b"] == "low"
    store(ctx, "purchase", [purchase(ctx, "3", "a", TODAY - 60)])
    assert (bought(back)["a"], tiers(back)["a"]) == (TODAY - 60, "low")
    known = replace(back, as_known=True)
    assert bought(known)["a"] is None
    assert tiers(ctx.looking_at(NOW - timedelta(days=101))) == {"a": "medium"}


def test_a_clock_that_was_set_back_counts_up_to_its_day(ctx: Context) -> None:
    told = [purchase(ctx, "1", "a", TODAY - 300), purchase(ctx, "2", "a", TODAY - 5)]
    store(ctx, "purchase", told)
    move(ctx, NOW - timedelta(days=110))
    assert bought(ctx)["a"] == TODAY - 300
    assert tiers(ctx) == {"a": "high", "b": None}
    assert keys(ctx, "churn_tier:none") == ["b"]


def test_the_gravest_come_first_and_groups_count_all(ctx: Context) -> None:
    store(ctx, "client", [client("c", TODAY + 2), client("d", TODAY - 3)])
    assert keys(ctx, "sort:churn_tier") == ["a", "b", "d", "c"]
    counted = {tier: len(keys(ctx, f"churn_tier:{tier}")) for tier in (*CHURN_TIERS, "none")}
    assert counted == {"high": 1, "medium": 1, "low": 1, "none": 1}


def test_the_check_finds_a_last_purchase_that_is_none(ctx: Context) -> None:
    store(ctx, "purchase", [purchase(ctx, "1", "b", TODAY - 9)])

    def found() -> tuple[str, str]:
        [told] = [each for each in check(ctx, full=True) if each.name == "purchases"]
        return told.state, told.text

    assert found()[0] == "ok"
    with ctx.store.unit() as unit:
        unit.run("UPDATE client SET last_bought_day = last_bought_day + 1 WHERE key = 'b'")
    assert found()[0] == "fail"
    assert "such as b" in found()[1]


@given(
    bought=st.none() | st.integers(-3, 200),
    start=st.none() | st.integers(-3, 200),
    created=st.integers(-3, 200),
    hour=st.integers(0, 23),
)
@settings(max_examples=examples(60, 400), deadline=None)
def test_the_database_says_what_the_definition_says(
    living: Context, bought: int | None, start: int | None, created: int, hour: int
) -> None:
    ctx = living
    made = day_end(TODAY - created, ctx.zone) - timedelta(hours=hour)
    with ctx.store.unit(durable=False) as unit:
        unit.run(
            "UPDATE client SET last_bought_day = :bought, start_day = :start,"
            " created_us = :made",
            {
                "bought": None if bought is None or bought < 0 else TODAY - bought,
                "start": None if start is None else TODAY - start,
                "made": int(made.timestamp()) * 1_000_000,
            },
        )
        created_day = local_day(from_micros(int(made.timestamp()) * 1_000_000), ctx.zone)
    [row] = clients.page(ctx).rows
    since = counted_from(TODAY, row.last_bought, row.start, created_day)
    expected = None if since is None else churn_tier(TODAY - since)
    assert row.churn_tier == expected
    assert keys(ctx, f"churn_tier:{expected or 'none'}") == [row.key]


@pytest.fixture(scope="module")
def living(new_store: NewStore) -> Context:
    """One client, in a zone whose clocks change."""
    ctx = new_store("America/New_York")
    store(ctx, "client", [client("a", TODAY - 400)])
    return ctx
