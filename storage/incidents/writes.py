"""Writing incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.engine.unit import Unit, bulk_insert
from storage.incidents.tables import Incident

INCIDENT_COLUMNS = (
    "id", "key", "source", "external_id", "client_id", "title", "severity", "severity_rank",
    "status", "open_rank", "opened_us", "acknowledged_us", "resolved_us", "closed_us",
    "resolution", "impact", "reopen_count", "known_us", "backfilled", "digest",
)  # fmt: skip


def put_incidents(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """New or changed incidents (INCIDENT_COLUMNS), by source and external id."""
    statement = bulk_insert(
        Incident,
        INCIDENT_COLUMNS,
        conflict="update",
        keys=("source", "external_id"),
        replace=INCIDENT_COLUMNS[4:16] + INCIDENT_COLUMNS[17:],
    )
    unit.bulk(statement, rows)
