"""Days whose raw rows have gone: nobody could tell what of them was counted before."""

from __future__ import annotations

from core.values.errors import RowError
from core.values.instants import day_text
from storage.engine.reader import Rows
from storage.retention.reads import cut_of


def closed_until(rows: Rows) -> int | None:
    """The last day of which no use is taken in any more; None: every day is open."""
    return cut_of(rows, "telemetry")


def closed_day(cut: int) -> RowError:
    """Why a fact about such a day is refused."""
    return RowError(
        "time.closed", f"use up to {day_text(cut)} is closed: its raw rows are not kept"
    )
