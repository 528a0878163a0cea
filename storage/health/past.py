"""Past moments: usage up to an instant, and whether a picture of it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.events.facts import DayUse, told_by, use_from_facts
from storage.events.reads import LastUse, newest_use
from storage.health.inputs import FEEDS, Heard

__all__ = ["DayUse", "complete_view", "heard_by", "last_use", "use_from_facts"]

_IDS = "(SELECT value FROM ints(:ids))"

_SINCE = f"""
SELECT c.id, CASE WHEN {FEEDS["calls"]} THEN 1 ELSE 0 END,
       CASE WHEN {FEEDS["logins"]} THEN 1 ELSE 0 END, s.calls_since, s.logins_since
FROM client c JOIN score s ON s.client_id = c.id WHERE c.id IN {_IDS}
"""


def heard_by(
    rows: Rows, ids: Sequence[int], *, day: int, until_us: int, known_us: int | None
) -> Heard:
    """Whether calls and logins of some clients were known at an instant: a source
    feeds them, or a row of that kind had come."""
    found = rows.rows(_SINCE, {"ids": as_list(ids)})
    since = {
        client: (None if feeds[0] else days[0], None if feeds[1] else days[1])
        for client, feeds, days in ((row[0], row[1:3], row[3:]) for row in found)
    }
    told = told_by(rows, since, day=day, until_us=until_us, known_us=known_us)
    return {
        client: (bool(calls) or told[client][0], bool(logins) or told[client][1])
        for client, calls, logins, *_ in found
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
