"""Middle values of a histogram, exact: how many rows have each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction


def mean(counts: Mapping[int, int]) -> Fraction | None:
    """The mean of the values, each counted as often as it occurs; None of nothing."""
    n = sum(counts.values())
    return Fraction(sum(value * times for value, times in counts.items()), n) if n else None


def median(counts: Mapping[int, int]) -> Fraction | None:
    """The middle value, of an even number the mean of the middle two; None of nothing."""
    n = sum(counts.values())
    if not n:
        return None
    return Fraction(_at(counts, (n - 1) // 2) + _at(counts, n // 2), 2)


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at a place (from 0) among all of them in order."""
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise ValueError("there are not as many values")


def weighted_mean(weights: Iterable[tuple[int, int]]) -> Fraction | None:
    """`sum(value * weight) / sum(weight)` of (value, weight) pairs; None where the
    weights sum to 0."""
    pairs = list(weights)
    whole = sum(weight for _, weight in pairs)
    return Fraction(sum(value * weight for value, weight in pairs), whole) if whole else None
