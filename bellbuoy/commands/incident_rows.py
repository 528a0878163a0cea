"""An incident as a row: the fields of the query language, by the same names."""

from __future__ import annotations

from bellbuoy.commands.columns import Column, Json, moment
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import narrowed
from bellbuoy.commands.to_json import to_json
from core.incidents.types import Incident

_SIGNS = {
    "critical": "!!! critical",
    "high": "!!  high",
    "medium": "!   medium",
    "low": "    low",
}
_PAINT = {"critical": "1;31", "high": "31", "medium": "33", "low": "2"}


def incident_row(incident: Incident) -> dict[str, Json]:
    """`id` and `client` are public ids; `severity` null counts as medium;
    `penalty` is what it takes from the client's incident component now."""
    return {
        "id": incident.key,
        "title": incident.title,
        "client": incident.client_key,
        "client_name": incident.client_name,
        "severity": incident.severity,
        "status": incident.status,
        "opened": to_json(incident.opened),
        "acknowledged": to_json(incident.acknowledged),
        "resolved": to_json(incident.resolved),
        "closed": to_json(incident.closed),
        "resolution": incident.resolution,
        "impact": incident.impact,
        "source": incident.source,
        "external_id": incident.external_id,
        "penalty": incident.penalty,
    }


def _severity(value: str | None) -> str:
    return _SIGNS.get(value or "", "!   medium?")


def _severity_paint(value: str | None) -> str:
    return _PAINT.get(value or "medium", "")


SEVERITY = Column(
    "severity", "severity", render=_severity, paint=_severity_paint, fixed=True, also=("sev",)
)
INCIDENTS = (
    Column("id", "id", fixed=True, also=("key",)),
    SEVERITY,
    Column("status", "status", fixed=True),
    Column("client_name", "client"),
    Column("title", "title"),
    moment("opened", "opened"),
    Column("client", "client id", extra=True),
    moment("acknowledged", "acknowledged", extra=True, also=("ack",)),
    moment("resolved", "resolved", extra=True),
    moment("closed", "closed", extra=True),
    Column("resolution", "resolution", extra=True),
    Column("impact", "impact", extra=True),
    Column("source", "source", extra=True),
    Column("external_id", "id there", extra=True),
    Column("penalty", "penalty", "right", extra=True),
)
"""The columns of incidents."""

INCIDENTS_SHORT = tuple(c for c in INCIDENTS if c.key != "client_name" and not c.extra)
"""The same below a client, whose name stands above."""


def incident_columns(options: Options) -> tuple[Column, ...]:
    """The columns of incident lists; a narrow terminal has no room for `opened`."""
    return narrowed(INCIDENTS, {"opened": 100}, options)
