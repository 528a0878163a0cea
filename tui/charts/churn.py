"""Churn tiers as one stacked bar: of the base, and of the groups of a list."""

from __future__ import annotations

from collections.abc import Sequence

from core.analytics.types import NONE_WORD, ChurnMix, Grouped
from tui.charts.chart import Chart, Series
from tui.palette import ROLE_OF


def churn_chart(found: ChurnMix) -> Chart:
    """A bar of all active clients, a part a tier."""
    parts = [(row.tier, row.clients) for row in found.rows]
    return _stacked("active clients by days since the last purchase", parts)


def churn_groups_chart(found: Grouped) -> Chart:
    """The same of clients that are grouped by it; those without a tier are a part too."""
    parts = [(str(each.keys[0] or NONE_WORD), each.n) for each in found.groups]
    return _stacked(f"clients by churn tier   total {found.totals.n:,}", parts)


def _stacked(title: str, parts: Sequence[tuple[str, int]]) -> Chart:
    series = (Series(name, (many,), ROLE_OF.get(name, "muted")) for name, many in parts)
    return Chart("share", title, tuple(series), ("all",), unit="clients")
