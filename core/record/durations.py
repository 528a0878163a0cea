"""Mean, median and p90 of lengths of time, in whole seconds (DEFINITIONS 4.3)."""

from __future__ import annotations

from collections.abc import Sequence

from core.record.types import NO_DURATIONS, Durations

_SECOND = 1_000_000


def durations(lengths: Sequence[int]) -> Durations:
    """The figures of lengths in microseconds, in any order."""
    n = len(lengths)
    if not n:
        return NO_DURATIONS
    ranked = sorted(lengths)
    middle = ranked[(n - 1) // 2] + ranked[n // 2]
    nearest = ranked[-(-9 * n // 10) - 1]
    return Durations(n, _whole(sum(ranked), n), _whole(middle, 2), _whole(nearest, 1))


def _whole(micros: int, count: int) -> int:
    """The whole seconds of micros / count, half up, by whole numbers alone."""
    unit = count * _SECOND
    return (2 * micros + unit) // (2 * unit)
