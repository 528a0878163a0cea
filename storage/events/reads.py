"""Reading the daily rollup: when a client was last in use."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from storage.engine.params import as_list
from storage.engine.reader import Rows

MEASURES = ("calls", "logins")
LastUse = tuple[int | None, int | None]
"""The newest day with any use, and with a login; None: there is none."""

# Days are looked up by number, newest first, in growing spans: most clients have
# been in use lately, and no index lists one client's days.
_SPANS = (64, 256, 1024, 4096)


def newest_use(
    rows: Rows, ids: Sequence[int], day: int, never_in: Collection[int] = ()
) -> dict[int, LastUse]:
    """The newest days of use up to `day` of some clients, from the rollup.
    `never_in` are clients of whom no login is known at all."""
    found: dict[int, LastUse] = dict.fromkeys(ids, (None, None))
    oldest = rows.value("SELECT min(day) FROM usage_day")
    wanted, last, silent = list(ids), day, frozenset(never_in)
    for span in (*_SPANS, day + 1):
        if oldest is None or not wanted or last < oldest:
            break
        first = max(oldest, day - span + 1)
        for client, seen, login in rows.rows(
            "SELECT client_id, max(CASE WHEN calls > 0 OR logins > 0 THEN day END),"
            " max(CASE WHEN logins > 0 THEN day END) FROM usage_day"
            " WHERE day IN (SELECT value FROM ints(:days))"
            " AND client_id IN (SELECT value FROM ints(:ids)) GROUP BY client_id",
            {"ids": as_list(wanted), "days": as_list(range(first, last + 1))},
        ):
            before = found[client]
            found[client] = (
                before[0] if before[0] is not None else seen,
                before[1] if before[1] is not None else login,
            )
        wanted = [
            client
            for client in wanted
            if found[client][0] is None or (found[client][1] is None and client not in silent)
        ]
        last = first - 1
    return found
