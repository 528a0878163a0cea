"""Incident facts into the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from bellbuoy.services.importing.columns import (
    incident_columns,
    incident_digest,
    incident_times,
)
from core.events.types import IncidentFact
from storage.clients.identity import digests, keys_in_use, next_id, stored_values
from storage.health.marks import drop_past_views, mark_changed, mark_history
from storage.health.unresolved import following_unresolved
from storage.incidents.still import PENDING, Turn, note_turns
from storage.incidents.writes import INCIDENT_COLUMNS, put_incidents

_STATED = INCIDENT_COLUMNS[4:-1]
_CLIENT = INCIDENT_COLUMNS.index("client_id")
_OPENED = INCIDENT_COLUMNS.index("opened_us")


@dataclass(slots=True)
class _Plan:
    """What becomes of the incidents of a batch: rows of new and changed ones, and
    of the latter what is said of them now, by number."""

    first_id: int
    next_id: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    changed: dict[int, tuple[Any, ...]] = field(default_factory=dict)


def store_incidents(write: Write, facts: Sequence[IncidentFact]) -> list[Verdict]:
    """New incidents are made, changed ones replaced; their clients are marked."""
    unit, batch = write.unit, write.batch
    ids = [fact.external_id for fact in facts]
    clients = write.clients_of([fact.client for fact in facts])
    known = digests(unit, "incident", batch.source, ids)
    taken = keys_in_use(unit, "incident", [each for each in ids if each not in known])
    firsts = batch.first_times("incident", ids)
    number = next_id(unit, "incident")
    plan = _Plan(number, number)
    verdicts: list[Verdict] = []
    for fact, client, first in zip(facts, clients, firsts, strict=True):
        external_id = fact.external_id
        if client is None:
            verdicts.append(unknown_client(write, fact.client))
            continue
        times = incident_times(fact)
        content = incident_digest(fact, client, times)
        found = known.get(external_id)
        if found is not None and found[1] == content:
            verdicts.append(UNCHANGED)
            continue
        if found is not None and not first:
            verdicts.append(conflict("incident", external_id))
            continue
        said = (*incident_columns(fact, client, times), *batch.known(times[0]))
        if found is None:
            key = public_key(write, "incident", external_id, taken)
            number, plan.next_id = plan.next_id, plan.next_id + 1
        else:
            # The key of a row that is there already stays as it is.
            key, number = "", found[0]
            plan.changed[number] = said
        known[external_id] = (number, content)
        plan.rows.append((number, key, batch.source, *said, content))
        verdicts.append(STORED)
    if plan.rows:
        _put(write, plan)
    return verdicts


def _turns(rows: Sequence[tuple[Any, ...]], before: dict[int, dict[str, Any]]) -> list[Turn]:
    """What matters to the resolve clock: who is pending, and who was."""
    found = []
    for row in rows:
        said = dict(zip(INCIDENT_COLUMNS, row, strict=True))
        was = before.get(said["id"])
        if was is None and said["status"] != PENDING:
            continue
        found.append(
            Turn(
                said["id"],
                said["opened_us"],
                None if was is None else was["status"],
                None if was is None else _ended(was),
                said["status"],
                _ended(said),
            )
        )
    return found


def _ended(values: dict[str, Any]) -> int | None:
    resolved: int | None = values["resolved_us"]
    return values["closed_us"] if resolved is None else resolved


def _put(write: Write, plan: _Plan) -> None:
    """Incidents, what they were before, and marks."""
    unit, batch, rows = write.unit, write.batch, plan.rows
    before = stored_values(unit, "incident", plan.changed, _STATED)
    with following_unresolved(unit, [row[0] for row in rows]):
        put_incidents(unit, rows)
    note_turns(unit, _turns(rows, before), batch.recorded_us)
    touched = {row[_CLIENT] for row in rows}
    for number, values in before.items():
        stated = dict(zip(_STATED, plan.changed[number][1:], strict=True))
        write.change.updated("incident", number, values, stated)
        touched.add(values["client_id"])
    write.change.inserted("incident", plan.first_id, plan.next_id - plan.first_id)
    mark_changed(unit, touched, "incident")
    mark_history(unit, touched)
    opened = [row[_OPENED] for row in rows]
    drop_past_views(unit, min([*opened, *(old["opened_us"] for old in before.values())]))
    batch.touched(touched)
    batch.reached_all(batch.days_of(opened))
