from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.values.errors import RowError, UsageError
from core.values.instants import (
    add_months,
    date_of,
    day_end,
    day_of,
    day_start,
    day_text,
    days_left_text,
    from_local,
    from_micros,
    iso,
    local_day,
    parse_day,
    to_micros,
    zone,
)

at = datetime.fromisoformat
usual = settings(deadline=None, max_examples=200)
ZONES = sorted(available_timezones())
UTC_ZONE = ZoneInfo("UTC")
WEEKS = range(parse_day("2008-01-01"), parse_day("2026-12-31"), 7)
MIDNIGHTS = [day_start(day, UTC_ZONE) for day in WEEKS]
MICRO = timedelta(microseconds=1)
zones = st.sampled_from(ZONES)
days = st.integers(0, day_of(date(2037, 12, 31)))
instants = st.datetimes(at("1970-01-01"), at("2037-12-31"), timezones=st.just(UTC))
# Clock changes at local midnight, of an hour or of a whole day.
GAPS = [
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000000Z"),
    ("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00.000000Z"),
    ("America/Havana", "2024-03-10", "2024-03-10T05:00:00.000000Z"),
    ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00.000000Z"),
    ("America/Santiago", "2022-09-11", "2022-09-11T04:00:00.000000Z"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000000Z"),
    ("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30.000000Z"),
    # From 23:30 to 00:30: midnight lies inside the gap.
    ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00.000000Z"),
]


def test_local_day_examples() -> None:
    new_york = zone("America/New_York")
    day = parse_day("2024-03-10")
    assert local_day(at("2024-03-11T03:30:00Z"), new_york) == day
    assert day_start(day, new_york) == at("2024-03-10T05:00:00Z")
    assert day_end(day, new_york) + MICRO == at("2024-03-11T04:00:00Z")
    assert day_start(day + 1, new_york) - day_start(day, new_york) == timedelta(hours=23)
    tokyo = local_day(at("2024-03-10T15:30:00Z"), zone("Asia/Tokyo"))
    assert day_text(tokyo) == "2024-03-11"


@pytest.mark.parametrize(("name", "day", "start"), GAPS)
def test_a_day_without_a_midnight_starts_at_the_change(name: str, day: str, start: str) -> None:
    assert iso(day_start(parse_day(day), zone(name))) == start


def check_day(day: int, tz: ZoneInfo) -> None:
    """The start is the first moment of the day, and days tile the time line."""
    start, end = day_start(day, tz), day_end(day, tz)
    following = day_start(day + 1, tz)
    assert local_day(start - MICRO, tz) < day
    assert end + MICRO == following
    assert start <= following
    if start < following:
        assert local_day(start, tz) == day
        assert local_day(end, tz) == day
    else:
        # The date line was crossed: that day never was.
        assert local_day(start, tz) == day + 1


@usual
@given(days, zones)
@example(parse_day("2018-11-04"), "America/Sao_Paulo")
@example(parse_day("2011-12-30"), "Pacific/Apia")
@example(parse_day("2010-03-05"), "Antarctica/Casey")
@example(parse_day("2006-10-29"), "America/St_Johns")
def test_days_tile_the_time_line(day: int, name: str) -> None:
    check_day(day, ZoneInfo(name))


def test_days_tile_the_time_line_around_every_clock_change() -> None:
    changes = 0
    for name in ZONES:
        tz = ZoneInfo(name)
        offsets = [midnight.astimezone(tz).utcoffset() for midnight in MIDNIGHTS]
        for week, (before, after) in enumerate(pairwise(offsets)):
            if before != after:
                changes += 1
                for day in range(WEEKS[week] - 1, WEEKS[week + 1] + 2):
                    check_day(day, tz)
    assert changes > 1000


@usual
@given(instants, zones)
def test_every_moment_lies_on_one_day(instant: datetime, name: str) -> None:
    tz = ZoneInfo(name)
    day = local_day(instant, tz)
    assert day_text(day) == instant.astimezone(tz).date().isoformat()
    # Not later than the start of the next day is not certain: a clock that goes
    # back over midnight comes to the old day once more.
    assert day_start(day, tz) <= instant


@usual
@given(instants)
def test_micros_and_text_keep_every_instant(instant: datetime) -> None:
    assert from_micros(to_micros(instant)) == instant
    assert datetime.fromisoformat(iso(instant)) == instant
    elsewhere = instant.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert to_micros(elsewhere) == to_micros(instant)
    assert iso(elsewhere) == iso(instant)


@usual
@given(instants, instants)
def test_instants_sort_as_their_text_does(one: datetime, other: datetime) -> None:
    assert (one < other) == (iso(one) < iso(other)) == (to_micros(one) < to_micros(other))


def test_iso_is_of_fixed_width() -> None:
    assert iso(at("2024-03-01T09:00:00Z")) == "2024-03-01T09:00:00.000000Z"
    assert iso(datetime(999, 1, 1, tzinfo=UTC)) == "0999-01-01T00:00:00.000000Z"


def test_a_naive_time_is_no_instant() -> None:
    with pytest.raises(TypeError):
        to_micros(at("2024-03-01T00:00:00"))


@usual
@given(days)
def test_days_and_dates_and_text(day: int) -> None:
    assert day_of(date_of(day)) == day
    assert parse_day(day_text(day)) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-02-30",
        "2024-1-1",
        "20240101",
        "2024-01-01T00:00",
        "2024-01-01\n",
        "٢٠٢٤-٠١-٠١",
    ],
)
def test_no_day(text: str) -> None:
    with pytest.raises(RowError) as error:
        parse_day(text)
    assert error.value.code == "time.syntax"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "a\0b"])
def test_no_zone(name: str) -> None:
    with pytest.raises(UsageError, match="unknown time zone"):
        zone(name)


def test_a_local_time_that_occurs_twice_is_the_first() -> None:
    berlin = zone("Europe/Berlin")
    twice = at("2024-10-27T02:30:00")
    assert from_local(twice, berlin) == at("2024-10-27T00:30:00Z")
    assert from_local(twice.replace(fold=1), berlin) == at("2024-10-27T00:30:00Z")


def test_a_local_time_that_never_occurs_is_refused() -> None:
    with pytest.raises(RowError) as error:
        from_local(at("2024-03-31T02:30:00"), zone("Europe/Berlin"))
    assert error.value.code == "time.nonexistent"


@usual
@given(instants, zones)
def test_local_times_are_read_back(instant: datetime, name: str) -> None:
    tz = ZoneInfo(name)
    local = instant.astimezone(tz).replace(tzinfo=None)
    read = from_local(local, tz)
    assert read.astimezone(tz).replace(tzinfo=None) == local
    assert read <= instant


@pytest.mark.parametrize(
    ("value", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 3, "2024-04-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-11-30", 3, "2025-02-28"),
        ("2024-01-15", -2, "2023-11-15"),
    ],
)
def test_months_later(value: str, months: int, later: str) -> None:
    assert add_months(date.fromisoformat(value), months) == date.fromisoformat(later)


@usual
@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)), st.integers(-240, 1200))
def test_months_keep_the_day_or_clamp_to_the_last(value: date, months: int) -> None:
    later = add_months(value, months)
    assert (later.year - value.year) * 12 + later.month - value.month == months
    assert later.day == value.day or (
        later.day < value.day and (later + timedelta(days=1)).day == 1
    )


@pytest.mark.parametrize(
    ("days", "text"), [(None, ""), (0, "today"), (18, "18d"), (-3, "3d ago")]
)
def test_days_left(days: int | None, text: str) -> None:
    assert days_left_text(days) == text
