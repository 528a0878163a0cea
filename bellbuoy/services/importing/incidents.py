"""Incident facts into the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bellbuoy.services.importing.batch import (
    STORED,
    UNCHANGED,
    Verdict,
    Write,
    conflict,
    public_key,
    unknown_client,
)
from core.events.types import IncidentFact
from core.incidents.types import OPEN_STATUSES, SEVERITIES
from core.values.canonical import digest
from core.values.instants import local_day, to_micros
from storage.clients.identity import digests, keys_in_use, next_id, stored_values
from storage.health.marks import drop_past_views, mark_changed, mark_history
from storage.incidents.writes import INCIDENT_COLUMNS, put_incidents

_UNKNOWN_RANK = SEVERITIES.index("medium")
_STATED = INCIDENT_COLUMNS[4:-1]
_OPENED = INCIDENT_COLUMNS.index("opened_us")


def store_incidents(write: Write, facts: Sequence[IncidentFact]) -> list[Verdict]:
    """New incidents are made, changed ones replaced; their clients are marked."""
    unit, batch = write.unit, write.batch
    clients = write.clients_of({fact.client for fact in facts})
    ids = {fact.external_id for fact in facts}
    known = digests(unit, "incident", batch.source, ids)
    taken = keys_in_use(unit, "incident", ids - known.keys())
    first_id = number_next = next_id(unit, "incident")
    verdicts: list[Verdict] = []
    rows: list[tuple[Any, ...]] = []
    changed: dict[int, tuple[Any, ...]] = {}
    touched: set[int] = set()
    for fact in facts:
        first = batch.first_time("incident", fact.external_id)
        client = clients.get(fact.client)
        if client is None:
            verdicts.append(unknown_client(write, fact.client))
            continue
        content = _digest(fact, client)
        found = known.get(fact.external_id)
        if found is not None and found[1] == content:
            verdicts.append(UNCHANGED)
            continue
        if found is not None and not first:
            verdicts.append(conflict("incident", fact.external_id))
            continue
        if found is None:
            key = public_key(write, "incident", fact.external_id, taken)
            number, number_next = number_next, number_next + 1
        else:
            # The key of a row that is there already stays as it is.
            key, number = "", found[0]
            changed[number] = _columns(write, fact, client)
        known[fact.external_id] = (number, content)
        rows.append((number, key, batch.source, *_columns(write, fact, client), content))
        touched.add(client)
        batch.reached(local_day(fact.opened, batch.zone))
        verdicts.append(STORED)
    before = stored_values(unit, "incident", changed, _STATED)
    if rows:
        put_incidents(unit, rows)
        for number, values in before.items():
            stated = dict(zip(_STATED, changed[number][1:], strict=True))
            write.change.updated("incident", number, values, stated)
            touched.add(values["client_id"])
        write.change.inserted("incident", first_id, number_next - first_id)
        mark_changed(unit, touched, "incident")
        mark_history(unit, touched)
        said = [row[_OPENED] for row in rows]
        drop_past_views(unit, min([*said, *(old["opened_us"] for old in before.values())]))
        batch.touched |= touched
    return verdicts


def _columns(write: Write, fact: IncidentFact, client: int) -> tuple[Any, ...]:
    severity_rank = (
        _UNKNOWN_RANK
        if fact.severity is None
        else [str(name) for name in SEVERITIES].index(fact.severity)
    )
    return (
        fact.external_id, client, fact.title, fact.severity, severity_rank, fact.status,
        0 if fact.status in OPEN_STATUSES else 1, *_times(fact), fact.resolution,
        fact.impact, 0, *write.batch.known(to_micros(fact.opened)),
    )  # fmt: skip


def _times(fact: IncidentFact) -> tuple[int | None, ...]:
    moments = (fact.opened, fact.acknowledged, fact.resolved, fact.closed)
    return tuple(_micros(moment) for moment in moments)


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)


def _digest(fact: IncidentFact, client: int) -> str:
    return digest(
        client, fact.title, fact.severity, fact.status, *_times(fact), fact.resolution,
        fact.impact,
    )  # fmt: skip
