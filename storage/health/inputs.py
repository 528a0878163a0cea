"""Loading what clients' standings depend on, a chunk of clients at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from core.clients.standing import ClientInput, IncidentInput, SubscriptionInput
from core.health.types import WINDOW
from core.values.instants import from_micros
from storage.engine.params import as_list
from storage.engine.reader import Rows

_IDS = "(SELECT value FROM ints(:ids))"
FEEDS = {
    measure: "EXISTS (SELECT 1 FROM client_identity i JOIN source o ON o.name = i.source"
    f" WHERE i.client_id = c.id AND o.feeds_{measure} = 1)"
    for measure in ("calls", "logins")
}
"""SQL: whether a source of client `c` feeds a measure."""
_CLIENTS = f"""
SELECT c.id, c.start_day, c.end_day, c.plan, c.baseline_calls, c.baseline_logins,
       CASE WHEN s.calls_since <= :day OR {FEEDS["calls"]} THEN 1 ELSE 0 END,
       CASE WHEN s.logins_since <= :day OR {FEEDS["logins"]} THEN 1 ELSE 0 END,
       s.calls_30, s.logins_30, CASE c.status WHEN 'churned' THEN 1 ELSE 0 END
FROM client c JOIN score s ON s.client_id = c.id
WHERE c.id IN {_IDS} ORDER BY c.id
"""
_SINCE = f"""
SELECT c.id, CASE WHEN {FEEDS["calls"]} THEN 0 ELSE s.calls_since END,
       CASE WHEN {FEEDS["logins"]} THEN 0 ELSE s.logins_since END
FROM client c JOIN score s ON s.client_id = c.id WHERE c.id IN {_IDS}
"""
_INCIDENT = """i.severity, i.opened_us, i.resolved_us, i.resolution,
       CASE WHEN i.excluded_by IS NOT NULL THEN 1 ELSE 0 END"""
_SHARED = "CASE WHEN i.linked > 0 THEN 1 ELSE 0 END AS shared"
_THEN = """i.opened_us <= :now AND (i.resolved_us IS NULL OR i.resolved_us >= :window)
  AND (:known IS NULL OR i.known_us <= :known)"""
# A client's own incidents, and those that are linked to it.
_INCIDENTS = f"""
SELECT * FROM (
  SELECT i.client_id AS client, {_INCIDENT}, {_SHARED}, i.opened_us AS opened, i.id AS number
  FROM incident i WHERE i.client_id IN {_IDS} AND {_THEN}
  UNION ALL
  SELECT l.client_id, {_INCIDENT}, 1, i.opened_us, i.id
  FROM incident_client l JOIN incident i ON i.id = l.incident_id
  WHERE l.client_id IN {_IDS} AND l.client_id <> i.client_id AND {_THEN}
    AND (:known IS NULL OR l.known_us <= :known)) AS hurt
ORDER BY client, opened, number
"""
_SUBSCRIPTIONS = f"""
SELECT client_id, start_day, end_day, amount_minor, currency, quantity, period, status,
       trial, term_months
FROM subscription WHERE client_id IN {_IDS} AND (:known IS NULL OR known_us <= :known)
ORDER BY client_id, start_day, id
"""
# CROSS JOIN keeps the order of the loops: a client, then its own newest row.
_SCORE_AT = f"""
SELECT h.client_id, h.score FROM score i CROSS JOIN score_history h
WHERE i.client_id IN {_IDS} AND h.client_id = i.client_id AND h.day = (
  SELECT max(x.day) FROM score_history x WHERE x.client_id = i.client_id AND x.day <= :day)
"""

Sums = dict[int, tuple[int, int]]
Heard = dict[int, tuple[bool, bool]]
"""Client to whether calls, and logins, are known."""


def client_inputs(
    rows: Rows,
    ids: Sequence[int],
    *,
    now_us: int,
    window_us: int,
    day: int,
    sums: Sums | None = None,
    heard: Heard | None = None,
    known_us: int | None = None,
) -> list[ClientInput]:
    """Inputs of the given clients, by id. Calls and logins are the stored window
    sums, unless `sums` gives others (a past moment): id to (calls, logins); they
    are known from the day of the first row on, unless `heard` says otherwise.
    What became known after `known_us` is left out."""
    ids_json = as_list(ids)
    incidents = _incidents(rows, ids_json, now_us, window_us, known_us)
    subscriptions = _subscriptions(rows, ids_json, known_us)
    before = dict(rows.rows(_SCORE_AT, {"ids": ids_json, "day": day - 7}))
    inputs = []
    for row in rows.rows(_CLIENTS, {"ids": ids_json, "day": day}):
        client, start, ended, plan, own_calls, own_logins = row[:6]
        calls, logins = row[8:10] if sums is None else sums.get(client, (0, 0))
        has_calls, has_logins = row[6:8] if heard is None else heard[client]
        inputs.append(
            ClientInput(
                id=client,
                start=start,
                ended=ended,
                plan=plan,
                baseline_calls=own_calls,
                baseline_logins=own_logins,
                calls=calls if has_calls else None,
                logins=logins if has_logins else None,
                incidents=incidents.get(client, ()),
                subscriptions=subscriptions.get(client, ()),
                score_7=before.get(client),
                churned=row[10] == 1,
            )
        )
    return inputs


def _incidents(
    rows: Rows, ids: str, now_us: int, window_us: int, known_us: int | None
) -> dict[int, list[IncidentInput]]:
    found: dict[int, list[IncidentInput]] = defaultdict(list)
    params = {"ids": ids, "now": now_us, "window": window_us, "known": known_us}
    for client, severity, opened, resolved, resolution, excluded, shared, *_ in rows.rows(
        _INCIDENTS, params
    ):
        found[client].append(
            IncidentInput(
                severity,
                from_micros(opened),
                None if resolved is None else from_micros(resolved),
                resolution,
                bool(excluded),
                bool(shared),
            )
        )
    return found


def _subscriptions(
    rows: Rows, ids: str, known_us: int | None
) -> dict[int, list[SubscriptionInput]]:
    found: dict[int, list[SubscriptionInput]] = defaultdict(list)
    for client, *values in rows.rows(_SUBSCRIPTIONS, {"ids": ids, "known": known_us}):
        values[7] = bool(values[7])
        found[client].append(SubscriptionInput(*values))
    return found


def window_sums(rows: Rows, ids: Sequence[int], last_day: int, days: int = WINDOW) -> Sums:
    """Calls and logins of the `days` days up to `last_day`, from the daily rollup."""
    found = rows.rows(
        "SELECT client_id, sum(calls), sum(logins) FROM usage_day"
        " WHERE day IN (SELECT value FROM ints(:days))"
        f" AND client_id IN {_IDS} GROUP BY client_id",
        {"ids": as_list(ids), "days": as_list(range(last_day - days + 1, last_day + 1))},
    )
    return {client: (calls, logins) for client, calls, logins in found}


def usage_by_day(
    rows: Rows, ids: Sequence[int], first_day: int, last_day: int
) -> dict[int, dict[int, tuple[int, int]]]:
    """Client to day to (calls, logins), from the daily rollup."""
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for client, day, calls, logins in rows.rows(
        "SELECT client_id, day, calls, logins FROM usage_day"
        " WHERE day IN (SELECT value FROM ints(:days))"
        f" AND client_id IN {_IDS} ORDER BY client_id, day",
        {"ids": as_list(ids), "days": as_list(range(first_day, last_day + 1))},
    ):
        found[client][day] = (calls, logins)
    return found


def heard_since(rows: Rows, ids: Sequence[int]) -> dict[int, tuple[int | None, int | None]]:
    """Client to the first day on which calls, and logins, are known: that of the
    first row, or 0 (always) where a source feeds them; None: never."""
    found = rows.rows(_SINCE, {"ids": as_list(ids)})
    return {client: (calls, logins) for client, calls, logins in found}


def known_measures(rows: Rows, client_id: int, day: int) -> tuple[bool, bool]:
    """Whether calls and logins of one client are known on a day."""
    row: tuple[Any, ...] | None = rows.one(_CLIENTS, {"ids": as_list([client_id]), "day": day})
    return (bool(row[6]), bool(row[7])) if row else (False, False)
