"""The scores of a day's end and of the seven before it, in one whole number.

A client's row carries them, so that its trend needs no look into its history:
eight slots of seven bits, the newest lowest; a slot without a score holds 127.
"""

from __future__ import annotations

from collections.abc import Sequence

SLOTS = 8
BITS = 7
NO_SCORE = (1 << BITS) - 1
ASK = -1
"""Instead of a week: history has to be asked."""


def week_of(scores: Sequence[int | None]) -> int:
    """Eight scores, the newest first, as one number."""
    found = 0
    for score in reversed(scores):
        found = (found << BITS) | (NO_SCORE if score is None else score)
    return found


def oldest(week: int) -> int | None:
    """The score of seven days before."""
    score = week >> (BITS * (SLOTS - 1))
    return None if score == NO_SCORE else score


def with_newest(week: int, score: int | None) -> int:
    """The same week with another score at its newest day."""
    return (week & ~NO_SCORE) | (NO_SCORE if score is None else score)


def next_day(week: int) -> int:
    """The week of the day after, on which the newest score still stands."""
    kept = week & ((1 << BITS * (SLOTS - 1)) - 1)
    return (kept << BITS) | (week & NO_SCORE)
