"""Keeping the picture of a whole base at a past moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.engine.unit import Unit, bulk_insert
from storage.health.tables import PastClient, PastView

PAST_COLUMNS = (
    "view_id", "client_id", "key", "status", "arr_minor", "currency", "renews_day", "score",
    "health_rank", "tier", "delta7", "partial", "open_incidents", "last_seen_day",
    "last_login_day", "top_reason", "calls_30", "logins_30", "usage_cp", "engagement_cp",
    "incidents_cp", "penalty", "days",
)  # fmt: skip


def begin_view(
    unit: Unit, as_of_us: int, day: int, known: bool, config: str, computed_us: int
) -> int:
    """A new picture, not yet complete; half-done ones of the same moment go."""
    stale = unit.rows(
        "SELECT id FROM past_view WHERE as_of_us = ? AND as_known = ?", (as_of_us, int(known))
    )
    unit.many("DELETE FROM past_client WHERE view_id = ?", stale)
    unit.many("DELETE FROM past_view WHERE id = ?", stale)
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM past_view"))
    columns = ("id", "as_of_us", "day", "as_known", "complete", "config", "computed_us")
    row = (number, as_of_us, day, int(known), 0, config, computed_us)
    unit.bulk(bulk_insert(PastView, columns), [row])
    return number


def put_past_clients(unit: Unit, view: int, rows: Sequence[tuple[Any, ...]]) -> bool:
    """Add clients (PAST_COLUMNS) to a picture; False when facts took it away."""
    if unit.value("SELECT 1 FROM past_view WHERE id = ?", (view,)) is None:
        return False
    unit.bulk(bulk_insert(PastClient, PAST_COLUMNS), rows)
    return True


def finish_view(unit: Unit, view: int) -> None:
    unit.rows("UPDATE past_view SET complete = 1 WHERE id = ?", (view,))
