"""Daily series (DEFINITIONS 7.2): its examples, and the statistics module."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analytics.series import filled, growth, moving_average, slope

counts = st.lists(st.integers(0, 10**6), max_size=60)


def test_the_examples_of_the_definitions() -> None:
    values = list(range(1, 9))
    assert moving_average(values) == (*[None] * 6, 4, 5)
    assert slope(values) == 1
    assert growth(110, 100) == Fraction(1, 10)
    assert growth(5, 0) is None


@given(counts, st.integers(1, 9))
def test_an_average_is_the_mean_of_the_days_up_to_it(values: list[int], days: int) -> None:
    found = moving_average(values, days)
    assert len(found) == len(values)
    for place, average in enumerate(found):
        behind = [Fraction(v) for v in values[max(0, place - days + 1) : place + 1]]
        assert average == (statistics.mean(behind) if len(behind) == days else None)


@given(st.lists(st.integers(0, 10**6), min_size=7, max_size=60))
def test_the_slope_is_that_of_least_squares(values: list[int]) -> None:
    days = [Fraction(day) for day in range(len(values))]
    found = slope(values)
    assert found is not None
    mean_day, mean_value = statistics.mean(days), statistics.mean(map(Fraction, values))
    top = sum((d - mean_day) * (v - mean_value) for d, v in zip(days, values, strict=True))
    assert found == top / sum((d - mean_day) ** 2 for d in days)
    assert float(found) == pytest.approx(statistics.linear_regression(days, values)[0])


@given(st.lists(st.integers(0, 10**6), max_size=6))
def test_below_seven_days_there_is_no_slope(values: list[int]) -> None:
    assert slope(values) is None


@given(st.dictionaries(st.integers(0, 40), st.integers(1, 9)), st.integers(0, 40))
def test_missing_days_are_zero(values: dict[int, int], last: int) -> None:
    found = filled(values, 5, last)
    assert len(found) == max(0, last - 4)
    assert sum(found) == sum(v for day, v in values.items() if 5 <= day <= last)


def test_no_average_of_no_days() -> None:
    with pytest.raises(ValueError, match="0 days"):
        moving_average([1], 0)
