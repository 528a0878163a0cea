"""The days of many instants are the days of each."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import local_days
from core.values.instants import from_micros, local_day, to_micros
from core.values.local_days import LocalDays

# Clocks that change at midnight or a minute past it, by half an hour, by a whole
# day, and (Monrovia, 1972) in the midst of an hour.
ZONES = (
    "UTC", "America/New_York", "Asia/Tokyo", "America/St_Johns", "America/Sao_Paulo",
    "Australia/Lord_Howe", "Pacific/Apia", "Africa/Monrovia", "Africa/Casablanca",
)  # fmt: skip
CHANGES = (
    datetime(2010, 11, 7, 2, 31, tzinfo=UTC), datetime(2011, 12, 30, 10, tzinfo=UTC),
    datetime(1972, 1, 7, 0, 44, 30, tzinfo=UTC), datetime(2018, 2, 18, 2, tzinfo=UTC),
    datetime(2024, 3, 10, 7, tzinfo=UTC), datetime(2024, 4, 6, 15, tzinfo=UTC),
)  # fmt: skip
AT = st.integers(0, to_micros(datetime(2040, 1, 1, tzinfo=UTC)))
NEAR = st.builds(
    lambda change, aside: to_micros(change) + aside,
    st.sampled_from(CHANGES),
    st.integers(-7_300_000_000, 7_300_000_000),
)


@given(st.sampled_from(ZONES), st.lists(st.lists(AT | NEAR, max_size=8), max_size=3))
def test_each_instant_falls_on_its_day(name: str, told: list[list[int]]) -> None:
    zone = ZoneInfo(name)
    days = LocalDays(zone)
    for micros in told:
        assert days.of(micros) == [local_day(from_micros(at), zone) for at in micros]


@pytest.mark.parametrize("name", ZONES)
def test_the_minutes_around_a_change(name: str) -> None:
    zone = ZoneInfo(name)
    for change in CHANGES:
        around = [to_micros(change) + minutes * 30_000_000 for minutes in range(-260, 260)]
        found = LocalDays(zone).of(around)
        assert found == [local_day(from_micros(at), zone) for at in around]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_days, "_MOST", 4)
    zone = ZoneInfo("America/New_York")
    micros = [hour * local_days.HOUR_US for hour in range(0, 400_000, 9_973)]
    days = LocalDays(zone)
    assert days.of(micros) == [local_day(from_micros(at), zone) for at in micros]
    assert len(days._offsets) <= 4
