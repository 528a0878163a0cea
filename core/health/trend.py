"""How a score moves: difference, direction, and the line of the last 30 days.

DEFINITIONS 2.6. A history is pairs of (local day, score), oldest first, with a
row when the score changed; a null score is a row like any other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from core.health.types import WINDOW, Trend

STEP = 5
History = Sequence[tuple[int, int | None]]


def delta(score_now: int | None, score_then: int | None) -> int | None:
    """The change in points; None without a score on either day."""
    if score_now is None or score_then is None:
        return None
    return score_now - score_then


def trend_of(change: int | None) -> Trend:
    """`up` from +5, `down` from −5, `flat` between, `new` for no change known."""
    if change is None:
        return "new"
    if change >= STEP:
        return "up"
    return "down" if change <= -STEP else "flat"


def score_at(history: History, day: int) -> int | None:
    """The score that stood at the end of a local day; None before the first row."""
    behind = bisect_right(history, day, key=itemgetter(0))
    return history[behind - 1][1] if behind else None


def sparkline_points(
    history: History, as_of_day: int, cells: int = 10, days: int = WINDOW
) -> tuple[int | None, ...]:
    """`cells` scores over the last `days` days, the newest last.

    A cell shows the score that stood at the end of its last day.
    """
    first = as_of_day - days
    return tuple(score_at(history, first + days * (i + 1) // cells) for i in range(cells))
