"""Day totals into the store: a later one replaces, the difference is rolled up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bellbuoy.services.importing.batch import (
    STORED,
    UNCHANGED,
    Verdict,
    Write,
    unknown_client,
)
from core.events.types import DayTotalFact
from core.values.instants import day_start, to_micros
from storage.clients.identity import next_id
from storage.events.reads import MEASURES
from storage.events.writes import (
    Growth,
    incremented,
    note_total_changes,
    put_totals,
    roll_up,
    totalled_days,
)
from storage.health.marks import drop_past_views, mark_changed, mark_history

Pair = tuple[int | None, int | None]


def store_day_totals(write: Write, facts: Sequence[DayTotalFact]) -> list[Verdict]:
    """The total of a source, client and day wins over that source's increments
    from its arrival on (DEFINITIONS 1.8)."""
    unit, batch = write.unit, write.batch
    clients = write.clients_of({fact.client for fact in facts})
    stated = totalled_days(unit, batch.source, set(clients.values()))
    original = dict(stated)
    verdicts: list[Verdict] = []
    rows: dict[tuple[int, int], tuple[Any, ...]] = {}
    changes: list[tuple[Any, ...]] = []
    growth = Growth()
    for fact in facts:
        client = clients.get(fact.client)
        if client is None:
            verdicts.append(unknown_client(write, fact.client))
            continue
        place = (client, fact.day)
        before = stated.get(place, (None, None))
        after = tuple(
            old if new is None else new
            for old, new in zip(before, (fact.calls, fact.logins), strict=True)
        )
        if after == before:
            verdicts.append(UNCHANGED)
            continue
        counted = _counted(write, place, before)
        flagged = int(
            any(c is not None and b is None for c, b in zip(counted, before, strict=True))
        )
        known = batch.known(to_micros(day_start(fact.day, batch.zone)))
        rows[place] = (batch.source, *place, *after, *known, flagged)
        changes.append((batch.source, *place, fact.calls, fact.logins, known[0]))
        _grow(growth, place, after, counted)
        stated[place] = (after[0], after[1])
        batch.reached(fact.day)
        verdicts.append(STORED)
    if rows:
        first = next_id(unit, "usage_total_change")
        put_totals(unit, list(rows.values()))
        note_total_changes(unit, changes)
        write.change.inserted("usage_total_change", first, len(changes))
        for place in sorted(rows.keys() & original.keys()):
            _note_replaced(write, place, original[place], stated[place])
        roll_up(unit, growth)
        mark_changed(unit, growth.clients, "usage")
        mark_history(unit, {client for client, day in rows if day < batch.today})
        earliest = min(day for _, day in rows)
        drop_past_views(unit, to_micros(day_start(earliest, batch.zone)))
        batch.touched |= growth.clients
    return verdicts


def _counted(write: Write, place: tuple[int, int], before: Pair) -> Pair:
    """What the rollup holds of this source now: its total, else its increments."""
    if None not in before:
        return before
    summed = incremented(write.unit, write.batch.source, *place)
    return (
        before[0] if before[0] is not None else summed[0],
        before[1] if before[1] is not None else summed[1],
    )


def _grow(
    growth: Growth, place: tuple[int, int], after: tuple[int | None, ...], counted: Pair
) -> None:
    """Add the difference of each stated measure."""
    client, day = place
    for measure, (new, old) in enumerate(zip(after, counted, strict=True)):
        if new is not None:
            growth.add(client, day, measure, new - (old or 0))


def _note_replaced(write: Write, place: tuple[int, int], before: Pair, after: Pair) -> None:
    """Keep what a total was before; its key is source, client and day."""
    key = json.dumps([write.batch.source, *place], ensure_ascii=False)
    said = (dict(zip(MEASURES, pair, strict=True)) for pair in (before, after))
    write.change.updated("usage_total", key, *said)
