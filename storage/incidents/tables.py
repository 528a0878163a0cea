"""Incidents."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from storage.engine.schema import Table, big, note, rowid, table_args


class Incident(Table, table=True):
    __table_args__ = table_args(
        UniqueConstraint("key"),
        UniqueConstraint("source", "external_id"),
        Index("incident_of", "client_id", "opened_us"),
        Index("incident_by_rank", "open_rank", "severity_rank", "opened_us", "id"),
        Index("incident_by_end", "resolved_us", "opened_us", "known_us", "severity"),
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


class IncidentStill(Table, table=True):
    """A span in which nobody worked at an incident: it was `pending`, or resolved before
    it was opened again. `until_us` is missing while it is pending."""

    __table_args__ = table_args(clustered=True)

    incident_id: int = big(primary_key=True, foreign_key="incident.id")
    from_us: int = big(primary_key=True)
    until_us: int | None = big(default=None)
