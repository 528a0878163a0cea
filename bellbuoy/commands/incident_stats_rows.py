"""Incidents by severity and status as rows."""

from __future__ import annotations

from bellbuoy.commands.columns import Json, number
from bellbuoy.commands.group_rows import Label, labelled
from bellbuoy.commands.incident_rows import SEVERITY
from core.analytics.types import IncidentCounts, IncidentStats
from core.incidents.types import STATUSES

Row = dict[str, Json]
STATS = (
    labelled(SEVERITY),
    number("n", "incidents"),
    *(number(status, status) for status in STATUSES),
    number("unrated", "unrated", extra=True),
)


def stats_row(row: IncidentCounts, *, total: bool = False) -> Row:
    """A count a status; `unrated` have no severity and count as medium."""
    named: Row = {} if total else {"severity": row.severity}
    return {**named, "n": row.n, **dict(row.statuses), "unrated": row.unrated}


def stats_foot(found: IncidentStats) -> Row:
    return {"severity": Label("total"), **stats_row(found.totals, total=True)}


def stats_notes(found: IncidentStats) -> tuple[str, ...]:
    n = found.totals.unrated
    return (f"{n:,} without a severity count as medium",) if n else ()
