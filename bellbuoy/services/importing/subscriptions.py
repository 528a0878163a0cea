"""Subscription facts into the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bellbuoy.services.importing.batch import (
    STORED,
    UNCHANGED,
    Verdict,
    Write,
    conflict,
    unknown_client,
)
from core.events.types import SubscriptionFact
from core.values.canonical import digest
from core.values.instants import day_start, to_micros
from storage.clients.identity import digests, next_id, stored_values
from storage.clients.writes import SUBSCRIPTION_COLUMNS, put_subscriptions
from storage.health.marks import drop_past_views, mark_changed

_STATED = SUBSCRIPTION_COLUMNS[2:13]


def store_subscriptions(write: Write, facts: Sequence[SubscriptionFact]) -> list[Verdict]:
    """New subscriptions are made, changed ones replaced; their clients are marked."""
    unit, batch = write.unit, write.batch
    clients = write.clients_of({fact.client for fact in facts})
    known = digests(unit, "subscription", batch.source, {f.external_id for f in facts})
    changed: dict[int, tuple[Any, ...]] = {}
    verdicts: list[Verdict] = []
    rows: list[tuple[Any, ...]] = []
    touched: set[int] = set()
    for fact in facts:
        new = batch.first_time("subscription", fact.external_id)
        client = clients.get(fact.client)
        if client is None:
            verdicts.append(unknown_client(write, fact.client))
            continue
        row = _columns(fact, client)
        content = digest(*row)
        found = known.get(fact.external_id)
        if found is not None and found[1] == content:
            verdicts.append(UNCHANGED)
        elif found is not None and not new:
            verdicts.append(conflict("subscription", fact.external_id))
        else:
            if found is not None:
                changed[found[0]] = row
            known[fact.external_id] = (found[0] if found else 0, content)
            happened = to_micros(day_start(fact.start, batch.zone))
            rows.append((batch.source, *row, *batch.known(happened), content))
            touched.add(client)
            batch.reached(fact.start)
            verdicts.append(STORED)
    before = stored_values(unit, "subscription", changed, _STATED)
    first = next_id(unit, "subscription")
    put_subscriptions(unit, rows)
    if rows:
        for number, values in before.items():
            stated = dict(zip(_STATED, changed[number][1:], strict=True))
            write.change.updated("subscription", number, values, stated)
            touched.add(values["client_id"])
        write.change.inserted("subscription", first, len(rows) - len(changed))
        mark_changed(unit, touched, "subscription")
        drop_past_views(unit, 0)
        batch.touched |= touched
    return verdicts


def _columns(fact: SubscriptionFact, client: int) -> tuple[Any, ...]:
    return (
        fact.external_id,
        client,
        fact.plan,
        fact.status,
        int(fact.trial),
        fact.start,
        fact.end,
        fact.amount_minor,
        fact.currency,
        fact.quantity,
        fact.period,
        fact.term_months,
    )
