"""Days whose raw rows or totals have gone: nobody could tell what of them was counted
before."""

from __future__ import annotations

from core.values.errors import RowError
from core.values.instants import day_text
from storage.engine.reader import Rows
from storage.retention.reads import closed_day_of


def closed_until(rows: Rows) -> int | None:
    """The last day of which no use is taken in any more; None: every day is open."""
    return closed_day_of(rows)


def closed_day(cut: int) -> RowError:
    """Why a fact about such a day is refused."""
    return RowError(
        "time.closed",
        f"use up to {day_text(cut)} is closed: what it was counted from is not kept",
    )
