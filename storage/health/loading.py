"""Score rows of new clients together with the window sums that their use gives."""

from __future__ import annotations

from collections.abc import Iterable

from storage.engine.unit import Unit, bulk_insert
from storage.health.tables import Score

_SHARED = ("window_day", "penalty", "days", "config")
_COLUMNS = (
    "client_id", "window_day", "calls_30", "logins_30", "calls_since", "logins_since",
    "penalty", "days", "config",
)  # fmt: skip


def insert_used_scores(
    unit: Unit, window_day: int, rows: Iterable[tuple[int, int, int, int | None, int | None]]
) -> None:
    """Unscored rows (client, calls and logins of the window that ends on
    `window_day`, the first day of either)."""
    statement = bulk_insert(Score, _COLUMNS, shared=_SHARED)
    unit.bulk(statement, rows, (window_day, 0, 0, ""))
