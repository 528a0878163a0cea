"""When clients last changed in a way that counts, told from what is kept anyway.

It is the latest of these: score or tier differ from the row of history before; one of
its incidents was reported, linked to it, taken, resolved or closed; somebody wrote about
it; what it has bought was reported, and so plan and renewal; a source or a person changed
the client itself (owner, plan, name); it became a client. A score of a day that was
computed afterwards counts at the end of that day. Nothing lies behind the moment of the
look.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.risk.silence import Midnights
from storage.engine.params import as_list
from storage.engine.reader import Rows

DAY_US = 86_400_000_000
_UNCHANGED = (
    "SELECT 1 FROM score_history hp WHERE hp.client_id = h.client_id AND hp.tier = h.tier"
    " AND hp.score IS NOT DISTINCT FROM h.score AND hp.day = (SELECT max(hq.day)"
    " FROM score_history hq WHERE hq.client_id = h.client_id AND hq.day < h.day)"
)
_INCIDENT = (
    "SELECT max(greatest(ci.known_us, coalesce(ci.acknowledged_us, 0),"
    " coalesce(ci.resolved_us, 0), coalesce(ci.closed_us, 0)))"
    " FROM incident ci WHERE ci.client_id = c.id"
)
_LINKED = (
    "SELECT max(greatest(cl.known_us, coalesce(li.acknowledged_us, 0),"
    " coalesce(li.resolved_us, 0), coalesce(li.closed_us, 0)))"
    " FROM incident_client cl JOIN incident li ON li.id = cl.incident_id"
    " WHERE cl.client_id = c.id"
)
_NOTE = "SELECT max(cn.at_us) FROM interaction cn WHERE cn.client_id = c.id"
_BOUGHT = "SELECT max(cu.known_us) FROM subscription cu WHERE cu.client_id = c.id"
_ITSELF = (
    "SELECT cs.at_us FROM change_set cs WHERE cs.id = (SELECT max(cr.change_id)"
    " FROM change_row cr WHERE cr.table_name = 'client'"
    " AND cr.row_key = CAST(c.id AS TEXT))"
)
NEVER = "CAST(NULL AS BIGINT)"
"""In a look at a past day: what changed since is of another day."""


class Now(NamedTuple):
    """The moment looked at, and the end of its local day, in microseconds; that day;
    the midnights that days of silence are counted by; and when the first days begin that
    are not of the high and the medium churn tier."""

    us: int
    ends_us: int
    day: int
    midnights: tuple[Midnights, ...]
    churn_us: tuple[int, int]


def changed_sql(now: Now | None) -> str:
    """When the client `c` last changed; without `now` days end as in UTC, and nothing
    is held back to it."""
    if now is None:
        ended = f"((h.day + 1) * {DAY_US} - 1)"
    else:
        ended = f"({int(now.ends_us)} - ({int(now.day)} - h.day) * {DAY_US})"
    scored = (
        f"SELECT CASE WHEN h.backfilled = 0 THEN h.recorded_us ELSE {ended} END"
        " FROM score_history h WHERE h.client_id = c.id"
        f" AND NOT EXISTS ({_UNCHANGED}) ORDER BY h.day DESC LIMIT 1"
    )
    parts = (scored, _INCIDENT, _LINKED, _NOTE, _BOUGHT, _ITSELF)
    latest = ", ".join(f"coalesce(({part}), 0)" for part in parts)
    found = f"greatest(c.created_us, {latest})"
    return f"({found})" if now is None else f"(least({int(now.us)}, {found}))"


class Since(NamedTuple):
    """A moment of before, in microseconds, and the local day that was not over then."""

    us: int
    day: int


def changed_among(
    rows: Rows, clients: Sequence[int], now: Now, since: Since | None
) -> dict[int, tuple[int, int | None]]:
    """Client to (when it last changed, its score as history knows it of `since`): of its
    day where that stood by then, else of the end of the day before."""
    then = (
        "CAST(NULL AS BIGINT)"
        if since is None
        else "(SELECT ht.score FROM score_history ht WHERE ht.client_id = c.id"
        f" AND (ht.day < {int(since.day)} OR (ht.day = {int(since.day)}"
        f" AND ht.backfilled = 0 AND ht.recorded_us <= {int(since.us)}))"
        " ORDER BY ht.day DESC LIMIT 1)"
    )
    found = rows.rows(
        f"SELECT c.id, {changed_sql(now)}, {then} FROM client c"
        " WHERE c.id IN (SELECT value FROM ints(:clients))",
        {"clients": as_list(clients)},
    )
    return {int(client): (int(at), score) for client, at, score in found}
