"""Writing incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.incidents.life import NEVER
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert
from storage.incidents.tables import Incident
from storage.incidents.targets import stored_targets

INCIDENT_COLUMNS = (
    "id", "key", "source", "external_id", "client_id", "title", "severity", "severity_rank",
    "status", "open_rank", "opened_us", "acknowledged_us", "resolved_us", "closed_us",
    "resolution", "impact", "reopen_count", "known_us", "backfilled", "digest",
)  # fmt: skip


_CLOCKS = (
    "respond_due_us", "resolve_due_us", "due_us", "respond_breach_us", "resolve_breach_us",
)  # fmt: skip
_AT = {name: place for place, name in enumerate(INCIDENT_COLUMNS)}


def put_incidents(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """New or changed incidents (INCIDENT_COLUMNS), by source and external id. The clocks
    of new ones are set; those of changed ones follow when their turns are noted."""
    targets = stored_targets(unit)
    plans: dict[int, str | None] = {}
    if targets.plans:
        found = "SELECT id, plan FROM client WHERE id IN (SELECT value FROM ints(:ids))"
        clients = {row[_AT["client_id"]] for row in rows}
        plans = dict(unit.rows(found, {"ids": as_list(sorted(clients))}))
    statement = bulk_insert(
        Incident,
        INCIDENT_COLUMNS + _CLOCKS,
        conflict="update",
        keys=("source", "external_id"),
        replace=INCIDENT_COLUMNS[4:16] + INCIDENT_COLUMNS[17:],
    )
    told = []
    for row in rows:
        target = targets.of(row[_AT["severity"]], plans.get(row[_AT["client_id"]]))
        told.append((*row, *_clocks(row, target.respond, target.resolve)))
    unit.bulk(statement, told)


def _clocks(row: Sequence[Any], respond: int, resolve: int) -> tuple[int | None, ...]:
    """What `core.incidents.life` says of an incident that never was pending, for many:
    a test compares them."""
    opened, answered = row[_AT["opened_us"]], row[_AT["acknowledged_us"]]
    ended = row[_AT["resolved_us"]]
    ended = row[_AT["closed_us"]] if ended is None else ended
    answered = ended if answered is None else answered
    due = (opened + respond, opened + resolve)
    running = min(due) if answered is None else due[1]
    return (
        *due,
        running if ended is None else NEVER,
        due[0] if answered is not None and answered > due[0] else None,
        due[1] if ended is not None and ended > due[1] else None,
    )
