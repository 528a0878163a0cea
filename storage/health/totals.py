"""Scores over the whole base."""

from __future__ import annotations

from storage.engine.reader import Rows
from storage.health.facets import live_totals

_COLUMNS = {"usage": ("usage_cp", "calls_30"), "engagement": ("engagement_cp", "logins_30")}


def tier_totals(rows: Rows) -> dict[str, int]:
    """Active clients of today by tier."""
    return {tier: n for tier, n, *_ in live_totals(rows)}


def component_values(rows: Rows, component: str) -> tuple[list[int], list[int]]:
    """Centipoints and window totals of a component over the scored clients that
    have it."""
    value, total = _COLUMNS[component]
    found = rows.rows(
        f"SELECT s.{value}, s.{total} FROM score s JOIN client c ON c.id = s.client_id"
        f" WHERE c.score IS NOT NULL AND s.{value} IS NOT NULL ORDER BY c.id"
    )
    return [points for points, _ in found], [amount for _, amount in found]
