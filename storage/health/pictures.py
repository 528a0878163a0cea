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
    "incidents_cp", "penalty", "days", "last_bought_day",
)  # fmt: skip


def begin_view(
    unit: Unit,
    as_of_us: int,
    day: int,
    known: bool,
    config: str,
    computed_us: int,
    asked_us: int,
) -> int:
    """A new picture, not yet complete; others of the same moment go. Rows of those
    that went may still be there, so no number is given twice."""
    unit.run(
        "DELETE FROM past_view WHERE as_of_us = ? AND as_known = ?", (as_of_us, int(known))
    )
    number = 1 + max(
        int(unit.value("SELECT coalesce(max(id), 0) FROM past_view")),
        int(unit.value("SELECT coalesce(max(view_id), 0) FROM past_client")),
    )
    columns = (
        "id", "as_of_us", "day", "as_known", "complete", "config", "computed_us", "asked_us",
    )  # fmt: skip
    row = (number, as_of_us, day, int(known), 0, config, computed_us, asked_us)
    unit.bulk(bulk_insert(PastView, columns), [row])
    return number


def put_past_clients(unit: Unit, view: int, rows: Sequence[tuple[Any, ...]]) -> bool:
    """Add clients (PAST_COLUMNS) to a picture; False when facts took it away."""
    if unit.value("SELECT 1 FROM past_view WHERE id = ?", (view,)) is None:
        return False
    unit.bulk(bulk_insert(PastClient, PAST_COLUMNS), rows)
    return True


def finish_view(unit: Unit, view: int) -> None:
    unit.run("UPDATE past_view SET complete = 1 WHERE id = ?", (view,))
