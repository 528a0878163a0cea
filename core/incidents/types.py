"""Read models of incidents (DEFINITIONS 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Severity = Literal["critical", "high", "medium", "low"]
Status = Literal["open", "acknowledged", "pending", "resolved", "closed"]
Resolution = Literal["fixed", "duplicate", "cancelled", "no_fault"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
SHORT_SEVERITIES = {"sev1": "critical", "sev2": "high", "sev3": "medium", "sev4": "low"}
STATUSES: tuple[Status, ...] = ("open", "acknowledged", "pending", "resolved", "closed")
OPEN_STATUSES: tuple[Status, ...] = ("open", "acknowledged", "pending")
RESOLUTIONS: tuple[Resolution, ...] = ("fixed", "duplicate", "cancelled", "no_fault")


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as it stood at the moment asked for. `severity` None counts
    as medium and is flagged. `penalty` is what it takes from the client's
    incident component then. Text comes from outside."""

    id: int
    key: str
    client_id: int
    client_key: str
    client_name: str
    title: str
    severity: Severity | None
    status: Status
    opened: datetime
    acknowledged: datetime | None
    resolved: datetime | None
    closed: datetime | None
    resolution: Resolution | None
    impact: str | None
    source: str
    external_id: str
    penalty: int
