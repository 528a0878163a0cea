"""Mean, median and p90 against the statistics of the library, and the example."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from core.record.durations import durations
from core.record.types import NO_DURATIONS

MINUTE = 60_000_000


def test_the_example_of_the_definitions() -> None:
    found = durations([600 * MINUTE, 60 * MINUTE, 240 * MINUTE])
    assert (found.mean, found.median, found.p90) == (300 * 60, 240 * 60, 600 * 60)


def test_nothing_has_no_figures() -> None:
    assert durations([]) == NO_DURATIONS
    assert (NO_DURATIONS.n, NO_DURATIONS.mean) == (0, None)


def test_half_a_second_is_rounded_up() -> None:
    assert durations([500_000]).mean == 1
    assert durations([499_999]).mean == 0
    assert durations([1_000_000, 2_000_000]).median == 2


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=40))
def test_figures_are_those_of_exact_fractions(lengths: list[int]) -> None:
    def whole(value: Fraction) -> int:
        return floor(value / 1_000_000 + Fraction(1, 2))

    found = durations(lengths)
    ranked = sorted(lengths)
    assert found.n == len(lengths)
    assert found.mean == whole(Fraction(sum(lengths), len(lengths)))
    assert found.median == whole(Fraction(median(map(Fraction, lengths))))
    assert found.p90 == whole(Fraction(ranked[ceil(Fraction(9 * len(lengths), 10)) - 1]))
