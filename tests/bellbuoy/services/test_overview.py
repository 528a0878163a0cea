"""The counters above the radar: the whole is the sum of its parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.overview import overview
from bellbuoy.services.scoring.recompute import recompute
from core.clients.revenue import total_by_currency
from core.health.types import TIERS
from core.values.money import Money
from storage.health.facets import rebuild_facets
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, incident, store, subscription
from tests.fixtures.stores import DEMO_NOW, NOW, NewStore


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


@pytest.mark.parametrize("days", [0, 4, 12])
def test_the_counters_are_those_of_the_list(demo: Context, days: int) -> None:
    ctx = demo.looking_at(DEMO_NOW - timedelta(days=days) if days else None)
    found, rows = overview(ctx), clients.page(ctx).rows
    assert found.as_of == ctx.now
    assert found.clients == len(rows) == sum(c.n for c in found.tiers.values())
    assert {tier: c.n for tier, c in found.tiers.items()} == {
        tier: sum(row.tier == tier for row in rows) for tier in TIERS
    }
    scores = [row.score for row in rows if row.score is not None]
    assert (found.scored, found.average) == (len(scores), round(sum(scores) / len(scores), 1))
    deltas = [row.delta7 for row in rows if row.delta7 is not None]
    assert found.average_delta7 == round(sum(deltas) / len(deltas), 1)
    for tier in TIERS:
        mine = [row.arr for row in rows if row.tier == tier and row.arr]
        assert found.tiers[tier].arr == total_by_currency(mine)
    assert found.arr == total_by_currency(m for c in found.tiers.values() for m in c.arr)
    assert found.at_risk_arr == total_by_currency(
        m for tier in ("critical", "at_risk") for m in found.tiers[tier].arr
    )
    assert found.at_risk_share == found.at_risk_arr[0].minor / found.arr[0].minor
    open_now = [i for i in incidents.page(ctx).rows if i.resolved is None]
    assert found.open_incidents == len(open_now) == sum(row.open_incidents for row in rows)
    assert found.incidents_by_severity == Counter(i.severity or "medium" for i in open_now)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store()


def test_nothing_is_nothing(ctx: Context) -> None:
    found = overview(ctx)
    assert (found.clients, found.scored, found.average, found.average_delta7) == (
        0,
        0,
        None,
        None,
    )
    assert (found.arr, found.at_risk_arr, found.at_risk_share) == ((), (), None)
    assert (found.open_incidents, found.incidents_by_severity) == (0, {})
    assert {tier: counter.n for tier, counter in found.tiers.items()} == dict.fromkeys(TIERS, 0)


def test_only_active_clients_count(ctx: Context) -> None:
    """Who is still to come, or has left, is no client today (DEFINITIONS 2.4, 2.8);
    who leaves later still is."""
    told = [
        client("now", TODAY), client("old", None), client("to come", TODAY + 1),
        client("left", TODAY - 90, ended=TODAY), client("leaves", TODAY - 90, ended=TODAY + 1),
        client("said so", TODAY - 90, status="churned"),
    ]  # fmt: skip
    store(ctx, "client", told)
    store(
        ctx,
        "subscription",
        [subscription(f"s{n}", c.external_id, TODAY - 99, 10**n) for n, c in enumerate(told)],
    )
    recompute(ctx)
    found = overview(ctx)
    assert found.clients == 3
    assert found.arr == (Money((1 + 10 + 10_000) * 12, "USD"),)


def test_the_past_counts_as_today_would_have(ctx: Context) -> None:
    told = [client("a", TODAY - 3), client("b", TODAY - 90, ended=TODAY - 3), client("c")]
    store(ctx, "client", told)
    counts = []
    for back in range(6):
        past = ctx.looking_at(NOW - timedelta(days=back) if back else None)
        counts.append(overview(past).clients)
    assert counts == [2, 2, 2, 2, 2, 2]
    store(ctx, "client", [client("d", TODAY - 1)])
    assert overview(ctx.looking_at(NOW - timedelta(days=2))).clients == 2
    assert overview(ctx.looking_at(NOW - timedelta(hours=1))).clients == 3


def test_two_currencies_have_no_share(ctx: Context) -> None:
    store(ctx, "client", [client("a"), client("b")])
    store(ctx, "event", [calls(ctx, "1", "a", TODAY, 1), calls(ctx, "2", "b", TODAY, 5000)])
    facts = [subscription("1", "a", 0, 100, "USD"), subscription("2", "b", 0, 100, "USD")]
    store(ctx, "subscription", facts)
    recompute(ctx)
    assert overview(ctx).at_risk_share == 0.5
    store(ctx, "subscription", [subscription("3", "b", 0, 100, "EUR")])
    recompute(ctx)
    found = overview(ctx)
    assert found.arr == (Money(1200, "EUR"), Money(2400, "USD"))
    assert (found.at_risk_arr, found.at_risk_share) == ((Money(1200, "USD"),), None)


def test_incidents_are_those_open_at_the_moment(ctx: Context) -> None:
    store(ctx, "client", [client("a")])
    hour = timedelta(hours=1)
    told = [
        incident("1", "a", NOW - 9 * hour, severity="high", resolved=NOW - 4 * hour),
        incident("2", "a", NOW - 5 * hour, severity=None),
        incident("3", "a", NOW - 2 * hour, severity="low"),
    ]
    store(ctx, "incident", told)
    seen = [
        overview(ctx.looking_at(NOW - back * hour)).incidents_by_severity
        for back in (10, 9, 5, 4, 2)
    ]
    assert seen == [
        {}, {"high": 1}, {"high": 1, "medium": 1}, {"medium": 1}, {"low": 1, "medium": 1},
    ]  # fmt: skip
    assert overview(ctx).open_incidents == 2
    known = replace(ctx.looking_at(NOW - hour), as_known=True)
    assert overview(known).open_incidents == 0


def test_a_rounded_nothing_has_no_sign(ctx: Context) -> None:
    """One of ninety lost a point: -0.01 is 0.0."""
    store(ctx, "client", [client(f"c{n}") for n in range(90)])
    with ctx.store.unit() as unit:
        unit.rows("UPDATE client SET delta7 = CASE id WHEN 1 THEN -1 ELSE 0 END, score = 1")
        rebuild_facets(unit)
    assert str(overview(ctx).average_delta7) == "0.0"
