"""Daily series: averages, growth and slope, exact (DEFINITIONS 7.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

AVERAGED = 7
LEAST_FOR_SLOPE = 7


def filled(values: Mapping[int, int], first_day: int, last_day: int) -> tuple[int, ...]:
    """The values of consecutive days, both ends included; a missing day is 0."""
    return tuple(values.get(day, 0) for day in range(first_day, last_day + 1))


def moving_average(values: Sequence[int], days: int = AVERAGED) -> tuple[Fraction | None, ...]:
    """The mean of each value and the `days - 1` before it; None until there are as many.

    Raises ValueError for less than one day.
    """
    if days < 1:
        raise ValueError(f"an average of {days} days")
    sums: list[Fraction | None] = []
    running = 0
    for place, value in enumerate(values):
        running += value
        if place >= days:
            running -= values[place - days]
        sums.append(Fraction(running, days) if place >= days - 1 else None)
    return tuple(sums)


def growth(total: int, previous: int) -> Fraction | None:
    """`(total - previous) / previous`: 1/10 for 110 after 100; None after 0."""
    return Fraction(total - previous, previous) if previous else None


def slope(values: Sequence[int]) -> Fraction | None:
    """The change from one day to the next, by least squares; None below 7 days."""
    n = len(values)
    if n < LEAST_FOR_SLOPE:
        return None
    # Sums over 0 .. n-1 in closed form; twice the middle keeps them whole.
    weighted = sum((2 * place - (n - 1)) * value for place, value in enumerate(values))
    return Fraction(6 * weighted, n * (n * n - 1))
