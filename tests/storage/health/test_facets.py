"""Facet counters follow the clients, whatever column changes."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from storage.health.facets import (
    add_facets,
    drop_empty_facets,
    facets_changed,
    following_facets,
    live_arr,
    live_totals,
    rebuild_facets,
)
from tests.fixtures.counted import counted_facets, kept_facets
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, store, subscription
from tests.fixtures.stores import NewStore


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [
        client("a", TODAY - 90, owner="ana", plan="pro", country="DE"),
        client("b", TODAY - 90, owner="bo"), client("c", TODAY - 90, ended=TODAY),
    ])  # fmt: skip
    store(ctx, "event", [calls(ctx, "1", "a", TODAY, 900)])
    store(ctx, "subscription", [
        subscription("1", "a", 0, 100, term_months=12), subscription("2", "a", 0, 7, "EUR"),
    ])  # fmt: skip
    recompute(ctx)
    return ctx


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE client SET owner = NULL",
        "UPDATE client SET owner = 'cy', plan = 'free', industry = 'x', country = 'FR'",
        "UPDATE client SET tier = 'critical', score = 3, delta7 = -2 WHERE id < 3",
        "UPDATE client SET renews_day = 20600, live = 1 - live",
        "UPDATE client_arr SET arr_minor = arr_minor + 5",
        "DELETE FROM client_arr",
    ],
)
def test_counters_follow_what_changes_inside(ctx: Context, change: str) -> None:
    with ctx.store.unit() as unit, following_facets(unit, [1, 2, 3]):
        unit.run(change)
    with ctx.reader() as reader:
        assert kept_facets(reader) == counted_facets(reader)


def test_only_the_clients_that_are_named_are_followed(ctx: Context) -> None:
    with ctx.store.unit() as unit, following_facets(unit, [2, 99]):
        unit.run("UPDATE client SET owner = 'x' WHERE id = 2")
    with ctx.reader() as reader:
        kept = kept_facets(reader)
        assert kept == counted_facets(reader)
    assert kept["owner", "x", 1, "unknown", ""][0] == 1
    assert not [key for key in kept if key[:2] == ("owner", "bo")]


def test_what_goes_off_and_on_again_is_as_before(ctx: Context) -> None:
    with ctx.reader() as reader:
        before = kept_facets(reader)
    with ctx.store.unit() as unit:
        facets_changed(unit, [1, 3], -1)
        drop_empty_facets(unit)
        assert unit.value("SELECT sum(n) FROM facet_count WHERE dimension = 'all'") == 1
        facets_changed(unit, [1, 3], 1)
        facets_changed(unit, [], 1)
    with ctx.reader() as reader:
        assert kept_facets(reader) == before


def test_a_fault_leaves_everything_as_it_was(ctx: Context) -> None:
    with pytest.raises(RuntimeError), ctx.store.unit() as unit, following_facets(unit, [1]):
        raise RuntimeError
    with ctx.reader() as reader:
        assert kept_facets(reader) == counted_facets(reader)


def test_the_whole_base_is_counted_anew(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.run("UPDATE client SET owner = 'x'")
        rebuild_facets(unit)
    with ctx.reader() as reader:
        assert kept_facets(reader) == counted_facets(reader)


def test_differences_that_leave_nothing_leave_no_row(ctx: Context) -> None:
    key = ("plan", "gone", 1, "healthy", "")
    with ctx.store.unit() as unit:
        add_facets(unit, {key: (2, 1, 50, 0, 0, 0)})
        add_facets(unit, {key: (-1, 0, 0, 0, 0, 0)})
        assert unit.value("SELECT n FROM facet_count WHERE value = 'gone'") == 1
        add_facets(unit, {key: (-1, -1, -50, 0, 0, 0)})
        assert unit.value("SELECT n FROM facet_count WHERE value = 'gone'") is None


def test_totals_are_those_of_the_live(ctx: Context) -> None:
    with ctx.reader() as reader:
        assert live_totals(reader) == [("at_risk", 1, 1, 53, 0, 0), ("unknown", 1, 0, 0, 0, 0)]
        assert live_arr(reader) == [("at_risk", "EUR", 84), ("at_risk", "USD", 1200)]
