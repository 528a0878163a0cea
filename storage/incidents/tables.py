"""Incidents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, UniqueConstraint, text

from core.incidents.life import NEVER
from storage.engine.schema import Table, big, by_moment, note, rowid, table_args


def usually(value: int) -> Any:
    """A whole number that a row without another word has."""
    return big(default=value, sa_column_kwargs={"server_default": text(str(value))})


class Incident(Table, table=True):
    __table_args__ = table_args(
        UniqueConstraint("key"),
        UniqueConstraint("source", "external_id"),
        Index("incident_of", "client_id", "opened_us"),
        Index("incident_by_rank", "open_rank", "severity_rank", "opened_us", "id"),
        Index("incident_by_end", "resolved_us", "opened_us", "known_us", "severity"),
        Index("incident_by_due", "open_rank", "due_us", "severity_rank", "opened_us", "id"),
        Index("incident_below", "parent_id"),
        by_moment("incident_by_known", "known_us", "known_us <> 0"),
        by_moment("incident_by_taken", "acknowledged_us", "acknowledged_us <> 0"),
        by_moment("incident_by_closed", "closed_us", "closed_us <> 0"),
    )

    id: int | None = rowid()
    key: str = note()
    source: str = note()
    external_id: str = note()
    client_id: int = big(foreign_key="client.id")
    title: str = note()
    severity: str | None = note(default=None)
    severity_rank: int = big()
    status: str = note()
    open_rank: int = big()
    opened_us: int = big()
    acknowledged_us: int | None = big(default=None)
    resolved_us: int | None = big(default=None)
    closed_us: int | None = big(default=None)
    resolution: str | None = note(default=None)
    impact: str | None = note(default=None)
    reopen_count: int = big(default=0)
    excluded_by: str | None = note(default=None)
    known_us: int = big()
    backfilled: int = big(default=0)
    digest: str = note()
    owner: str | None = note(default=None)
    parent_id: int | None = big(default=None)
    duplicate_of: int | None = big(default=None)
    respond_due_us: int = usually(0)
    resolve_due_us: int = usually(0)
    still_us: int = usually(0)
    paused_us: int | None = big(default=None)
    due_us: int = usually(NEVER)
    respond_breach_us: int | None = big(default=None)
    resolve_breach_us: int | None = big(default=None)
    own_status: int = usually(0)
    own_severity: int = usually(0)
    linked: int = usually(0)
    rev: int = usually(0)


class IncidentStill(Table, table=True):
    """A span in which nobody worked at an incident: it was `pending`, or resolved before
    it was opened again. `until_us` is missing while it is pending. `key` is incident and
    beginning, so that a row can be put back as it was."""

    __table_args__ = table_args(UniqueConstraint("incident_id", "from_us"), clustered=True)

    key: str = note(primary_key=True)
    incident_id: int = big(foreign_key="incident.id")
    from_us: int = big()
    until_us: int | None = big(default=None)


class IncidentStep(Table, table=True):
    """A step of an incident, which is only ever added: who, when, what. `what` is JSON
    of names to [before, after]; `visible` says whether it is for the clients too. No
    constraint names the incident: rows that are put back come in an order of their own."""

    __table_args__ = table_args(UniqueConstraint("incident_id", "number"))

    id: int | None = rowid()
    incident_id: int = big()
    number: int = big()
    at_us: int = big()
    who: str = note()
    kind: str = note()
    text: str = note()
    what: str = note()
    visible: int = big()


class IncidentClient(Table, table=True):
    """A client that an incident hurts beside the one that it was reported for. `key` is
    both, so that a row can be put back as it was."""

    __table_args__ = table_args(
        Index("incident_client_of", "client_id", "incident_id"),
        Index("incident_client_by", "incident_id", "client_id"),
        by_moment("incident_client_by_known", "known_us", "known_us <> 0"),
        clustered=True,
    )

    key: str = note(primary_key=True)
    incident_id: int = big()
    client_id: int = big(foreign_key="client.id")
    known_us: int = big()
    who: str = note()
