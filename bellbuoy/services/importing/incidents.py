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
from bellbuoy.services.importing.incident_records import put_beside
from bellbuoy.services.importing.own_incidents import OwnIncidents
from bellbuoy.services.scoring.apart import apart_from_runs
from core.events.types import IncidentFact
from core.values.instants import to_micros
from storage.clients.identity import digests, keys_in_use, next_id, stored_values
from storage.health.marks import drop_past_views, mark_changed, mark_history
from storage.health.unresolved import following_unresolved
from storage.incidents.acting import hurt_by
from storage.incidents.own import recount_linked
from storage.incidents.still import PENDING, Turn, note_turns
from storage.incidents.writes import INCIDENT_COLUMNS, put_incidents

_FIRST_STATED = 4
_STATED = INCIDENT_COLUMNS[_FIRST_STATED:-1]
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
    facts: dict[int, IncidentFact] = field(default_factory=dict)


def store_incidents(
    write: Write, facts: Sequence[IncidentFact], *, again: bool = False
) -> list[Verdict]:
    """New incidents are made, changed ones replaced; their clients are marked. `again`:
    that one comes twice in an import, with other content, is no conflict."""
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
        if found is not None and not first and not again:
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
        plan.facts[number] = fact
        verdicts.append(STORED)
    if plan.rows:
        with apart_from_runs(unit, "incident", plan.changed, batch.today):
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
    unit, batch = write.unit, write.batch
    before = stored_values(unit, "incident", plan.changed, _STATED)
    own = OwnIncidents(write, list(plan.changed))
    rows = [own.kept(row, before.get(row[0])) for row in plan.rows]
    with following_unresolved(unit, [row[0] for row in rows]):
        put_incidents(unit, rows)
    note_turns(unit, _turns(rows, before), batch.recorded_us)
    put_beside(unit, plan.facts, set(plan.changed))
    own.store()
    recount_linked(unit, list(plan.changed))
    now = {row[0]: row[_FIRST_STATED:-1] for row in rows}
    touched = {row[_CLIENT] for row in rows} | hurt_by(unit, plan.changed)
    for number, values in before.items():
        stated = dict(zip(_STATED, now[number], strict=True))
        write.change.updated("incident", number, values, stated)
        touched.add(values["client_id"])
    write.change.inserted("incident", plan.first_id, plan.next_id - plan.first_id)
    mark_changed(unit, touched, "incident")
    mark_history(unit, touched)
    opened = [row[_OPENED] for row in rows]
    said = [to_micros(each.at) for fact in plan.facts.values() for each in fact.updates]
    drop_past_views(unit, min([*opened, *(old["opened_us"] for old in before.values())]))
    batch.touched(touched)
    batch.reached_all(batch.days_of(opened + said))
