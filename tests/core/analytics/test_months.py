"""Months of local days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.analytics.months import month_of, month_starts, months_between
from core.values.instants import day_of, from_micros

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
days = st.integers(0, 40_000)


@given(days, days)
def test_the_months_between_are_those_of_all_days(one: int, other: int) -> None:
    first, last = min(one, other), max(one, other)
    found = months_between(first, last)
    step = range(first, last, 27)
    assert set(map(month_of, [*step, last])) == set(found)
    assert list(found) == sorted(set(found))


@given(days, st.sampled_from([BERLIN, NEW_YORK]))
def test_a_month_starts_at_the_first_instant_of_its_first_day(day: int, zone: ZoneInfo) -> None:
    month = month_of(day)
    (start,) = (from_micros(micros) for micros in month_starts((month,), zone))
    assert start.astimezone(zone).strftime("%Y-%m") == month
    before = start - timedelta(microseconds=1)
    assert before.astimezone(zone).strftime("%Y-%m") < month


def test_a_month_is_bounded_in_the_zone_of_the_store() -> None:
    (start,) = month_starts(("2024-07",), BERLIN)
    assert from_micros(start) == datetime(2024, 6, 30, 22, tzinfo=UTC)
    assert month_of(day_of(date(2026, 12, 31))) == "2026-12"
