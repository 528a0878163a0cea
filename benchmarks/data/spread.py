"""How long the calls of a function take, one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds a call: the middle, the 99th percentile (nearest rank), the longest."""

    p50: float
    p99: float
    most: float


def spread(call: Callable[[int], object], times: int, warm: int = 0) -> Spread:
    """Call it with 0, 1, …; the first `warm` calls are not counted."""
    took = []
    for number in range(warm + times):
        begin = perf_counter()
        call(number)
        took.append(perf_counter() - begin)
    return of(took[warm:])


def of(took: list[float]) -> Spread:
    """The spread of some calls; at least one."""
    ranked = sorted(took)
    return Spread(
        ranked[ceil(len(ranked) * 0.5) - 1], ranked[ceil(len(ranked) * 0.99) - 1], ranked[-1]
    )
