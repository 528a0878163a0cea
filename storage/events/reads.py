"""Reading the daily rollup: when a client was last in use."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.store.months import months_between
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
    """The newest days of use up to `day` of some clients, from the rollup; behind its
    first day from the months, of which those count whose newest day that is up to
    `day`. `never_in` are clients of whom no login is known at all."""
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
    _from_months(rows, found, wanted, day)
    return found


def _from_months(rows: Rows, found: dict[int, LastUse], ids: Sequence[int], day: int) -> None:
    """Fill in from the months of those clients what no single day tells."""
    oldest = rows.value("SELECT min(month) FROM usage_month") if ids else None
    if oldest is None:
        return
    months = months_between(int(oldest), day)
    for client, seen, login in rows.rows(
        "SELECT client_id, max(CASE WHEN seen_day BETWEEN 0 AND :day THEN seen_day END),"
        " max(CASE WHEN login_day BETWEEN 0 AND :day THEN login_day END) FROM usage_month"
        " WHERE month IN (SELECT value FROM ints(:months))"
        " AND client_id IN (SELECT value FROM ints(:ids)) GROUP BY client_id",
        {"ids": as_list(ids), "day": day, "months": as_list(months)},
    ):
        before = found[client]
        found[client] = (
            before[0] if before[0] is not None else seen,
            before[1] if before[1] is not None else login,
        )
