"""Writing increments: each counts once, by the id that its source gave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert
from storage.events.growth import days_and_clients, place_of
from storage.events.tables import Event

Content = tuple[int, int, str, int, str | None]
"""Client, instant (microseconds), kind, value, payload: equal for the same event."""

_COLUMNS = (
    "source", "external_id", "client_id", "at_us", "day", "known_us", "backfilled", "kind",
    "value", "payload", "run_id",
)  # fmt: skip
# Nearly always one for a whole batch: what is the same is handed over once.
_PERHAPS_SHARED = ("known_us", "kind", "payload")


class NewEvents(NamedTuple):
    """Increments of one source in columns of one length."""

    external_ids: Sequence[str]
    client_ids: Sequence[int]
    at_us: Sequence[int]
    days: Sequence[int]
    known_us: Sequence[int]
    kinds: Sequence[str]
    values: Sequence[int]
    payloads: Sequence[str | None]


def insert_events(unit: Unit, source: str, run: int, backfilled: int, events: NewEvents) -> int:
    """Put in those whose ids are not there yet, in their order; how many those are."""
    given: dict[str, Sequence[Any]] = {
        "external_id": events.external_ids, "client_id": events.client_ids,
        "at_us": events.at_us, "day": events.days, "known_us": events.known_us,
        "kind": events.kinds, "value": events.values, "payload": events.payloads,
    }  # fmt: skip
    shared: dict[str, Any] = {"source": source, "backfilled": backfilled, "run_id": run}
    for name in _PERHAPS_SHARED:
        column = given[name]
        if column and column.count(column[0]) == len(column):
            shared[name] = given.pop(name)[0]
    statement = bulk_insert(
        Event,
        _COLUMNS,
        conflict="ignore",
        keys=("source", "external_id"),
        shared=tuple(name for name in _COLUMNS if name in shared),
    )
    columns = [given[name] for name in _COLUMNS if name in given]
    values = [shared[name] for name in _COLUMNS if name in shared]
    return unit.bulk(statement, zip(*columns, strict=True), values)


def stored_events(
    unit: Unit, source: str, external_ids: Sequence[str], below: int
) -> dict[str, Content]:
    """What stands under some ids of a source, of the events with a number below."""
    found = unit.rows(
        "SELECT external_id, client_id, at_us, kind, value, payload FROM event"
        " WHERE source = ? AND external_id IN (SELECT value FROM texts(?)) AND id < ?",
        (source, as_list(external_ids), below),
    )
    return {row[0]: row[1:] for row in found}


def has_events(unit: Unit, source: str) -> bool:
    """Whether a source has ever told an increment."""
    sql = "SELECT 1 FROM event WHERE source = ? LIMIT 1"
    return unit.value(sql, (source,)) is not None


def incremented(
    unit: Unit, source: str, places: Sequence[int]
) -> dict[int, tuple[int | None, int | None]]:
    """What increments of a source add up to at some places (`growth.place_of`);
    None: of that measure none came."""
    if not places or not has_events(unit, source):
        return {}
    stage_places(unit, places)
    found = unit.rows(
        "SELECT p.day, p.client_id, sum(CASE WHEN e.kind = 'calls' THEN e.value END),"
        " sum(CASE WHEN e.kind = 'logins' THEN e.value END)"
        " FROM asked_place p JOIN event e ON e.day = p.day AND e.client_id = p.client_id"
        " WHERE e.source = ? AND e.kind IN ('calls', 'logins') GROUP BY p.day, p.client_id",
        (source,),
    )
    return {place_of(day, client): (calls, logins) for day, client, calls, logins in found}


def stage_places(unit: Unit, places: Sequence[int]) -> None:
    """Put places into the temporary table `asked_place`, each once."""
    unit.stage(
        "asked_place",
        [("day", "int"), ("client_id", "int")],
        zip(*days_and_clients(places), strict=True),
    )
