"""Slots: every local time once, over clock changes, leap days and other zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.jobs.cron import parse_cron
from core.jobs.slots import count_slots, last_slot, next_slot, slots_of
from jobs.registry import JOBS

LINES = (
    *(job.every for job in JOBS),
    "30 2 * * *", "0 0 * * *", "*/15 * * * *", "30 1 * * *", "0 */6 * * *", "0 0 29 2 *",
    "15 3 * * mon", "0 12 1 * *", "*/7 1-3 * * *",
)  # fmt: skip
ZONES = (
    "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo",
    "America/Havana", "Asia/Kathmandu", "Pacific/Apia",
)  # fmt: skip
LEAST, MOST = datetime(2011, 12, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
lines = st.one_of(
    st.sampled_from(LINES),
    st.builds(
        "{} {} {} {} {}".format,
        st.sampled_from(("0", "*", "*/10", "30", "5,35", "0-59/20")),
        st.sampled_from(("*", "0", "1", "2", "1-3", "*/2", "23", "2,14")),
        st.sampled_from(("*", "*", "*", "1", "29", "31")),
        st.sampled_from(("*", "*", "3", "10,11")),
        st.sampled_from(("*", "*", "sun", "1-5")),
    ),
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.datetimes(
    LEAST.replace(tzinfo=None), MOST.replace(tzinfo=None), timezones=st.just(UTC)
)


def around(tz: str, line: str, first: str, number: int) -> list[str]:
    """Slots in local time with their distance to UTC."""
    zone, at, found = ZoneInfo(tz), datetime.fromisoformat(first), []
    for _ in range(number):
        slot = next_slot(parse_cron(line), zone, at)
        assert slot is not None
        found.append(slot.astimezone(zone).strftime("%d %H:%M%z"))
        at = slot
    return found


def test_a_daily_run_comes_once_when_clocks_go_forward_and_back() -> None:
    forward = around("America/New_York", "30 2 * * *", "2026-03-07T12:00+00:00", 3)
    assert forward == ["08 03:30-0400", "09 02:30-0400", "10 02:30-0400"]
    back = around("America/New_York", "30 1 * * *", "2026-10-31T12:00+00:00", 2)
    assert back == ["01 01:30-0400", "02 01:30-0500"]


def test_a_run_of_every_hour_follows_elapsed_time() -> None:
    back = around("America/New_York", "30 * * * *", "2026-11-01T04:00+00:00", 4)
    assert back == ["01 00:30-0400", "01 01:30-0400", "01 01:30-0500", "01 02:30-0500"]
    forward = around("America/New_York", "30 * * * *", "2026-03-08T06:00+00:00", 3)
    assert forward == ["08 01:30-0500", "08 03:30-0400", "08 04:30-0400"]


def test_half_an_hour_that_comes_twice_has_its_slots_twice() -> None:
    found = around("Australia/Lord_Howe", "*/15 * * * *", "2026-04-04T14:30+00:00", 5)
    assert found == [
        "05 01:45+1100", "05 01:30+1030", "05 01:45+1030", "05 02:00+1030", "05 02:15+1030",
    ]  # fmt: skip


def test_29_february_comes_in_leap_years_and_not_in_2100() -> None:
    line, tz = parse_cron("0 6 29 2 *"), ZoneInfo("Europe/Berlin")
    at = datetime(2096, 1, 1, tzinfo=UTC)
    first = next_slot(line, tz, at)
    assert first is not None
    second = next_slot(line, tz, first)
    assert second is not None
    assert [slot.year for slot in (first, second)] == [2096, 2104]


def test_a_day_that_a_zone_left_out_has_its_slots_on_the_next() -> None:
    """Samoa had no 30 December 2011."""
    found = around("Pacific/Apia", "0 10 * * *", "2011-12-29T00:00+00:00", 3)
    assert found == ["29 10:00-1000", "31 10:00+1400", "01 10:00+1400"]


@given(line=lines, zone=zones, at=instants)
@settings(max_examples=100, deadline=None)
def test_next_and_last_are_neighbours(line: str, zone: ZoneInfo, at: datetime) -> None:
    cron = parse_cron(line)
    after = next_slot(cron, zone, at)
    assert after is not None
    assert after > at
    assert last_slot(cron, zone, after) == after
    before = last_slot(cron, zone, after - timedelta(microseconds=1))
    assert before is not None
    assert before <= at
    assert next_slot(cron, zone, before) == after
    local = after.astimezone(zone)
    assert local.minute in cron.minutes or local.utcoffset() != (
        (local - timedelta(hours=1)).utcoffset()
    )


@given(line=lines, zone=zones, at=instants, hours=st.integers(0, 24 * 40))
@settings(max_examples=40, deadline=None)
def test_counting_is_stepping(line: str, zone: ZoneInfo, at: datetime, hours: int) -> None:
    cron, until = parse_cron(line), at + timedelta(hours=hours)
    steps, slot = 0, next_slot(cron, zone, at)
    while slot is not None and slot <= until and steps < 300:
        steps += 1
        slot = next_slot(cron, zone, slot)
    if steps < 300:
        assert count_slots(cron, zone, at, until) == steps
    middle = at + (until - at) / 2
    halves = count_slots(cron, zone, at, middle), count_slots(cron, zone, middle, until)
    assert sum(halves) == count_slots(cron, zone, at, until)


@given(zone=zones, first=st.dates(date(2012, 1, 2), date(2030, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_a_run_of_every_day_comes_on_every_day(zone: ZoneInfo, first: date) -> None:
    cron = parse_cron("30 2 * * *")
    days = [first + timedelta(days=n) for n in range(40)]
    slots = sorted(slot for day in days for slot in slots_of(cron, zone, day))
    assert [slot.astimezone(zone).date() for slot in slots] == days
    assert all(a < b for a, b in pairwise(slots))


def test_a_year_of_slots_is_counted_without_stepping_through_them() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    cron, zone = parse_cron("* * * * *"), ZoneInfo("America/New_York")
    assert count_slots(cron, zone, start, datetime(2027, 1, 1, tzinfo=UTC)) == 365 * 1440


@pytest.mark.parametrize("line", ["0 0 * * *", "*/10 * * * *"])
def test_nothing_lies_between_an_instant_and_one_before_it(line: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert count_slots(parse_cron(line), ZoneInfo("UTC"), at, at - timedelta(days=9)) == 0
