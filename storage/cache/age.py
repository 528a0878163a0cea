"""How old the data of a store is: what stands there, and what still waits."""

from __future__ import annotations

from typing import NamedTuple

from storage.engine.reader import Rows
from storage.health.queue import HISTORY, unscored, waiting


class DataAge(NamedTuple):
    """When the newest import ended (microseconds; None: there was none), and how
    many clients wait for their score and for their history."""

    imported_us: int | None
    waiting: int
    history_waiting: int


def data_age(rows: Rows, stamp: str) -> DataAge:
    """`stamp` names the day and the formula that scores should be of."""
    return DataAge(imported_at(rows), unscored(rows, stamp), waiting(rows, HISTORY))


def imported_at(rows: Rows) -> int | None:
    """When the newest import ended (microseconds); None: there was none."""
    found: int | None = rows.value(
        "SELECT ended_us FROM import_run WHERE ended_us IS NOT NULL ORDER BY id DESC LIMIT 1"
    )
    return found
