"""Client facts into the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from bellbuoy.services.importing.batch import (
    STORED,
    UNCHANGED,
    Verdict,
    Write,
    conflict,
    public_key,
)
from core.events.types import ClientFact
from core.values.canonical import digest
from core.values.text import fold
from storage.clients.identity import editable_values, identities, keys_in_use, next_id
from storage.clients.writes import (
    EDITABLE,
    insert_clients,
    put_identities,
    update_client,
)
from storage.health.marks import drop_past_views, mark_changed, mark_history
from storage.health.writes import insert_scores


def store_clients(write: Write, facts: Sequence[ClientFact]) -> list[Verdict]:
    """New clients are made, changed ones changed; a field left out stays."""
    unit, batch = write.unit, write.batch
    known = identities(unit, batch.source, {fact.external_id for fact in facts})
    taken = keys_in_use(
        unit, "client", {f.external_id for f in facts if f.external_id not in known}
    )
    first_id = number = next_id(unit, "client")
    verdicts: list[Verdict] = []
    new: list[tuple[Any, ...]] = []
    named: dict[str, tuple[int, str]] = {}
    touched: set[int] = set()
    for fact in facts:
        content = digest(*astuple(fact))
        first = batch.first_time("client", fact.external_id)
        found = known.get(fact.external_id)
        if found is None:
            key = public_key(write, "client", fact.external_id, taken)
            new.append((number, key, *_columns(fact), batch.recorded_us))
            client = number
            number += 1
        elif found[1] == content:
            verdicts.append(UNCHANGED)
            continue
        elif not first:
            verdicts.append(conflict("client", fact.external_id))
            continue
        else:
            client = found[0]
            if client >= first_id:
                raise AssertionError("a client met twice is a conflict")
            _update(write, client, fact)
        known[fact.external_id] = named[fact.external_id] = (client, content)
        touched.add(client)
        verdicts.append(STORED)
        if fact.start is not None:
            batch.reached(fact.start)
    insert_clients(unit, new)
    insert_scores(unit, [row[0] for row in new], batch.today)
    put_identities(unit, [(batch.source, ext, c, d) for ext, (c, d) in named.items()])
    write.change.inserted("client", first_id, len(new))
    if touched:
        mark_changed(unit, touched, "client")
        mark_history(unit, touched)
        drop_past_views(unit, 0)
        batch.touched |= touched
    return verdicts


def _columns(fact: ClientFact) -> tuple[Any, ...]:
    """The values of EDITABLE for a fact, in order."""
    ended = fact.ended is not None
    return (
        fact.name,
        fold(fact.name),
        fact.industry,
        fact.country,
        fact.plan,
        fact.owner,
        fact.status or ("churned" if ended else "active"),
        fact.timezone,
        fact.start,
        fact.ended,
        fact.baseline_calls,
        fact.baseline_logins,
        json.dumps(dict(fact.extra), ensure_ascii=False) if fact.extra else None,
    )


def _update(write: Write, client: int, fact: ClientFact) -> None:
    said = dict(zip(EDITABLE, _columns(fact), strict=True))
    if fact.status is None and fact.ended is None:
        said["status"] = None
    before = editable_values(write.unit, client, EDITABLE)
    after = {
        name: value
        for name, value in said.items()
        if value is not None and before[name] != value
    }
    if after:
        update_client(write.unit, client, after)
        write.change.updated("client", client, before, after)
