"""Middle values: the same as the statistics module finds in the single values."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.analytics.histogram import mean, median, weighted_mean


@given(st.lists(st.integers(0, 100), min_size=1, max_size=60))
def test_mean_and_median_are_those_of_the_values(values: list[int]) -> None:
    counts = Counter(values)
    assert mean(counts) == statistics.mean(map(Fraction, values))
    assert median(counts) == statistics.median(map(Fraction, values))


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 10**12)), max_size=30))
def test_a_weight_counts_as_often_as_it_is_large(pairs: list[tuple[int, int]]) -> None:
    whole = sum(weight for _, weight in pairs)
    found = weighted_mean(pairs)
    if not whole:
        assert found is None
    else:
        assert found is not None
        assert found * whole == sum(value * weight for value, weight in pairs)


def test_the_middle_of_an_even_number_lies_between() -> None:
    assert median({40: 1, 65: 1}) == Fraction(105, 2)
    assert median({40: 0, 65: 3}) == 65
    assert mean({40: 1, 65: 2}) == Fraction(170, 3)


def test_nothing_has_no_middle() -> None:
    assert mean({}) is None
    assert median({70: 0}) is None
    assert weighted_mean([(70, 0)]) is None
