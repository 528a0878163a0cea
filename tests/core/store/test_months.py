"""Months of epoch days."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.months import (
    month_end,
    month_of,
    month_text,
    months_between,
    months_up_to,
    whole_months,
)
from core.values.instants import date_of, day_of

DAYS = st.integers(0, 40_000)


def test_the_end_of_february() -> None:
    last = day_of(date(2024, 2, 29))
    assert (month_of(last), month_end(last - 3)) == (day_of(date(2024, 2, 1)), last)
    assert (whole_months(last), whole_months(last - 1)) == (last, day_of(date(2024, 1, 31)))
    assert month_text(last) == "2024-02"


@settings(max_examples=100)
@given(day=DAYS)
def test_a_month_holds_its_days(day: int) -> None:
    first, last = month_of(day), month_end(day)
    assert first <= day <= last
    assert (date_of(first).day, date_of(last + 1).day) == (1, 1)
    assert date_of(first).month == date_of(last).month == date_of(day).month
    assert whole_months(day) in {first - 1, last}
    assert whole_months(day) <= day


@settings(max_examples=100)
@given(one=DAYS, other=DAYS)
def test_months_between_days_are_all_of_them_in_order(one: int, other: int) -> None:
    found = months_between(one, other)
    wanted = sorted({month_of(day) for day in range(month_of(one), other + 1)})
    assert found == wanted
    assert months_up_to(other, 3)[-1] == month_of(other)
