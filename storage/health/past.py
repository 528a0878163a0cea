"""Past moments: usage up to an instant, and whether a picture of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.inputs import Sums

_IDS = "(SELECT value FROM json_each(:ids))"

# An increment counts unless its source had stated that day's total before it came.
_EVENTS = f"""
SELECT e.client_id,
       sum(CASE WHEN e.kind = 'calls' THEN e.value ELSE 0 END),
       sum(CASE WHEN e.kind = 'logins' THEN e.value ELSE 0 END)
FROM event e
WHERE e.client_id IN {_IDS} AND e.at_us BETWEEN :from_us AND :until_us
  AND e.known_us <= :known_us
  AND NOT EXISTS (SELECT 1 FROM usage_total_change t WHERE t.source = e.source
      AND t.client_id = e.client_id AND t.day = e.day AND t.known_us < e.known_us)
GROUP BY e.client_id
"""
_TOTALS = f"""
SELECT client_id, sum(calls), sum(logins) FROM usage_total_change
WHERE client_id IN {_IDS} AND day BETWEEN :first AND :last AND known_us <= :known_us
GROUP BY client_id
"""


def sums_from_facts(
    rows: Rows,
    ids: Sequence[int],
    *,
    first_day: int,
    last_day: int,
    from_us: int,
    until_us: int,
    known_us: int,
) -> Sums:
    """Calls and logins from the facts themselves: what happened up to `until_us`
    and was known by `known_us`. A day total belongs to its whole day."""
    params = {
        "ids": as_list(ids), "from_us": from_us, "until_us": until_us, "known_us": known_us,
        "first": first_day, "last": last_day,
    }  # fmt: skip
    found: Sums = {}
    for statement in (_EVENTS, _TOTALS):
        for client, calls, logins in rows.rows(statement, params):
            before = found.get(client, (0, 0))
            found[client] = (before[0] + calls, before[1] + logins)
    return found


def last_use(
    rows: Rows, ids: Sequence[int], day: int
) -> dict[int, tuple[int | None, int | None]]:
    """The newest day up to `day` with any use, and with a login, a client.

    Today's stored days answer for most; only clients used later are looked up.
    """
    params: dict[str, Any] = {"ids": as_list(ids), "day": day}
    stored = rows.rows(
        f"SELECT id, last_seen_day, last_login_day FROM client WHERE id IN {_IDS}", params
    )
    found = {client: (seen, login) for client, seen, login in stored}
    later = [
        client
        for client, days in found.items()
        if any(last is not None and last > day for last in days)
    ]
    found |= dict.fromkeys(later, (None, None))
    span = 64
    while later and span <= 4096:
        span *= 4
        days = as_list(range(max(0, day - span), day + 1))
        for client, seen, login in rows.rows(
            "SELECT client_id, max(CASE WHEN calls > 0 OR logins > 0 THEN day END),"
            " max(CASE WHEN logins > 0 THEN day END) FROM usage_day"
            " WHERE day IN (SELECT value FROM json_each(:days))"
            f" AND client_id IN {_IDS} GROUP BY client_id",
            {"ids": as_list(later), "days": days},
        ):
            found[client] = (seen, login)
        later = [client for client in later if None in found[client]]
    return found


def complete_view(rows: Rows, as_of_us: int, known: bool, config: str) -> int | None:
    """The kept picture of a moment, if there is a whole one of this formula."""
    found: int | None = rows.value(
        "SELECT id FROM past_view WHERE as_of_us = ? AND as_known = ? AND config = ?"
        " AND complete = 1 ORDER BY id DESC LIMIT 1",
        (as_of_us, int(known), config),
    )
    return found
