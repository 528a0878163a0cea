"""Use that runs add to the rollup, and take out of it again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from storage.engine.params import as_list
from storage.engine.unit import bulk_delete, bulk_insert, bulk_update
from storage.events.growth import Grown, Growth, place_of
from storage.events.increments import stage_places
from storage.events.reads import MEASURES
from storage.events.rollup import roll_up
from storage.events.tables import UsageDay
from storage.health.tables import Score
from storage.simulations.tables import SimulatedClient, SimulationUse

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_IDS = "(SELECT value FROM ints(:ids))"
_USED = f"""
SELECT run_id, client_id, day, calls, logins FROM simulation_use
WHERE client_id IN {_IDS} ORDER BY client_id, day, run_id
"""
# Rows that only a run made, and of which no fact has told since.
_HOLLOW = f"""
SELECT DISTINCT u.day, u.client_id FROM simulation_use m
JOIN usage_day u ON u.day = m.day AND u.client_id = m.client_id
WHERE m.client_id IN {_IDS} AND m.made = 1 AND u.calls = 0 AND u.logins = 0
  AND NOT EXISTS (SELECT 1 FROM event e WHERE e.day = m.day AND e.client_id = m.client_id
    AND e.kind IN ('calls', 'logins'))
  AND NOT EXISTS (SELECT 1 FROM usage_total t WHERE t.day = m.day AND t.client_id = m.client_id)
ORDER BY 1, 2
"""
_SINCE = f"""
SELECT m.client_id, m.since, s.calls_since, s.logins_since FROM simulated_client m
JOIN score s ON s.client_id = m.client_id WHERE m.client_id IN {_IDS} ORDER BY m.client_id
"""
_FIRST = """
SELECT min(day) FROM (
  SELECT day FROM event WHERE day IN (SELECT value FROM ints(:days)) AND client_id = :client
    AND kind = '{measure}'
  UNION ALL
  SELECT day FROM usage_total WHERE day IN (SELECT value FROM ints(:days))
    AND client_id = :client AND {measure} IS NOT NULL) AS told
"""


class Used(NamedTuple):
    """What a run adds to a client's day (less than 0: takes off)."""

    run: int
    client: int
    day: int
    calls: int
    logins: int


def put_use(unit: Unit, rows: Sequence[Used], today: int) -> None:
    """Write down what a run adds, and add it."""
    kept = _not_below_nothing(unit, rows)
    there = _rolled(unit, kept)
    unit.bulk(
        bulk_insert(SimulationUse, ("run_id", "client_id", "day", "calls", "logins", "made")),
        [(*row, int((row.day, row.client) not in there)) for row in kept],
    )
    _add(unit, kept, today)


def lay_use(unit: Unit, ids: Sequence[int], today: int) -> None:
    """Add again what was taken out of these clients' days. Where facts have made a day's
    use less meanwhile, no more is taken off it than there is."""
    used = _used(unit, ids)
    kept = _not_below_nothing(unit, used)
    there = _rolled(unit, kept)
    statement = bulk_update(
        SimulationUse, ("run_id", "client_id", "day"), replace=("calls", "logins", "made")
    )
    unit.bulk(
        statement,
        [(*row[:3], *row[3:], int((row.day, row.client) not in there)) for row in kept],
    )
    _add(unit, kept, today)


def lift_use(unit: Unit, ids: Sequence[int], today: int) -> None:
    """Take out of the rollup what runs have added to these clients' days, as if it had
    never been."""
    used = _used(unit, ids)
    if not used:
        return
    since = unit.rows(_SINCE, {"ids": as_list(ids)})
    growth = _growth(used, -1)
    if len(growth.places):
        roll_up(unit, growth, today)
    hollow = unit.rows(_HOLLOW, {"ids": as_list(ids)})
    unit.bulk(bulk_delete(UsageDay, ("day", "client_id")), hollow)
    _drop_empty_sums(unit, {row.day for row in used})
    _restore_since(unit, since)


def _used(unit: Unit, ids: Sequence[int]) -> list[Used]:
    return [Used(*row) for row in unit.rows(_USED, {"ids": as_list(ids)})]


def _rolled(unit: Unit, rows: Iterable[Used]) -> dict[tuple[int, int], tuple[int, int]]:
    """(day, client) to what the rollup has of it, where it has a row."""
    places = sorted({place_of(row.day, row.client) for row in rows})
    if not places:
        return {}
    stage_places(unit, places)
    found = unit.rows(
        "SELECT u.day, u.client_id, u.calls, u.logins FROM asked_place p"
        " JOIN usage_day u ON u.day = p.day AND u.client_id = p.client_id"
    )
    return {(day, client): (calls, logins) for day, client, calls, logins in found}


def _not_below_nothing(unit: Unit, rows: Sequence[Used]) -> list[Used]:
    """The same, with no more taken off a day than it has by then."""
    stands = _rolled(unit, rows)
    found = []
    for row in rows:
        had = stands.get((row.day, row.client), (0, 0))
        calls, logins = (
            max(told, -max(0, left)) for told, left in zip(row[3:], had, strict=True)
        )
        stands[row.day, row.client] = (had[0] + calls, had[1] + logins)
        found.append(Used(*row[:3], calls, logins))
    return found


def _add(unit: Unit, rows: Sequence[Used], today: int) -> None:
    """Add to the rollup, and keep what that makes of the first days of use."""
    if not rows:
        return
    ids = sorted({row.client for row in rows})
    growth = _growth(rows, 1)
    if not len(growth.places):
        return
    before = unit.rows(_SINCE, {"ids": as_list(ids)})
    roll_up(unit, growth, today)
    after = {row[0]: row[2:] for row in unit.rows(_SINCE, {"ids": as_list(ids)})}
    changed = []
    for client, text, *days in before:
        kept = json.loads(text)
        for measure, was, now in zip(MEASURES, days, after[client], strict=True):
            if was != now:
                kept[measure] = [kept[measure][0] if measure in kept else was, now]
        if kept:
            changed.append((client, json.dumps(kept)))
    statement = bulk_update(SimulatedClient, ("client_id",), replace=("since",))
    unit.bulk(statement, changed)


def _growth(rows: Iterable[Used], sign: int) -> Growth:
    sums: list[dict[int, int]] = [defaultdict(int), defaultdict(int)]
    for row in rows:
        for total, amount in zip(sums, row[3:], strict=True):
            if amount:
                total[place_of(row.day, row.client)] += sign * amount
    return Growth(*(_grown(total) for total in sums))


def _grown(amounts: dict[int, int]) -> Grown:
    places = sorted(amounts)
    return Grown.of(places, [amounts[place] for place in places])


def _restore_since(
    unit: Unit, since: Sequence[tuple[int, str, int | None, int | None]]
) -> None:
    """The first days of calls and logins, where runs had made them earlier. What facts
    have told of the days between counts; what they have told of earlier ones stands."""
    changed = []
    for client, text, *days in since:
        kept = json.loads(text)
        if not kept:
            continue
        restored = list(days)
        for at, measure in enumerate(MEASURES):
            was, made = kept.get(measure, (None, None))
            if measure in kept and days[at] == made:
                restored[at] = _first_told(unit, client, measure, made, was)
        changed.append((client, *restored))
    columns = ("calls_since", "logins_since")
    unit.bulk(bulk_update(Score, ("client_id",), replace=columns), changed)
    statement = bulk_update(SimulatedClient, ("client_id",), replace=("since",))
    unit.bulk(statement, [(row[0], "{}") for row in changed])


def _first_told(
    unit: Unit, client: int, measure: str, made: int, was: int | None
) -> int | None:
    """The first day of which a fact tells since a run made `made` of `was`."""
    last = (
        int(unit.value("SELECT coalesce(max(day), 0) FROM usage_day")) if was is None else was
    )
    found: int | None = unit.value(
        _FIRST.format(measure=measure),
        {"client": client, "days": as_list(range(made, last + 1))},
    )
    return found if was is None or (found is not None and found < was) else was


def _drop_empty_sums(unit: Unit, days: set[int]) -> None:
    """Sums of days of which nobody has a row any more."""
    unit.run(
        "DELETE FROM usage_sum WHERE day IN (SELECT value FROM ints(:days))"
        " AND calls = 0 AND logins = 0"
        " AND NOT EXISTS (SELECT 1 FROM usage_day u WHERE u.day = usage_sum.day)",
        {"days": as_list(sorted(days))},
    )
