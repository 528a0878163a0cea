"""Quiet hours and windows over drawn moments, also where a clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.alerts.quiet import QuietHours, held_until, hours_text, read_hours
from core.values.errors import UsageError

ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in ("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut")
    ]
)
MINUTE = timedelta(minutes=1)
MOMENTS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2022, 1, 1, tzinfo=UTC) + minutes * MINUTE
)
HOURS = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda h: h[0] != h[1])


def is_quiet(at: datetime, hours: QuietHours, tz: ZoneInfo) -> bool:
    """By the wall clock alone."""
    local = at.astimezone(tz)
    minute = local.hour * 60 + local.minute
    if hours.start < hours.end:
        return hours.start <= minute < hours.end
    return minute >= hours.start or minute < hours.end


@given(at=MOMENTS, hours=HOURS, tz=ZONES)
@example(datetime(2026, 3, 8, 6, 30, tzinfo=UTC), (60, 150), ZoneInfo("America/New_York"))
@example(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), (60, 90), ZoneInfo("America/New_York"))
@settings(max_examples=100)
def test_what_is_held_goes_out_when_it_is_quiet_no_more(
    at: datetime, hours: tuple[int, int], tz: ZoneInfo
) -> None:
    quiet = QuietHours(*hours)
    until = held_until(at, quiet, (), tz)
    if is_quiet(at, quiet, tz):
        assert until is not None
    if until is None:
        assert not is_quiet(at, quiet, tz)
        return
    assert at < until <= at + timedelta(hours=26)
    assert held_until(until, quiet, (), tz) is None
    assert not is_quiet(until, quiet, tz)
    # Up to the last minute it is held, and to the same end.
    assert held_until(until - timedelta(seconds=1), quiet, (), tz) == until


@given(
    at=MOMENTS,
    tz=ZONES,
    spans=st.lists(st.tuples(st.integers(-600, 600), st.integers(1, 600)), max_size=5),
)
@settings(max_examples=100)
def test_windows_that_run_into_each_other_are_one(
    at: datetime, tz: ZoneInfo, spans: list[tuple[int, int]]
) -> None:
    windows = [(at + s * MINUTE, at + (s + length) * MINUTE) for s, length in spans]
    until = held_until(at, None, windows, tz)
    moment = at
    while any(start <= moment < end for start, end in windows):
        moment += MINUTE
    assert until == (None if moment == at else moment)


def test_a_skipped_hour_and_one_that_comes_twice() -> None:
    tz = ZoneInfo("America/New_York")
    # 02:30 does not exist on 8 March 2026: it is 03:00 there.
    until = held_until(datetime(2026, 3, 8, 6, 30, tzinfo=UTC), QuietHours(60, 150), (), tz)
    assert until == datetime(2026, 3, 8, 7, tzinfo=UTC)
    # 01:30 comes twice on 1 November: the second ends the quiet.
    until = held_until(datetime(2026, 11, 1, 5, tzinfo=UTC), QuietHours(0, 90), (), tz)
    assert until == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_no_end_in_sight_is_an_end_all_the_same() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    windows = [(at + n * MINUTE, at + (n + 1) * MINUTE) for n in range(400)]
    always = [(at, at + timedelta(days=400))]
    assert held_until(at, None, windows, ZoneInfo("UTC")) == at + 400 * MINUTE
    assert held_until(at, QuietHours(0, 720), always, ZoneInfo("UTC")) is not None


@pytest.mark.parametrize("text", ["22:00", "24:00-07:00", "22:00-22:00", "a-b", "22:60-07:00"])
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(UsageError):
        read_hours(text)


def test_hours_are_read_as_they_are_written() -> None:
    assert read_hours("off") is None
    assert hours_text(read_hours("22:05-07:00")) == "22:05-07:00"
    assert hours_text(None) == "off"
