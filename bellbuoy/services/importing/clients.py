"""Client facts into the store."""

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
)
from bellbuoy.services.importing.columns import client_columns, client_digest
from bellbuoy.services.importing.own_owners import OwnOwners
from core.clients.lifecycle import is_live
from core.events.types import ClientFact
from storage.clients.identity import editable_values, identities, keys_in_use, next_id
from storage.clients.writes import (
    CLIENT_COLUMNS,
    EDITABLE,
    insert_clients,
    put_identities,
    update_clients,
)
from storage.health.facets import DIMENSIONS, count_new_clients, following_facets
from storage.health.marks import drop_past_views, mark_changed, mark_history
from storage.health.writes import insert_scores

_STATUS, _START, _END = (
    CLIENT_COLUMNS.index(name) for name in ("status", "start_day", "end_day")
)
_FIRST, _BEHIND = CLIENT_COLUMNS.index("industry"), _STATUS
_COUNTED = CLIENT_COLUMNS[_FIRST:_BEHIND]


@dataclass(slots=True)
class _Plan:
    """What becomes of the clients of a batch: rows of new ones, and the facts of
    those that were there, by number; `named` are ids with (client, digest)."""

    first_id: int
    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[int, ClientFact]] = field(default_factory=list)
    named: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def touched(self) -> list[int]:
        new = range(self.first_id, self.first_id + len(self.new))
        return [*(client for client, _ in self.changed), *new]


def store_clients(write: Write, facts: Sequence[ClientFact]) -> list[Verdict]:
    """New clients are made, changed ones changed; a field left out stays."""
    unit, batch = write.unit, write.batch
    ids = [fact.external_id for fact in facts]
    known = identities(unit, batch.source, ids)
    taken = keys_in_use(unit, "client", [each for each in ids if each not in known])
    firsts = batch.first_times("client", ids)
    plan = _Plan(next_id(unit, "client"))
    verdicts: list[Verdict] = []
    for fact, first in zip(facts, firsts, strict=True):
        external_id = fact.external_id
        content = client_digest(fact)
        found = known.get(external_id)
        if found is None:
            client = plan.first_id + len(plan.new)
            key = public_key(write, "client", external_id, taken)
            plan.new.append((client, key, *client_columns(fact)))
        elif found[1] == content:
            verdicts.append(UNCHANGED)
            continue
        elif not first:
            verdicts.append(conflict("client", external_id))
            continue
        else:
            client = found[0]
            plan.changed.append((client, fact))
        known[external_id] = plan.named[external_id] = (client, content)
        verdicts.append(STORED)
        if fact.start is not None:
            batch.reached(fact.start)
    if plan.named:
        _put(write, plan)
    return verdicts


def _put(write: Write, plan: _Plan) -> None:
    """Clients, what they are called, their empty scores, and marks."""
    unit, batch = write.unit, write.batch
    by_life: dict[bool, list[tuple[Any, ...]]] = {True: [], False: []}
    for row in plan.new:
        by_life[_is_live(row, batch.today)].append(row)
    for live, rows in by_life.items():
        insert_clients(unit, rows, batch.recorded_us, live=live)
        told = [dict(zip(_COUNTED, row[_FIRST:_BEHIND], strict=True)) for row in rows]
        count_new_clients(unit, told, live=live)
    insert_scores(unit, [row[0] for row in plan.new], batch.today)
    put_identities(unit, [(batch.source, ext, c, d) for ext, (c, d) in plan.named.items()])
    if plan.changed:
        updates = _updates(write, plan.changed)
        counted = [c for c, values in updates.items() if values.keys() & DIMENSIONS.keys()]
        with following_facets(unit, counted):
            update_clients(unit, updates)
    write.change.inserted("client", plan.first_id, len(plan.new))
    touched = plan.touched
    mark_changed(unit, touched, "client")
    mark_history(unit, touched)
    drop_past_views(unit, 0)
    batch.touched(touched)


def _is_live(row: tuple[Any, ...], today: int) -> bool:
    return is_live(row[_START], row[_END], row[_STATUS] == "churned", today)


def _updates(
    write: Write, changed: Sequence[tuple[int, ClientFact]]
) -> dict[int, dict[str, Any]]:
    """What the facts say of clients where it differs from what stands."""
    ids = [client for client, _ in changed]
    stored = editable_values(write.unit, ids, EDITABLE)
    owned = OwnOwners(write, ids)
    updates: dict[int, dict[str, Any]] = {}
    for client, fact in changed:
        said = dict(zip(EDITABLE, client_columns(fact), strict=True))
        owned.keep(client, said)
        if fact.status is None and fact.ended is None:
            said["status"] = None
        before = stored[client]
        after = {
            name: value
            for name, value in said.items()
            if value is not None and before[name] != value
        }
        if after:
            stored[client] = before | after
            updates[client] = updates.get(client, {}) | after
            write.change.updated("client", client, before, after)
    owned.store()
    return updates
