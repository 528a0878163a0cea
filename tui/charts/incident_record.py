"""The record of incidents as charts: how many began, and how long they took."""

from __future__ import annotations

from core.record.types import Figures, IncidentRecord
from tui.charts.chart import Chart, Series

_MOST = 20
_HOUR = 3600


def record_charts(found: IncidentRecord) -> tuple[Chart, ...]:
    """A bar a group, of the first ones in the order of the record: what was opened, then
    the mean time to resolve in hours. Without groups the whole is the one group."""
    groups = [(group.label, group.figures) for group in found.groups[:_MOST]]
    groups = groups or [("all", found.totals)]
    labels = tuple(label for label, _ in groups)
    more = len(found.groups) - _MOST
    rest = (f"{more:,} more are not drawn",) if more > 0 else ()
    opened = Series("", tuple(figures.opened for _, figures in groups))
    resolving = Series("", tuple(_hours(figures) for _, figures in groups))
    title = f"Incidents opened   {found.totals.opened:,}"
    return (
        Chart("bars", title, (opened,), labels, key=rest),
        Chart("bars", "Mean time to resolve, hours", (resolving,), labels, key=rest),
    )


def _hours(figures: Figures) -> float | None:
    mean = figures.to_resolve.mean
    return None if mean is None else mean / _HOUR
