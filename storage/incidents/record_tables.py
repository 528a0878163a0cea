"""What sources tell of an incident beside its state: components, updates, statements."""

from __future__ import annotations

from sqlalchemy import Index

from storage.engine.schema import Table, big, note, table_args


class IncidentComponent(Table, table=True):
    """A part of a product that an incident concerns, by the source's own word."""

    __table_args__ = table_args(
        Index("incident_by_component", "component", "incident_id"), clustered=True
    )

    incident_id: int = big(primary_key=True, foreign_key="incident.id")
    component: str = note(primary_key=True)


class IncidentUpdate(Table, table=True):
    """What a source said of an incident at a moment: `said` is its own word for the
    state, `status` ours (missing: the state did not change), `words` the message. `n`
    tells apart what was said at the same moment, in order."""

    __table_args__ = table_args(clustered=True)

    incident_id: int = big(primary_key=True, foreign_key="incident.id")
    at_us: int = big(primary_key=True)
    n: int = big(primary_key=True)
    status: str | None = note(default=None)
    said: str = note()
    words: str = note()


class IncidentRecord(Table, table=True):
    """What a source states of an incident as a whole. `down_from_us` and `down_until_us`
    bound the outage where it was not from opening to resolution; `sla_said` is the
    source's own verdict (1 met, 0 breached); `end_unsaid` is 1 where nobody said when
    it was resolved, only that it was closed, so that its time to resolve is unknown."""

    __table_args__ = table_args()

    incident_id: int = big(primary_key=True, foreign_key="incident.id")
    down_from_us: int | None = big(default=None)
    down_until_us: int | None = big(default=None)
    sla_said: int | None = big(default=None)
    end_unsaid: int = big(default=0)
