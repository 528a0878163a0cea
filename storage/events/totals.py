"""Writing day totals: as they stand, and what they were before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from storage.engine.unit import Unit, bulk_insert
from storage.events.growth import place_of
from storage.events.increments import stage_places
from storage.events.tables import UsageTotal, UsageTotalChange

_COLUMNS = (
    "source", "client_id", "day", "calls", "logins", "known_us", "backfilled", "flagged",
)  # fmt: skip
_KEYS = ("day", "client_id", "source")
_REPLACED = ("source", "client_id", "day", "calls", "logins", "known_us", "until_us")


class Stated(NamedTuple):
    """A day total as it stands; None: that measure was not told."""

    calls: int | None
    logins: int | None
    known_us: int


def stated_totals(unit: Unit, source: str, places: Sequence[int]) -> dict[int, Stated]:
    """The day totals of a source at some places (`growth.place_of`), each once, where
    it has any."""
    if not places or unit.value("SELECT 1 FROM usage_total LIMIT 1") is None:
        return {}
    stage_places(unit, places)
    found = unit.rows(
        "SELECT t.day, t.client_id, t.calls, t.logins, t.known_us"
        " FROM asked_place p JOIN usage_total t"
        " ON t.day = p.day AND t.client_id = p.client_id AND t.source = ?",
        (source,),
    )
    return {place_of(day, client): Stated(*told) for day, client, *told in found}


class Replaced(NamedTuple):
    """A day total as it was, and from when to before when that was known."""

    client_id: int
    day: int
    calls: int | None
    logins: int | None
    known_us: int
    until_us: int


def put_totals(
    unit: Unit, source: str, backfilled: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Day totals as they stand now (client, day, calls, logins, known, flagged);
    one that was flagged once stays so."""
    statement = bulk_insert(
        UsageTotal,
        _COLUMNS,
        conflict="update",
        keys=_KEYS,
        replace=_COLUMNS[3:7],
        most=_COLUMNS[7:],
        shared=("source", "backfilled"),
    )
    unit.bulk(statement, rows, (source, backfilled))


def keep_replaced(unit: Unit, source: str, rows: Sequence[Replaced]) -> None:
    """Keep totals as they were, in the order in which they were replaced."""
    unit.bulk(bulk_insert(UsageTotalChange, _REPLACED, shared=("source",)), rows, (source,))
