"""Severity, status and age of an incident in few signs, for rows and panes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from core.incidents.types import (
    OPEN_STATUSES,
    SEVERITIES,
    Incident,
    IncidentDetail,
    Severity,
)
from core.values.text import safe_text
from tui.lines import cut_middle
from tui.look import ScreenLook
from tui.palette import ROLE_OF, Role

ASSUMED: Severity = "medium"
"""What an incident without a severity counts as."""

SIGNS: Mapping[Severity, str] = MappingProxyType(
    {"critical": "!!!", "high": "!!", "medium": "!", "low": ""}
)
SHORT: Mapping[Severity, str] = MappingProxyType(
    {"critical": "crit", "high": "high", "medium": "med", "low": "low"}
)
_CUT = 4


def severity_cell(incident: Incident) -> tuple[str, Role]:
    """`!!! crit`, `!!  high`, `!   med?` for one that is assumed: 8 cells."""
    severity = incident.severity or ASSUMED
    return f"{SIGNS[severity]:<3} {severity_short(incident)}", severity_role(incident)


def severity_short(incident: Incident) -> str:
    """`crit`; a question mark where no severity was given."""
    return SHORT[incident.severity] if incident.severity else f"{SHORT[ASSUMED]}?"


def severity_words(incident: Incident) -> str:
    """`!!! critical`; an assumed one says so."""
    if incident.severity is None:
        return f"{SIGNS[ASSUMED]} {ASSUMED}, assumed"
    return f"{SIGNS[incident.severity]} {incident.severity}".strip()


def severity_role(incident: Incident) -> Role:
    return ROLE_OF[incident.severity or ASSUMED] if is_open(incident) else "muted"


def status_short(incident: Incident) -> str:
    """The first four letters, as lists print it."""
    return incident.status[:_CUT]


def is_open(incident: Incident) -> bool:
    return incident.status in OPEN_STATUSES


def age(incident: Incident, now: datetime) -> timedelta:
    """How long it has been open, or was."""
    until = now if is_open(incident) or incident.resolved is None else incident.resolved
    return max(timedelta(), until - incident.opened)


def urgency(incident: Incident) -> tuple[int, datetime, int]:
    """The sort key inside one pane: by severity, then the oldest."""
    return SEVERITIES.index(incident.severity or ASSUMED), incident.opened, incident.id


def key_text(incident: Incident, look: ScreenLook, room: int) -> str:
    """The id in `room` cells; of one that a simulation opened `SIM-0001-1~`."""
    mark = "~" if incident.simulated else ""
    return f"{cut_middle(safe_text(incident.key), look, room - len(mark))}{mark}"


def stake_mark(incident: Incident, detail: IncidentDetail | None = None) -> str:
    """What stands behind the health and money of those whom it hurts, where a run in
    force has reached one of them."""
    hurt = () if detail is None else detail.affected
    return "~" if incident.of_simulated or any(each.simulated for each in hurt) else ""
