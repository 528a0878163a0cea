"""Event facts (increments) into the store, with their rollup."""

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
from core.events.types import EventFact
from core.values.canonical import digest
from core.values.instants import local_day, to_micros
from storage.clients.identity import digests, next_id
from storage.events.reads import MEASURES
from storage.events.writes import Growth, insert_events, roll_up, totalled_days
from storage.health.marks import drop_past_views, mark_changed, mark_history


def store_events(write: Write, facts: Sequence[EventFact]) -> list[Verdict]:
    """Each event counts once, by its id; another content under that id is a conflict."""
    unit, batch = write.unit, write.batch
    clients = write.clients_of({fact.client for fact in facts})
    totals = totalled_days(unit, batch.source, set(clients.values()))
    known = {
        external: content
        for external, (_, content) in digests(
            unit, "event", batch.source, {fact.external_id for fact in facts}
        ).items()
    }
    verdicts: list[Verdict] = []
    rows: list[tuple[Any, ...]] = []
    growth = Growth()
    earliest: int | None = None
    past: set[int] = set()
    for fact in facts:
        client = clients.get(fact.client)
        if client is None:
            verdicts.append(unknown_client(write, fact.client))
            continue
        at = to_micros(fact.at)
        content = digest(client, at, fact.kind, fact.value, fact.payload)
        if fact.external_id in known:
            same = known[fact.external_id] == content
            verdicts.append(UNCHANGED if same else conflict("event", fact.external_id))
            continue
        known[fact.external_id] = content
        day = local_day(fact.at, batch.zone)
        rows.append(_row(write, fact, client, at, day, content))
        _grow(growth, totals, fact, client, day)
        batch.reached(day)
        earliest = at if earliest is None else min(earliest, at)
        if day < batch.today:
            past.add(client)
        verdicts.append(STORED)
    if rows:
        first = next_id(unit, "event")
        insert_events(unit, rows)
        write.change.inserted("event", first, len(rows))
        roll_up(unit, growth)
        mark_changed(unit, growth.clients, "usage")
        mark_history(unit, past & growth.clients)
        assert earliest is not None
        drop_past_views(unit, earliest)
        batch.touched |= growth.clients
    return verdicts


def _row(
    write: Write, fact: EventFact, client: int, at: int, day: int, content: str
) -> tuple[Any, ...]:
    batch = write.batch
    known, backfilled = batch.known(at)
    return (
        batch.source, fact.external_id, client, at, day, known, backfilled, fact.kind,
        fact.value, fact.payload, content, batch.run,
    )  # fmt: skip


def _grow(
    growth: Growth,
    totals: dict[tuple[int, int], tuple[int | None, int | None]],
    fact: EventFact,
    client: int,
    day: int,
) -> None:
    """Usage grows unless the source has stated that day's total: the total wins."""
    if fact.kind not in MEASURES:
        return
    measure = MEASURES.index(fact.kind)
    stated = totals.get((client, day), (None, None))[measure]
    growth.add(client, day, measure, fact.value if stated is None else 0)
