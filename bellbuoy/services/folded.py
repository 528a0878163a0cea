"""Months that have no single days any more, and what cannot be counted because of them."""

from __future__ import annotations

from core.health.types import WINDOW
from core.values.errors import NoDataError
from core.values.instants import day_text
from storage.engine.reader import Rows
from storage.retention.months import folded_until


def by_month(rows: Rows, day: int) -> bool:
    """Whether the window that ends on a day reaches into months whose single days are
    gone, so that only history tells its score."""
    folded = folded_until(rows)
    return folded is not None and day - WINDOW < folded


def first_by_day(rows: Rows, day: int) -> int:
    """The first day from a day on whose window is told by single days."""
    folded = folded_until(rows)
    return day if folded is None else max(day, folded + WINDOW)


def refuse_folded(rows: Rows, day: int) -> None:
    """Raise NoDataError where a store's clock stands on a day whose window reaches into
    folded months: its sums cannot be counted."""
    folded = folded_until(rows)
    if folded is not None and by_month(rows, day):
        raise NoDataError(
            f"use up to {day_text(folded)} is known by month only:"
            f" scores of {day_text(day)} cannot be counted",
            f"set the clock to {day_text(folded + WINDOW)} or later",
        )
