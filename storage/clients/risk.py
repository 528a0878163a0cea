"""Where the risk score of a client lies: an expression over what the store has of it.

It is the sum that `core.risk.score` makes, over one denominator and rounded half up.
Inputs that no table has (opportunities, sentiment) are as that makes them without.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.desk.types import CONTACTS
from core.risk.score import shared_weights
from core.risk.silence import DAY_US, Midnights, silent_days
from core.risk.types import MOST_PENALTY, MOST_SILENT
from storage.clients.changed import Now
from storage.engine.params import as_list
from storage.engine.reader import Rows

_WHOLE = 1800
"""What 100, MOST_SILENT and MOST_PENALTY divide."""
_KNOWN = (True, True, True, False)
"""Of silence, incidents, opportunities and sentiment: that of which there is a source, or
that is 0 without one."""
_OF_PEOPLE = "rn.kind IN ({})".format(", ".join(f"'{kind}'" for kind in CONTACTS))
UNTOLD = "CAST(NULL AS BIGINT)"
"""Without a moment nobody knows how long a client has been silent."""


def risk_sql(view: int | None, now: Now | None) -> str:
    """The risk score of the client `c` at a moment; NULL where it is no client then."""
    if now is None:
        return UNTOLD
    made, score = ("s", "c.score") if view is None else ("p", "p.score")
    known, unknown = (shared_weights((scored, *_KNOWN)) for scored in (True, False))

    def of(at: int, most: int) -> str:
        one, other = (weights[at] * _WHOLE // most for weights in (known, unknown))
        return f"(CASE WHEN {score} IS NULL THEN {other} ELSE {one} END)"

    total = (
        f"coalesce({known[0] * _WHOLE // 100} * (100 - {score}), 0)"
        f" + {of(1, MOST_SILENT)} * {_silent(now)}"
        f" + {of(2, MOST_PENALTY)} * least({made}.penalty, {MOST_PENALTY})"
    )
    return f"(CASE WHEN {made}.days > 0 THEN (2 * ({total}) + {_WHOLE}) / {2 * _WHOLE} END)"


def _silent(now: Now) -> str:
    """Local days since the last contact up to a moment, `MOST_SILENT` at most."""
    days = " + ".join(_gone_by(run) for run in now.midnights)
    return (
        f"coalesce((SELECT {days} FROM interaction rn WHERE rn.client_id = c.id"
        f" AND {_until(str(int(now.us)))} ORDER BY rn.at_us DESC LIMIT 1),"
        f" {MOST_SILENT})"
    )


def _gone_by(run: Midnights) -> str:
    """How many midnights of a run lie behind the contact."""
    behind = f"({int(run.last)} - rn.at_us + {DAY_US - 1}) / {DAY_US}"
    return f"least({int(run.many)}, greatest(0, {behind}))"


def risk_among(
    rows: Rows, clients: Sequence[int], view: int | None, now: Now
) -> dict[int, int | None]:
    """Client to its risk score at a moment."""
    of, seen = _of(view)
    found = rows.rows(
        f"SELECT c.id, {risk_sql(view, now)} FROM {of}"
        " AND c.id IN (SELECT value FROM ints(:clients))",
        {"clients": as_list(clients), **seen},
    )
    return {int(client): score for client, score in found}


def _of(view: int | None) -> tuple[str, dict[str, int]]:
    """Clients with what they are scored from, behind which a condition follows."""
    if view is None:
        return "client c JOIN score s ON s.client_id = c.id WHERE 1 = 1", {}
    past = "past_client p JOIN client c ON c.id = p.client_id WHERE p.view_id = :view"
    return past, {"view": view}


class Behind(NamedTuple):
    """What the risk of a client is made from: its health, the days that it has been one
    (0: it is none), the sum of its penalties, its last contact in microseconds (None:
    never), and how many contacts there were."""

    score: int | None
    days: int
    penalty: int
    contact_us: int | None
    contacts: int


def behind_risk(rows: Rows, client: int, view: int | None, until_us: int) -> Behind:
    """The same of one client up to a moment."""
    of, seen = _of(view)
    at, made = ("c", "s") if view is None else ("p", "p")
    spoken = f"FROM interaction rn WHERE rn.client_id = c.id AND {_until(':until')}"
    found = rows.one(
        f"SELECT {at}.score, {made}.days, {made}.penalty, (SELECT max(rn.at_us) {spoken}),"
        f" (SELECT count(*) {spoken}) FROM {of} AND c.id = :client",
        {"client": client, "until": until_us, **seen},
    )
    assert found is not None
    return Behind(*found)


def silence_of(rows: Rows, clients: Sequence[int], now: Now) -> dict[int, int]:
    """Client to the days since its last contact, `MOST_SILENT` at most; who never had
    one is left out."""
    found = rows.rows(
        "SELECT rn.client_id, max(rn.at_us) FROM interaction rn"
        f" WHERE rn.client_id IN (SELECT value FROM ints(:clients)) AND {_until(':until')}"
        " GROUP BY rn.client_id",
        {"clients": as_list(clients), "until": now.us},
    )
    return {int(client): silent_days(at_us, now.midnights) for client, at_us in found}


def _until(moment: str) -> str:
    """That an interaction is a contact, and no later."""
    return f"{_OF_PEOPLE} AND rn.at_us <= {moment}"
