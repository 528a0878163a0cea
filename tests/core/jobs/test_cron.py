"""Cron lines: what they name, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.cron import parse_cron
from core.values.errors import UsageError


@pytest.mark.parametrize(
    ("line", "minutes", "hours"),
    [
        ("*/20 * * * *", (0, 20, 40), tuple(range(24))),
        ("5/20 0 * * *", (5, 25, 45), (0,)),
        ("1,3-5,10-20/5 8-10 * * *", (1, 3, 4, 5, 10, 15, 20), (8, 9, 10)),
        ("59 23 * * *", (59,), (23,)),
        ("@hourly", (0,), tuple(range(24))),
        (" 0   6  *  *  * ", (0,), (6,)),
    ],
)
def test_minutes_and_hours(line: str, minutes: tuple[int, ...], hours: tuple[int, ...]) -> None:
    cron = parse_cron(line)
    assert (cron.minutes, cron.hours) == (minutes, hours)


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("0 0 * * sun", {1, 8, 15, 22}),
        ("0 0 * * 0", {1, 8, 15, 22}),
        ("0 0 * * 7", {1, 8, 15, 22}),
        ("0 0 * * 6-7", {1, 7, 8, 14, 15, 21, 22, 28}),
        ("0 0 13 * fri", {6, 13, 20, 27}),
        ("0 0 2 * fri", {2, 6, 13, 20, 27}),
        ("0 0 1-3 feb *", {1, 2, 3}),
        ("0 0 1 mar *", set()),
        ("0 0 * February Monday", {2, 9, 16, 23}),
    ],
)  # fmt: skip
def test_days_of_february_2026(line: str, days: set[int]) -> None:
    cron = parse_cron(line)
    first = date(2026, 2, 1)
    assert {n + 1 for n in range(28) if cron.on(first + timedelta(days=n))} == days


@pytest.mark.parametrize(
    "line",
    [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *",
        "* * * 13 *", "* * * * 8", "*/0 * * * *", "5-3 * * * *", "a * * * *", "*-5 * * * *",
        "1,,2 * * * *", "-1 * * * *", "1.5 * * * *", "* * * ja *", "@yearly", "٣ * * * *",
    ],
)  # fmt: skip
def test_what_is_no_line_is_refused_with_a_hint(line: str) -> None:
    with pytest.raises(UsageError) as fault:
        parse_cron(line)
    assert "*/10 * * * *" in fault.value.hint


@pytest.mark.parametrize("line", ["0 0 30 2 *", "0 0 31 4,6,9,11 *"])
def test_a_day_that_no_such_month_has_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="never comes"):
        parse_cron(line)


def test_29_february_and_a_weekday_beside_an_absent_day_are_lines() -> None:
    assert parse_cron("0 0 29 2 *").on(date(2028, 2, 29))
    assert parse_cron("0 0 31 2 mon").on(date(2026, 2, 2))


@given(text=st.text(alphabet="0123456789*/,-@ monjafwst", max_size=25))
def test_any_text_is_a_line_or_a_usage_error(text: str) -> None:
    try:
        cron = parse_cron(text)
    except UsageError:
        return
    assert cron.minutes
    assert cron.hours
    assert parse_cron(cron.text) == cron
