"""Past moments: usage up to an instant, and whether a picture of it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.events.reads import MEASURES, LastUse, newest_use
from storage.health.inputs import FEEDS, Heard

DayUse = dict[int, dict[int, tuple[int | None, int | None]]]
"""Client to day to (calls, logins)."""

_IDS = "(SELECT value FROM json_each(:ids))"

_KNOWN = "(:known_us IS NULL OR known_us <= :known_us)"
_EVENTS = f"""
SELECT client_id, day, source, kind, sum(value) FROM event
WHERE client_id IN {_IDS} AND at_us BETWEEN :from_us AND :until_us
  AND kind IN ('calls', 'logins') AND {_KNOWN}
GROUP BY client_id, day, source, kind ORDER BY client_id, day
"""
_TOTALS = f"""
SELECT client_id, day, source, calls, logins FROM usage_total_change
WHERE client_id IN {_IDS} AND day BETWEEN :first AND :last AND {_KNOWN} ORDER BY id
"""


def use_from_facts(
    rows: Rows,
    ids: Sequence[int],
    *,
    first_day: int,
    last_day: int,
    from_us: int,
    until_us: int,
    known_us: int | None,
) -> DayUse:
    """Calls and logins by client and day from the facts themselves: what happened
    up to `until_us` and was known by `known_us` (None: whenever). A day total
    belongs to its whole day and wins over its source's increments (DEFINITIONS
    1.8); a measure without a row on that day is None."""
    params = {
        "ids": as_list(ids), "from_us": from_us, "until_us": until_us, "known_us": known_us,
        "first": first_day, "last": last_day,
    }  # fmt: skip
    stated: dict[tuple[int, int, str], list[int | None]] = {}
    for client, day, source, *told in rows.rows(_TOTALS, params):
        before = stated.setdefault((client, day, source), [None, None])
        for measure, value in enumerate(told):
            before[measure] = before[measure] if value is None else value
    found: DayUse = defaultdict(dict)
    for (client, day, _), amounts in stated.items():
        for measure, amount in enumerate(amounts):
            _add(found, client, day, measure, amount)
    for client, day, source, kind, amount in rows.rows(_EVENTS, params):
        measure = MEASURES.index(kind)
        if stated.get((client, day, source), (None, None))[measure] is None:
            _add(found, client, day, measure, amount)
    return found


def _add(found: DayUse, client: int, day: int, measure: int, amount: int | None) -> None:
    before = found[client].get(day, (None, None))
    if amount is not None:
        amount += before[measure] or 0
    else:
        amount = before[measure]
    pair = (amount, before[1]) if measure == 0 else (before[0], amount)
    found[client][day] = pair


def _heard_of(measure: str) -> str:
    """SQL: whether a row of a measure had come, or a source feeds it."""
    return f"""{FEEDS[measure]} OR (s.{measure}_since <= :day AND (
      EXISTS (SELECT 1 FROM event WHERE client_id = c.id AND kind = '{measure}'
              AND at_us <= :until_us AND {_KNOWN})
      OR EXISTS (SELECT 1 FROM usage_total_change WHERE client_id = c.id
              AND {measure} IS NOT NULL AND day <= :day AND {_KNOWN})))"""


_HEARD = f"""
SELECT c.id, {_heard_of("calls")}, {_heard_of("logins")}
FROM client c JOIN score s ON s.client_id = c.id WHERE c.id IN {_IDS}
"""


def heard_by(
    rows: Rows, ids: Sequence[int], *, day: int, until_us: int, known_us: int | None
) -> Heard:
    """Whether calls and logins of some clients were known at an instant."""
    params = {"ids": as_list(ids), "day": day, "until_us": until_us, "known_us": known_us}
    return {
        client: (bool(calls), bool(logins))
        for client, calls, logins in rows.rows(_HEARD, params)
    }


def last_use(rows: Rows, ids: Sequence[int], day: int) -> dict[int, LastUse]:
    """The newest day up to `day` with any use, and with a login, a client.

    Today's stored days answer for most; only clients used later are looked up.
    """
    stored = rows.rows(
        f"SELECT id, last_seen_day, last_login_day FROM client WHERE id IN {_IDS}",
        {"ids": as_list(ids)},
    )
    found = {client: (seen, login) for client, seen, login in stored}
    later = [
        client
        for client, days in found.items()
        if any(last is not None and last > day for last in days)
    ]
    never_in = {client for client in later if found[client][1] is None}
    found |= newest_use(rows, later, day, never_in)
    return found


def complete_view(rows: Rows, as_of_us: int, known: bool, config: str) -> int | None:
    """The kept picture of a moment, if there is a whole one of this formula."""
    found: int | None = rows.value(
        "SELECT id FROM past_view WHERE as_of_us = ? AND as_known = ? AND config = ?"
        " AND complete = 1 ORDER BY id DESC LIMIT 1",
        (as_of_us, int(known), config),
    )
    return found
