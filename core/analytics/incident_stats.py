"""Incidents by severity and status; both margins are sums of the same cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.analytics.drill import query_of
from core.analytics.types import IncidentCounts, IncidentStats
from core.incidents.types import SEVERITIES, STATUSES
from core.query.nouns import INCIDENT_FIELDS

_ASSUMED = "medium"


def incident_table(
    counts: Mapping[tuple[str | None, str], int], now: datetime
) -> IncidentStats:
    """The table of (severity, status) counts; a missing severity counts as medium
    (DEFINITIONS 2.2) and is told apart."""
    rows = tuple(_row(severity, counts) for severity in SEVERITIES)
    totals = IncidentCounts(
        severity="",
        n=sum(row.n for row in rows),
        unrated=sum(row.unrated for row in rows),
        statuses={status: sum(row.statuses[status] for row in rows) for status in STATUSES},
    )
    return IncidentStats(now, rows, totals)


def _row(severity: str, counts: Mapping[tuple[str | None, str], int]) -> IncidentCounts:
    names: tuple[str | None, ...] = (severity, None) if severity == _ASSUMED else (severity,)
    statuses: dict[str, int] = {
        s: sum(counts.get((name, s), 0) for name in names) for s in STATUSES
    }
    unrated = sum(counts.get((None, s), 0) for s in STATUSES) if None in names else 0
    query = query_of(INCIDENT_FIELDS["severity"], *names)
    return IncidentCounts(severity, sum(statuses.values()), unrated, statuses, query)
