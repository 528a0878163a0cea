"""What is watched of an incident of a list."""

from __future__ import annotations

from core.incidents.types import Incident, WatchedIncident


def watched_of(row: Incident) -> WatchedIncident:
    """What is watched of a row: how its clocks stand, and not how far they are, which
    changes all the time."""
    return WatchedIncident(
        title=row.title,
        client=row.client_key,
        client_name=row.client_name,
        severity=row.severity,
        status=row.status,
        owner=row.owner,
        opened=row.opened,
        sla=row.sla.next,
        respond=row.sla.respond.state,
        resolve=row.sla.resolve.state,
        clients=row.clients,
        resolution=row.resolution,
        reopened=row.reopened,
    )
