"""Times counted on a fixed scale, so that what many processes saw can be added up.

The steps double from an eighth of a millisecond on; a quantile is the upper end of
its step, so it is never told too short, and at most twice too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FIRST_US = 125
LAST_US = FIRST_US << 20


def step_of(micros: int) -> int:
    """The upper end of the step that holds a time: 125, 250, 500 … microseconds."""
    upto = FIRST_US
    while upto < micros and upto < LAST_US:
        upto <<= 1
    return upto


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """The step (its upper end, microseconds) that a share of the times does not pass;
    None where nothing was counted."""
    total = sum(counts.values())
    if total == 0:
        return None
    seen = 0
    for upto in sorted(counts):
        seen += counts[upto]
        if seen >= share * total:
            return upto
    return max(counts)


def nearest_rank(values: Iterable[float], share: float) -> float | None:
    """The value that a share of the values does not pass; None without any."""
    ordered = sorted(values)
    if not ordered:
        return None
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[max(0, rank - 1)]
