"""Incidents by severity and by status: two charts of the same incidents."""

from __future__ import annotations

from core.analytics.types import IncidentStats
from tui.charts.chart import Chart, Series
from tui.palette import ROLE_OF


def incident_charts(found: IncidentStats) -> tuple[Chart, Chart]:
    """Severities from the worst, then statuses in the order they are gone through."""
    return severity_chart(found), status_chart(found)


def severity_chart(found: IncidentStats) -> Chart:
    """A bar a severity, from the worst; the title says how many were not rated."""
    n, unrated = found.totals.n, found.totals.unrated
    more = f", {unrated:,} of them unrated" if unrated else ""
    labels = tuple(row.severity for row in found.rows)
    counts = Series(
        "",
        tuple(row.n for row in found.rows),
        roles=tuple(ROLE_OF[row.severity] for row in found.rows),
    )
    title = f"Incidents by severity   {n:,}{more}"
    return Chart("bars", title, (counts,), labels, share=True)


def status_chart(found: IncidentStats) -> Chart:
    """A bar a status, in the order they are gone through."""
    counts = Series("", tuple(found.totals.statuses.values()))
    title = f"Incidents by status   {found.totals.n:,}"
    return Chart("bars", title, (counts,), tuple(found.totals.statuses), share=True)
