"""Subscription facts: made, replaced, and whose ARR they move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from core.values.money import Money
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import batch_of, calls, client, codes, store, subscription
from tests.fixtures.stores import NewStore


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client("a", TODAY - 90), client("b", TODAY - 90)])
    recompute(ctx)
    return ctx


def arr(ctx: Context) -> dict[str, Money | None]:
    recompute(ctx)
    return {row.key: row.arr for row in clients.page(ctx).rows}


def test_one_that_goes_to_another_client_moves_the_arr_of_both(ctx: Context) -> None:
    store(ctx, "subscription", [subscription("s", "a", TODAY - 9, 100)])
    assert arr(ctx) == {"a": Money(1200, "USD"), "b": None}
    store(ctx, "subscription", [subscription("s", "b", TODAY - 9, 100)])
    assert arr(ctx) == {"a": None, "b": Money(1200, "USD")}


def test_two_currencies_stay_two(ctx: Context) -> None:
    facts = [
        subscription("s1", "a", TODAY - 9, 100, "EUR"),
        subscription("s2", "a", TODAY - 9, 300, "USD"),
        subscription("s3", "b", TODAY - 9, 100, "JPY"),
        subscription("s4", "b", TODAY - 9, 100, "EUR"),
    ]
    store(ctx, "subscription", facts)
    assert arr(ctx) == {"a": Money(3600, "USD"), "b": Money(1200, "EUR")}
    with ctx.reader() as reader:
        rows = reader.rows("SELECT * FROM client_arr ORDER BY client_id, currency")
    assert rows == [(1, "EUR", 1200), (1, "USD", 3600), (2, "EUR", 1200), (2, "JPY", 1200)]


def test_what_is_said_twice_is_unchanged_and_what_differs_a_conflict(ctx: Context) -> None:
    fact = subscription("s", "a", TODAY - 9, 100)
    other = replace(fact, amount_minor=200)
    assert codes(store(ctx, "subscription", [fact, fact, other])) == [
        "stored", "unchanged", "id.conflict",
    ]  # fmt: skip
    assert codes(store(ctx, "subscription", [other, fact])) == ["stored", "id.conflict"]


def test_an_unknown_client_counts_as_met(ctx: Context) -> None:
    store(ctx, "subscription", [subscription("s", "a", TODAY - 9, 100)])
    batch = batch_of(ctx)
    told = [subscription("s", "nobody", TODAY - 9), subscription("s", "a", TODAY - 9, 7)]
    found = [v for fact in told for v in store(ctx, "subscription", [fact], batch=batch)]
    assert codes(found) == ["ref.client", "id.conflict"]


def test_use_may_name_a_subscription_in_place_of_a_client(ctx: Context) -> None:
    store(ctx, "subscription", [subscription("s", "b", TODAY - 9)])
    batch = batch_of(ctx)
    batch.via = "subscription"
    verdicts = store(
        ctx, "event", [calls(ctx, "1", "s", TODAY, 5), calls(ctx, "2", "b", TODAY, 5)],
        batch=batch,
    )  # fmt: skip
    assert codes(verdicts) == ["stored", "ref.client"]
    assert "no subscription “b”" in str(verdicts[1])
    with ctx.reader() as reader:
        assert reader.rows("SELECT client_id, calls FROM usage_day") == [(2, 5)]
