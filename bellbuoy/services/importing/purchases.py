"""Purchase facts into the store, and when each client last bought."""

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
from bellbuoy.services.importing.columns import purchase_columns
from core.events.types import PurchaseFact
from core.values.canonical import digest
from core.values.instants import to_micros
from storage.clients.identity import digests, keys_in_use, next_id, stored_values
from storage.health.marks import drop_past_views, mark_changed
from storage.purchases.rollup import roll_up_bought
from storage.purchases.writes import PURCHASE_COLUMNS, put_purchases

_SAID = slice(PURCHASE_COLUMNS.index("customer"), PURCHASE_COLUMNS.index("source"))
_STATED = PURCHASE_COLUMNS[_SAID]
_CLIENT, _AT, _DAY = map(PURCHASE_COLUMNS.index, ("client_id", "at_us", "day"))


@dataclass(slots=True)
class _Plan:
    """Rows of new and changed purchases, and the numbers of the latter."""

    first_id: int
    next_id: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)


def store_purchases(write: Write, facts: Sequence[PurchaseFact]) -> list[Verdict]:
    """New purchases are made, changed ones replaced; their clients are marked."""
    unit, batch = write.unit, write.batch
    ids = [fact.external_id for fact in facts]
    clients = write.clients_of([fact.client for fact in facts])
    known = digests(unit, "purchase", batch.source, ids)
    taken = keys_in_use(unit, "purchase", [each for each in ids if each not in known])
    firsts = batch.first_times("purchase", ids)
    moments = [to_micros(fact.at) for fact in facts]
    days = batch.days_of(moments)
    number = next_id(unit, "purchase")
    plan = _Plan(number, number)
    verdicts: list[Verdict] = []
    told = zip(facts, clients, firsts, moments, days, strict=True)
    for fact, client, first, at_us, day in told:
        external_id = fact.external_id
        if client is None:
            verdicts.append(unknown_client(write, fact.client))
            continue
        said = purchase_columns(fact, client, at_us)
        content = digest(*said)
        found = known.get(external_id)
        if found is not None and found[1] == content:
            verdicts.append(UNCHANGED)
            continue
        if found is not None and not first:
            verdicts.append(conflict("purchase", external_id))
            continue
        if found is None:
            key = public_key(write, "purchase", external_id, taken)
            number, plan.next_id = plan.next_id, plan.next_id + 1
        else:
            # The key of a row that is there already stays as it is.
            key, number = "", found[0]
            plan.changed.add(number)
        known[external_id] = (number, content)
        known_us, backfilled = batch.known(at_us)
        source = (batch.source, external_id, content, backfilled)
        plan.rows.append((number, key, *said, known_us, client, day, *source))
        verdicts.append(STORED)
    if plan.rows:
        _put(write, plan)
    return verdicts


def _put(write: Write, plan: _Plan) -> None:
    """Purchases, what they were before, and all that follows."""
    unit, batch = write.unit, write.batch
    before = stored_values(unit, "purchase", plan.changed, _STATED)
    put_purchases(unit, plan.rows)
    now = {row[0]: row[_SAID] for row in plan.rows}
    touched = {row[_CLIENT] for row in plan.rows}
    for number, values in before.items():
        stated = dict(zip(_STATED, now[number], strict=True))
        write.change.updated("purchase", number, values, stated)
        touched.add(values["client_id"])
    write.change.inserted("purchase", plan.first_id, plan.next_id - plan.first_id)
    roll_up_bought(unit, touched)
    mark_changed(unit, touched, "purchase")
    moments = [row[_AT] for row in plan.rows] + [old["at_us"] for old in before.values()]
    drop_past_views(unit, min(moments))
    batch.touched(touched)
    batch.reached_all({row[_DAY] for row in plan.rows})
