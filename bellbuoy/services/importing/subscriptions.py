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
from bellbuoy.services.importing.columns import subscription_columns
from bellbuoy.services.scoring.apart import apart_from_runs
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
    ids = [fact.external_id for fact in facts]
    clients = write.clients_of([fact.client for fact in facts])
    known = digests(unit, "subscription", batch.source, ids)
    firsts = batch.first_times("subscription", ids)
    changed: dict[int, tuple[Any, ...]] = {}
    verdicts: list[Verdict] = []
    rows: list[tuple[Any, ...]] = []
    since: dict[int, tuple[int, int]] = {}
    for fact, client, first in zip(facts, clients, firsts, strict=True):
        external_id = fact.external_id
        if client is None:
            verdicts.append(unknown_client(write, fact.client))
            continue
        row = subscription_columns(fact, client)
        content = digest(*row)
        found = known.get(external_id)
        if found is not None and found[1] == content:
            verdicts.append(UNCHANGED)
        elif found is not None and not first:
            verdicts.append(conflict("subscription", external_id))
        else:
            if found is not None:
                changed[found[0]] = row
            known[external_id] = (found[0] if found else 0, content)
            start = fact.start
            if start not in since:
                since[start] = batch.known(to_micros(day_start(start, batch.zone)))
            rows.append((batch.source, *row, *since[start], content))
            verdicts.append(STORED)
    if rows:
        with apart_from_runs(unit, "subscription", changed, batch.today):
            _put(write, rows, changed)
        batch.reached_all(since)
    return verdicts


def _put(
    write: Write, rows: Sequence[tuple[Any, ...]], changed: dict[int, tuple[Any, ...]]
) -> None:
    """Subscriptions, what they were before, and marks."""
    unit, batch = write.unit, write.batch
    touched = {row[2] for row in rows}
    before = stored_values(unit, "subscription", changed, _STATED)
    first = next_id(unit, "subscription")
    put_subscriptions(unit, rows)
    for number, values in before.items():
        stated = dict(zip(_STATED, changed[number][1:], strict=True))
        write.change.updated("subscription", number, values, stated)
        touched.add(values["client_id"])
    write.change.inserted("subscription", first, len(rows) - len(changed))
    mark_changed(unit, touched, "subscription")
    drop_past_views(unit, 0)
    batch.touched(touched)
    batch.forget_clients()
