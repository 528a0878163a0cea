"""Reading score history."""

from __future__ import annotations

from typing import Any

from core.health.types import HistoryPoint
from core.values.instants import from_micros
from storage.engine.reader import Rows

_COLUMNS = (
    "day, score, tier, usage_cp, engagement_cp, incidents_cp, config, recorded_us, backfilled"
)


def history(rows: Rows, client_id: int, first_day: int, last_day: int) -> list[HistoryPoint]:
    """The rows of a client in a range of days, oldest first."""
    found = rows.rows(
        f"SELECT {_COLUMNS} FROM score_history WHERE client_id = ? AND day BETWEEN ? AND ?"
        " ORDER BY day",
        (client_id, first_day, last_day),
    )
    return [_point(row) for row in found]


def point_at(rows: Rows, client_id: int, day: int) -> HistoryPoint | None:
    """The row that stood at the end of a day: the latest at or before it."""
    row = rows.one(
        f"SELECT {_COLUMNS} FROM score_history WHERE client_id = ? AND day <= ?"
        " ORDER BY day DESC LIMIT 1",
        (client_id, day),
    )
    return None if row is None else _point(row)


def _point(row: tuple[Any, ...]) -> HistoryPoint:
    day, score, tier, usage, engagement, incidents, config, recorded, backfilled = row
    return HistoryPoint(
        day=day,
        score=score,
        tier=tier,
        components=(usage, engagement, incidents),
        config=config,
        recorded_at=from_micros(recorded),
        backfilled=bool(backfilled),
    )
