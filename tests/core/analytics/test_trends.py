"""Health and use of the base a day."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analytics.health_trend import NO_SCORE, health_days
from core.analytics.usage_trend import usage_trend
from core.health.types import TIERS, Tier
from core.values.money import Money

NOW = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)
clients = st.tuples(
    st.sampled_from([10, 11, 12, 13]),
    st.sampled_from(TIERS),
    st.integers(NO_SCORE, 100),
    st.integers(0, 10**9),
)
Client = tuple[int, Tier, int, int]


@given(st.lists(clients, max_size=40))
def test_a_day_says_what_its_clients_say(drawn: list[Client]) -> None:
    bins = [(day, tier, score, 1, arr) for day, tier, score, arr in drawn]
    for found in health_days(bins, 10, 13, "USD"):
        mine = [c for c in drawn if c[0] == found.day]
        scored = [c for c in mine if c[2] != NO_SCORE]
        assert found.known == bool(mine)
        assert (found.clients, found.scored) == (len(mine), len(scored))
        assert found.tiers == {t: Counter(c[1] for c in mine)[t] for t in TIERS}
        assert found.arr == Money(sum(c[3] for c in mine), "USD")
        if scored:
            assert found.mean == pytest.approx(statistics.fmean(c[2] for c in scored))
            assert found.median == statistics.median(c[2] for c in scored)
        else:
            assert (found.mean, found.median) == (None, None)
        weight = sum(c[3] for c in scored)
        wanted = sum(c[2] * c[3] for c in scored) / weight if weight else None
        assert found.weighted_mean == pytest.approx(wanted)


def test_clients_without_a_score_weigh_nothing() -> None:
    (day,) = health_days(
        [(5, "unknown", NO_SCORE, 2, 900), (5, "healthy", 80, 1, 100)], 5, 5, "USD"
    )
    assert (day.clients, day.scored, day.mean, day.weighted_mean) == (3, 1, 80.0, 80.0)
    assert day.arr == Money(1000, "USD")


def test_today_counts_but_is_not_averaged() -> None:
    calls = {day: day for day in range(1, 10)}
    found = usage_trend(calls, {}, 9, 9, NOW)
    assert [day.calls for day in found.days] == list(range(1, 10))
    assert [day.partial for day in found.days] == [*[False] * 8, True]
    assert [day.average_calls for day in found.days] == [*[None] * 6, 4.0, 5.0, None]
    assert (found.calls.total, found.calls.slope, found.calls.n) == (45, 1.0, 8)
    assert (found.logins.total, found.logins.growth, found.logins.slope) == (0, None, 0.0)


def test_growth_compares_with_the_window_before() -> None:
    found = usage_trend({1: 60, 2: 40, 3: 100, 4: 10}, {3: 4}, 2, 4, NOW)
    assert (found.calls.total, found.calls.previous, found.calls.growth) == (110, 100, 0.1)
    assert (found.first_day, found.last_day, found.logins.total) == (3, 4, 4)
    assert found.calls.slope is None


@given(st.dictionaries(st.integers(-5, 45), st.integers(0, 10**6)), st.integers(1, 40))
def test_the_days_sum_to_the_total(values: dict[int, int], days: int) -> None:
    found = usage_trend(values, values, days, 40, NOW)
    assert sum(day.calls for day in found.days) == found.calls.total
    first = 40 - days + 1
    assert found.calls.previous == sum(
        v for d, v in values.items() if first - days <= d < first
    )
