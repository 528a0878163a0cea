"""Times of foreign files: every form, every edge, every code."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations.times import Calendar, day, duration, instant
from core.values.errors import RowError
from core.values.instants import day_of

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


def calendar(source: str | None = None, store: str = "UTC") -> Calendar:
    return Calendar(ZoneInfo(source) if source else None, ZoneInfo(store), NOW)


def at(text: Any, source: str | None = "UTC", pattern: str | None = None) -> datetime:
    found = instant(pattern, calendar(source))(text)
    assert isinstance(found, datetime)
    assert found.tzinfo is UTC
    return found


def code(text: Any, source: str | None = "UTC", pattern: str | None = None) -> str:
    with pytest.raises(RowError) as error:
        at(text, source, pattern)
    return error.value.code


def fault_of(parse: Any, value: Any) -> tuple[str, str]:
    try:
        parse(value)
    except RowError as error:
        return error.code, error.reason
    return "none", ""


@pytest.mark.parametrize(
    "text",
    ["2024-03-01T09:00:00Z", "2024-03-01T09:00:00.000Z", "2024-03-01 09:00Z",
     "2024-03-01T10:00+01", "2024-03-01t09:00:00z", " 2024-03-01T09:00:00Z\t",
     "2024-03-01T09:00:00+00:00",
     "2024-03-01T02:00:00-0700", "2024-03-01T09:00:00.000000999Z", "2024-03-01T09:00:00,0Z"],
)  # fmt: skip
def test_forms_with_an_offset_need_no_declared_zone(text: str) -> None:
    assert at(text, None) == datetime(2024, 3, 1, 9, tzinfo=UTC)


def test_a_naive_time_is_read_in_the_declared_zone_or_refused() -> None:
    assert at("2024-03-01 09:00:00", "Europe/Berlin") == datetime(2024, 3, 1, 8, tzinfo=UTC)
    assert code("2024-03-01 09:00:00", None) == "time.naive"
    assert code("2024-03-01", None) == "time.naive"


def test_a_day_alone_is_its_start_in_the_sources_zone() -> None:
    assert at("2023-07-27") == datetime(2023, 7, 27, tzinfo=UTC)
    assert at("2023-07-27", "Asia/Tokyo") == datetime(2023, 7, 26, 15, tzinfo=UTC)
    # Midnight does not exist there on that day: the clocks went from 0 to 1.
    assert at("2018-11-04", "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_a_time_that_a_clock_change_skips_or_repeats() -> None:
    assert code("2024-03-10T02:30:00", "America/New_York") == "time.nonexistent"
    assert at("2023-11-05T01:30:00", "America/New_York") == datetime(
        2023, 11, 5, 5, 30, tzinfo=UTC
    )
    assert code("2011-12-30", "Pacific/Apia") == "time.nonexistent"
    assert at("2024-03-31T02:30:00+01:00") == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2024-02-30", "2023-02-29", "2024-13-01", "0000-01-01", "10000-01-01",
     "2024-1-5", "20240115", "2024-W03-1", "2024-015", "15.01.2024", "01/02/2024", "1705312800",
     "2024-01-15T25:00:00Z", "2024-01-15T24:00:00Z", "2024-06-30T23:59:60Z", "٢٠٢٤-01-15",
     "2024-01-15T10:00:00+25:00", "2024-01-15T10:00:00+00:00:01", "2024-01-15T10:00:00Z; DROP",
     "2024-01-15T10", "2024-01-15\n", 1705312800, True, [], {}, Decimal("1.5")],
)  # fmt: skip
def test_what_is_no_time(text: object) -> None:
    assert code(text) == "time.syntax"


def test_the_range_of_a_fact() -> None:
    assert at("1970-01-01T00:00:00Z") == datetime(1970, 1, 1, tzinfo=UTC)
    assert code("1969-12-31T23:59:59Z") == "time.range"
    assert code("0001-01-01T00:00:00+14:00") == "time.range"
    assert code("9999-12-31T23:59:59-14:00") == "time.range"
    assert code("1969-12-31") == "time.range"


def test_the_future_begins_five_minutes_after_the_record() -> None:
    assert at("2024-07-01T12:05:00Z") == NOW + timedelta(minutes=5)
    assert code("2024-07-01T12:05:00.000001Z") == "time.future"
    assert code("2024-07-02") == "time.future"


def test_patterns() -> None:
    assert at("03/01/2024 9:05 PM", pattern="%m/%d/%Y %I:%M %p") == datetime(
        2024, 3, 1, 21, 5, tzinfo=UTC
    )
    assert at("1 Mar 24 +0200", pattern="%d %b %y %z") == datetime(2024, 3, 1, tzinfo=UTC)
    assert at("01.03.2024", "Europe/Berlin", "%d.%m.%Y") == datetime(
        2024, 2, 29, 23, tzinfo=UTC
    )
    assert code("2024-03-01", pattern="%d.%m.%Y") == "time.syntax"
    assert code("01.03.2024", None, "%d.%m.%Y") == "time.naive"


def test_counts_since_1970() -> None:
    assert at("1705312800", None, "epoch") == datetime(2024, 1, 15, 10, tzinfo=UTC)
    assert at(1705312800123, None, "epoch_ms").microsecond == 123000
    assert at(Decimal("1705312800.25"), None, "epoch").microsecond == 250000
    assert code("-1", pattern="epoch") == "time.range"
    assert code("9" * 15, pattern="epoch") == "time.range"
    assert code("1e9", pattern="epoch") == "time.syntax"
    assert code(True, pattern="epoch") == "time.syntax"


def test_days_are_those_of_the_store() -> None:
    read = day(None, calendar("UTC", "America/New_York"))
    assert read("2024-03-01") == day_of(datetime(2024, 3, 1).date())  # noqa: DTZ001
    assert read("2024-03-11T03:30:00Z") == day_of(datetime(2024, 3, 10).date())  # noqa: DTZ001
    assert read("2999-01-01") > 0
    for text, expected in (("1969-12-31", "time.range"), ("soon", "time.syntax")):
        with pytest.raises(RowError) as error:
            read(text)
        assert error.value.code == expected


def test_a_day_of_use_has_begun() -> None:
    read = day(None, calendar("UTC", "Asia/Tokyo"), past=True)
    assert read("2024-07-01")
    with pytest.raises(RowError, match="future") as error:
        read("2024-07-02")
    assert error.value.code == "time.future"


@pytest.mark.parametrize(
    ("value", "unit", "seconds"),
    [("27.0", "h", 97200), ("74", "min", 4440), ("0.5", "s", 0.5), (2, "day", 172800)],
)
def test_durations(value: object, unit: str, seconds: float) -> None:
    assert duration("acknowledged", unit)(value) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("-1", "range.negative"), ("soon", "type.acknowledged"), ("9" * 30, "time.range")],
)
def test_durations_that_are_none(value: str, expected: str) -> None:
    with pytest.raises(RowError) as error:
        duration("acknowledged", "min")(value)
    assert error.value.code == expected


INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2024, 6, 30))  # noqa: DTZ001


@given(INSTANTS, st.sampled_from(["UTC", "Asia/Kolkata", "Europe/Dublin"]))
def test_a_moment_means_the_same_in_every_writing(moment: datetime, name: str) -> None:
    aware = moment.replace(tzinfo=UTC)
    local = aware.astimezone(ZoneInfo(name))
    assert at(local.isoformat(), None) == aware
    if local.fold == 0:
        assert at(local.replace(tzinfo=None).isoformat(" "), name) == aware


@given(st.text(alphabet="0123456789-T:Z+. ٣", max_size=26) | st.integers() | st.booleans())
def test_any_cell_is_a_time_or_a_row_error(value: object) -> None:
    for pattern in (None, "epoch", "epoch_ms", "%Y-%m-%d", "%y %j %H"):
        for parse in (instant(pattern, calendar("UTC")), day(pattern, calendar("UTC"))):
            code_, _ = fault_of(parse, value)
            assert code_.startswith("time.") or code_ == "none"


def test_a_day_between_endless_blanks_is_not_kept_in_memory() -> None:
    for pattern in (None, "%Y-%m-%d", "%Y - %m - %d"):
        with pytest.raises(RowError) as error:
            day(pattern, calendar("UTC"))("2024" + " " * 1000 + "-03-01")
        assert error.value.code == "time.syntax"
    with pytest.raises(RowError):
        day(None, calendar("UTC"))(" " * 1000 + "2024-03-01")
