"""The life of a client as the score sees it (DEFINITIONS 2.1, 2.4)."""

from __future__ import annotations

from core.health.types import WINDOW


def window_days(start_day: int | None, end_day: int | None, as_of_day: int) -> int:
    """d: how many local days of the 30-day window the client has lived.

    The first day counts. 0 for a client that has not started, or that ended on
    `as_of_day` or before; an unknown start lies before the window.
    """
    if end_day is not None and end_day <= as_of_day:
        return 0
    if start_day is None:
        return WINDOW
    return max(0, min(WINDOW, as_of_day - start_day + 1))


def is_live(start_day: int | None, end_day: int | None, churned: bool, day: int) -> bool:
    """Whether a client has started and not left by a local day; without a day of
    leaving its source's word counts (`churned`)."""
    if start_day is not None and start_day > day:
        return False
    return not churned if end_day is None else end_day > day
