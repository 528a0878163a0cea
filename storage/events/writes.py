"""Writing events and day totals, with the rollup and the window sums they move."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.health.types import WINDOW
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert
from storage.events.reads import MEASURES, newest_use
from storage.events.tables import Event, UsageDay, UsageTotal, UsageTotalChange

EVENT_COLUMNS = (
    "source", "external_id", "client_id", "at_us", "day", "known_us", "backfilled", "kind",
    "value", "payload", "digest", "run_id",
)  # fmt: skip


@dataclass(slots=True)
class Growth:
    """What a batch adds: calls and logins by (day, client), and since which day
    each measure was reported (a reported 0 is a real zero)."""

    by_day: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    since: dict[int, list[int | None]] = field(default_factory=dict)

    def add(self, client: int, day: int, measure: int, amount: int) -> None:
        self.by_day.setdefault((day, client), [0, 0])[measure] += amount
        first = self.since.setdefault(client, [None, None])
        known = first[measure]
        first[measure] = day if known is None else min(known, day)

    @property
    def clients(self) -> set[int]:
        return set(self.since)


def insert_events(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """New events (EVENT_COLUMNS); the caller has looked for duplicates."""
    unit.bulk(bulk_insert(Event, EVENT_COLUMNS), rows)


def totalled_days(
    unit: Unit, source: str, clients: Iterable[int]
) -> dict[tuple[int, int], tuple[int | None, int | None]]:
    """Day totals of a source for some clients: (client, day) to (calls, logins)."""
    found = unit.rows(
        "SELECT client_id, day, calls, logins FROM usage_total WHERE source = ?"
        " AND client_id IN (SELECT value FROM json_each(?))",
        (source, as_list(clients)),
    )
    return {(client, day): (calls, logins) for client, day, calls, logins in found}


def incremented(
    unit: Unit, source: str, client: int, day: int
) -> tuple[int | None, int | None]:
    """What increments of one source add up to on one client's day; None: none came."""
    row = unit.one(
        "SELECT sum(CASE WHEN kind = 'calls' THEN value END),"
        " sum(CASE WHEN kind = 'logins' THEN value END)"
        " FROM event WHERE client_id = ? AND source = ? AND day = ?",
        (client, source, day),
    )
    assert row is not None
    return row[0], row[1]


def put_totals(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """Day totals (source, client, day, calls, logins, known, backfilled, flagged);
    one that was flagged once stays so."""
    columns = (
        "source", "client_id", "day", "calls", "logins", "known_us", "backfilled", "flagged",
    )  # fmt: skip
    statement = bulk_insert(
        UsageTotal,
        columns,
        conflict="update",
        keys=columns[:3],
        replace=columns[3:7],
        most=columns[7:],
    )
    unit.bulk(statement, rows)


def note_total_changes(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """Totals as they were told (source, client, day, calls, logins, known)."""
    columns = ("source", "client_id", "day", "calls", "logins", "known_us")
    unit.bulk(bulk_insert(UsageTotalChange, columns), rows)


def roll_up(unit: Unit, growth: Growth) -> None:
    """Add a batch to the daily rollup, the window sums and the last-seen days."""
    statement = bulk_insert(
        UsageDay,
        ("day", "client_id", "calls", "logins"),
        conflict="update",
        keys=("day", "client_id"),
        add=MEASURES,
    )
    ordered = sorted(growth.by_day.items())
    unit.bulk(statement, [(*place, *amounts) for place, amounts in ordered])
    unit.many(
        "UPDATE score SET calls_30 = calls_30 + :calls, logins_30 = logins_30 + :logins"
        f" WHERE client_id = :client AND :day BETWEEN window_day - {WINDOW - 1} AND window_day",
        [
            {"day": day, "client": client, "calls": amounts[0], "logins": amounts[1]}
            for (day, client), amounts in ordered
            if any(amounts)
        ],
    )
    unit.many(
        "UPDATE score SET"
        " calls_since = coalesce(min(calls_since, :calls), calls_since, :calls),"
        " logins_since = coalesce(min(logins_since, :logins), logins_since, :logins)"
        " WHERE client_id = :client",
        [
            {"client": client, "calls": days[0], "logins": days[1]}
            for client, days in sorted(growth.since.items())
        ],
    )
    unit.many(
        "UPDATE client SET last_seen_day = max(coalesce(last_seen_day, :seen), :seen),"
        " last_login_day = CASE WHEN :login IS NULL THEN last_login_day"
        " ELSE max(coalesce(last_login_day, :login), :login) END WHERE id = :client",
        _last_days(ordered),
    )
    _look_again(unit, {client for (_, client), amounts in ordered if min(amounts) < 0})


def _look_again(unit: Unit, clients: Collection[int]) -> None:
    """A day total that took use away may have emptied a client's last day."""
    if not clients:
        return
    ids = sorted(clients)
    newest = int(unit.value("SELECT coalesce(max(day), 0) FROM usage_day"))
    unit.many(
        "UPDATE client SET last_seen_day = ?, last_login_day = ? WHERE id = ?",
        [(*days, client) for client, days in newest_use(unit, ids, newest).items()],
    )


def _last_days(ordered: Iterable[tuple[tuple[int, int], list[int]]]) -> list[Mapping[str, Any]]:
    """The newest day with any use, and with a login, a client of the batch."""
    seen: dict[int, list[int | None]] = {}
    for (day, client), (calls, logins) in ordered:
        if calls > 0 or logins > 0:
            entry = seen.setdefault(client, [day, None])
            entry[0] = day
            if logins > 0:
                entry[1] = day
    return [
        {"client": client, "seen": days[0], "login": days[1]}
        for client, days in sorted(seen.items())
    ]
