"""The base as a whole: every figure is that of its parts."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, incidents
from bellbuoy.services.analytics import (
    MOST_DAYS,
    REVENUE_BY,
    churn_tiers,
    health_trend,
    incident_stats,
    revenue,
    usage_trend,
)
from bellbuoy.services.context import Context
from bellbuoy.services.overview import overview
from bellbuoy.services.scoring.recompute import recompute
from core.analytics.types import Revenue
from core.clients.revenue import total_by_currency
from core.events.types import DayTotalFact
from core.health.types import TIERS
from core.values.errors import DeniedError, UsageError
from core.values.instants import day_end
from core.values.money import Money
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, logins, store, subscription
from tests.fixtures.many import Told, bases, tell
from tests.fixtures.stores import DEMO_NOW, NOW, NewStore, context, move


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def some(amounts: tuple[Money, ...]) -> tuple[Money, ...]:
    return tuple(money for money in amounts if money.minor)


def assert_adds_up(found: Revenue) -> None:
    """Rows to totals, tiers to rows, and shares from the same amounts."""
    for row in (*found.rows, found.totals):
        assert row.clients == sum(counter.n for counter in row.tiers.values())
        assert row.arr == total_by_currency(m for c in row.tiers.values() for m in c.arr)
    for tier in TIERS:
        column = [m for row in found.rows for m in row.tiers[tier].arr]
        assert found.totals.tiers[tier].arr == total_by_currency(column)
        assert found.totals.tiers[tier].n == sum(row.tiers[tier].n for row in found.rows)


# Revenue


@settings(max_examples=30, deadline=None)
@given(bases(), st.sampled_from(REVENUE_BY))
def test_revenue_is_that_of_the_overview(new_store: NewStore, told: Any, by: str) -> None:
    ctx = new_store()
    tell(ctx, told)
    found, whole = revenue(ctx, by), overview(ctx)
    assert_adds_up(found)
    assert found.totals.clients == whole.clients
    assert found.totals.arr == some(whole.arr)
    assert found.totals.at_risk == some(whole.at_risk_arr)
    for tier in TIERS:
        assert found.totals.tiers[tier].n == whole.tiers[tier].n
        assert found.totals.tiers[tier].arr == some(whole.tiers[tier].arr)
    # Worked out from the rows it is the same.
    assert revenue(ctx, by, "id:any") == found


@pytest.mark.parametrize("by", REVENUE_BY)
def test_revenue_of_a_past_day_is_that_of_its_overview(demo: Context, by: str) -> None:
    past = demo.looking_at(DEMO_NOW - timedelta(days=12))
    found, whole = revenue(past, by), overview(past)
    assert_adds_up(found)
    assert (found.totals.clients, found.totals.arr) == (whole.clients, whole.arr)
    assert found.totals.at_risk == whole.at_risk_arr
    assert found.as_of == past.now
    assert (
        revenue(demo, by, "asof:2026-11-04").totals
        == revenue(demo.looking_at(day_end(demo.today - 12, demo.zone)), by).totals
    )


def test_revenue_of_a_query_is_that_of_its_clients(demo: Context) -> None:
    found = revenue(demo, "industry", "owner:ana")
    rows = clients.page(demo, "owner:ana", limit=99).rows
    assert found.totals.clients == len(rows)
    assert found.totals.arr == total_by_currency(row.arr for row in rows if row.arr)
    assert {row.value for row in found.rows} == {row.industry for row in rows}
    for line in found.rows:
        there = clients.page(demo, f"owner:ana {line.query}", limit=99).rows
        assert len(there) == line.clients


def test_each_line_of_revenue_finds_its_clients(demo: Context) -> None:
    for by in REVENUE_BY:
        for line in revenue(demo, by).rows:
            assert len(clients.page(demo, line.query, limit=99).rows) == line.clients


def test_revenue_cannot_be_split_by_everything(demo: Context) -> None:
    with pytest.raises(UsageError, match="not split by “name”"):
        revenue(demo, "name")
    with pytest.raises(UsageError, match="by:"):
        revenue(demo, "owner", "by:plan")


# Health


def test_the_last_day_is_the_overview(demo: Context) -> None:
    found, whole = health_trend(demo).days[-1], overview(demo)
    rows = clients.page(demo, limit=99).rows
    scores = [row.score for row in rows if row.score is not None]
    assert (found.clients, found.scored) == (whole.clients, whole.scored)
    assert found.mean == statistics.fmean(scores)
    assert found.median == statistics.median(scores)
    assert found.tiers == {tier: whole.tiers[tier].n for tier in TIERS}
    assert (found.arr,) == whole.arr
    weights = [(row.score, row.arr.minor) for row in rows if row.arr and row.score is not None]
    weighted = sum(s * w for s, w in weights) / sum(w for _, w in weights)
    assert found.weighted_mean == pytest.approx(weighted)


@pytest.mark.parametrize("back", [1, 7, 20])
def test_a_day_before_is_the_overview_of_that_day(demo: Context, back: int) -> None:
    """The trend of today, and that of the day itself, both say what held then."""
    past = demo.looking_at(day_end(demo.today - back, demo.zone))
    day, whole = health_trend(past).days[-1], overview(past)
    assert day == health_trend(demo).days[-1 - back]
    assert day.tiers == {tier: whole.tiers[tier].n for tier in TIERS}
    assert day.mean is not None
    assert round(day.mean, 1) == whole.average


def test_a_moment_inside_a_past_day_is_that_of_its_picture(demo: Context) -> None:
    noon = demo.looking_at(datetime(2026, 11, 10, 12, tzinfo=UTC))
    day, whole = health_trend(noon).days[-1], overview(noon)
    assert day.day == noon.today
    assert day.tiers == {tier: whole.tiers[tier].n for tier in TIERS}
    assert health_trend(noon).days[:-1] == health_trend(demo, 36).days[:29]


@settings(max_examples=15, deadline=None)
@given(bases())
def test_any_base_has_the_trend_of_its_clients(new_store: NewStore, told: Any) -> None:
    ctx = new_store()
    tell(ctx, told)
    found, whole = health_trend(ctx, 3), overview(ctx)
    today = found.days[-1]
    assert [day.day for day in found.days] == [TODAY - 2, TODAY - 1, TODAY]
    assert today.clients == whole.clients
    assert today.scored == whole.scored
    base = [money.minor for money in whole.arr if money.currency == "USD"]
    assert today.arr == Money(sum(base), "USD")


def test_a_night_without_a_worker_makes_no_gap(new_store: NewStore) -> None:
    ctx = new_store()
    store(ctx, "client", [client("a", TODAY - 50)])
    store(ctx, "event", [calls(ctx, "e", "a", TODAY - 1, 9_000)])
    recompute(ctx)
    then = health_trend(ctx, 1).days[0]
    move(ctx, NOW + timedelta(days=2))
    days = health_trend(ctx, 3).days
    assert [day.day for day in days] == [TODAY, TODAY + 1, TODAY + 2]
    assert {(day.mean, day.clients) for day in days} == {(then.mean, 1)}


def test_nothing_is_known_of_an_empty_store(new_store: NewStore) -> None:
    ctx = new_store()
    assert not any(day.known or day.clients for day in health_trend(ctx).days)
    assert usage_trend(ctx).calls.total == 0
    assert usage_trend(ctx).calls.growth is None
    assert revenue(ctx, "owner").rows == ()
    assert incident_stats(ctx).totals.n == 0


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_a_range_has_its_bounds(demo: Context, days: int) -> None:
    for trend in (health_trend, usage_trend):
        with pytest.raises(UsageError, match="cannot be shown"):
            trend(demo, days)


# Use


def test_use_is_the_sum_over_all_clients(demo: Context) -> None:
    found = usage_trend(demo, 30)
    with demo.reader() as reader:
        rows = {
            day: (int(calls), int(logins))
            for day, calls, logins in reader.rows(
                "SELECT day, sum(calls), sum(logins) FROM usage_day GROUP BY day"
            )
        }
    for day in found.days:
        assert (day.calls, day.logins) == rows.get(day.day, (0, 0))
    assert found.calls.total == sum(day.calls for day in found.days)
    assert found.calls.previous == sum(
        pair[0] for day, pair in rows.items() if found.first_day - 30 <= day < found.first_day
    )
    full = [day.calls for day in found.days[:-1]]
    slope = statistics.linear_regression(range(29), full).slope
    assert found.calls.slope == pytest.approx(slope)
    assert [day.partial for day in found.days] == [*[False] * 29, True]
    assert found.days[-2].average_calls == pytest.approx(statistics.fmean(full[-7:]))


def test_a_past_day_has_the_use_known_of_it(demo: Context) -> None:
    past = demo.looking_at(day_end(demo.today - 5, demo.zone))
    assert [(day.day, day.calls) for day in usage_trend(past, 10).days] == [
        (day.day, day.calls) for day in usage_trend(demo, 15).days[:10]
    ]


def test_in_the_middle_of_a_past_day_use_ends_there(new_store: NewStore) -> None:
    """A day total belongs to its whole day; an increment to its moment."""
    ctx = new_store()
    store(ctx, "client", [client("a"), client("b")])
    yesterday = TODAY - 1
    store(ctx, "event", [
        calls(ctx, "e1", "a", yesterday, 5, hours=9),
        calls(ctx, "e2", "a", yesterday, 7, hours=13),
        logins(ctx, "e3", "b", yesterday, 2, hours=9),
        calls(ctx, "e4", "b", yesterday - 1, 90),
    ])  # fmt: skip
    store(ctx, "day_total", [DayTotalFact("b", yesterday, 100, None)], "app")
    at = datetime(2026, 3, 14, 12, tzinfo=UTC)
    then = usage_trend(ctx.looking_at(at), 2).days
    assert [(day.calls, day.logins) for day in then] == [(90, 0), (105, 2)]
    whole = usage_trend(ctx, 2).days
    assert [(day.calls, day.logins) for day in whole] == [(112, 2), (0, 0)]


# Incidents


@pytest.mark.parametrize("query", ["", "client:coral", "status:open", "asof:2026-11-12"])
def test_incidents_are_counted_as_they_stand(demo: Context, query: str) -> None:
    found = incident_stats(demo, query)
    rows = incidents.page(demo, query, limit=999).rows
    assert found.totals.n == len(rows) == sum(row.n for row in found.rows)
    severities = Counter(row.severity or "medium" for row in rows)
    assert {row.severity: row.n for row in found.rows if row.n} == severities
    statuses = Counter(row.status for row in rows)
    assert {s: n for s, n in found.totals.statuses.items() if n} == statuses
    for row in found.rows:
        assert len(incidents.page(demo, f"{query} {row.query}", limit=999).rows) == row.n


def test_each_reads_only_what_its_role_may(demo_store: Path) -> None:
    auditor = context(demo_store, DEMO_NOW, role="auditor")
    for read in (health_trend, usage_trend, revenue, incident_stats):
        with pytest.raises(DeniedError):
            read(auditor)


def test_clients_without_money_are_counted_all_the_same(new_store: NewStore) -> None:
    ctx = new_store()
    store(ctx, "client", [client("a", owner="ana"), client("b", owner="ana")])
    store(ctx, "subscription", [subscription("s", "a", TODAY - 5, 100, "EUR")])
    recompute(ctx)
    (row,) = revenue(ctx, "owner").rows
    assert (row.value, row.clients, row.arr) == ("ana", 2, (Money(1200, "EUR"),))
    assert row.tiers["unknown"].n == 2
    assert (row.at_risk, row.share, row.part) == ((), {"EUR": 0.0}, {})


@given(told=bases(), back=st.sampled_from((0, 2, 91)))
@settings(max_examples=examples(20, 200), deadline=None)
def test_churn_tiers_count_active_clients(new_store: NewStore, told: Told, back: int) -> None:
    ctx = new_store()
    tell(ctx, told)
    ctx = ctx.looking_at(NOW - timedelta(days=back)) if back else ctx
    # In a look back only a day of leaving counts.
    churned = {c.external_id for c in told.clients if c.status == "churned" and not back}
    gone = {
        c.external_id
        for c in told.clients
        if (c.external_id in churned if c.ended is None else c.ended <= ctx.today)
    }
    found = churn_tiers(ctx)
    for row in found.rows:
        listed = {each.key for each in clients.page(ctx, row.query).rows}
        assert row.clients == len(listed - gone)
    assert found.clients <= len(told.clients)
    assert found.told == any(each.amount_minor >= 0 for each in told.purchases)
