"""The churn tier of a client: how long ago it last bought (DEFINITIONS 6.4)."""

from __future__ import annotations

from typing import Literal

ChurnTier = Literal["high", "medium", "low"]

CHURN_TIERS: tuple[ChurnTier, ...] = ("high", "medium", "low")
"""The gravest first, as they sort."""
HIGH_ABOVE = 180
"""More days than this since the last purchase are high; medium are more than the next."""
MEDIUM_ABOVE = 90


def churn_tier(days: int) -> ChurnTier:
    """The tier of so many days since the last purchase: 90 is low, 91 and 180 are
    medium, 181 is high."""
    if days > HIGH_ABOVE:
        return "high"
    return "medium" if days > MEDIUM_ABOVE else "low"


def counted_from(day: int, bought: int | None, start: int | None, created: int) -> int | None:
    """The day from which days count up to `day`: that of the last purchase, else the
    client's first day, else the one on which it became known. None for a client that
    begins later."""
    if start is not None and start > day:
        return None
    since = next((each for each in (bought, start) if each is not None), created)
    return since if since <= day else None
