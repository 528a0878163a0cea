"""Who may have changed since a moment: found by what was kept since, not by looking at
every client.

Each kind of row that counts as a change (`changed.py`) lies in an index by its moment, so
as many rows are read as there are news. They may give too many: a row of history may say
what stood before, another of the same client may be newer. So the condition on what
changed itself still stands beside them.
"""

from __future__ import annotations

from typing import NamedTuple

from storage.clients.changed import DAY_US, Now
from storage.engine.reader import Rows

FEW = 10_000
"""Of more, walking a list in its order finds a page sooner than putting them in order."""
MANY = 100_000
"""Of more, looking at each client in turn finds as many as are counted soon enough."""


def _new(moment: str) -> str:
    """The condition that something is new, in the words that its index asks for."""
    # No index serves `<> 0`: above it the moment bounds the range.
    return f"{moment} <> 0 AND {moment} >= :news_us"


_STEPS = (
    _new("ni.known_us"),
    _new("ni.acknowledged_us"),
    "ni.resolved_us >= :news_us",
    _new("ni.closed_us"),
)
_SINCE = " UNION ALL ".join(
    (
        f"SELECT nc.id AS client FROM client nc WHERE {_new('nc.created_us')}",
        "SELECT nh.client_id FROM score_history nh"
        " WHERE nh.backfilled = 0 AND nh.recorded_us >= :news_us",
        "SELECT nd.client_id FROM score_history nd"
        " WHERE nd.backfilled = 1 AND nd.day >= :news_day",
        f"SELECT nu.client_id FROM subscription nu WHERE {_new('nu.known_us')}",
        "SELECT nn.client_id FROM interaction nn WHERE nn.at_us >= :news_us",
        f"SELECT nl.client_id FROM incident_client nl WHERE {_new('nl.known_us')}",
        *(f"SELECT ni.client_id FROM incident ni WHERE {new}" for new in _STEPS),
        # CROSS JOIN keeps the order of the loops: what is new, then what it concerns.
        *(
            "SELECT nl.client_id FROM incident ni CROSS JOIN incident_client nl"
            f" WHERE {new} AND nl.incident_id = ni.id"
            for new in _STEPS
        ),
        "SELECT CAST(nr.row_key AS BIGINT) FROM change_set ns CROSS JOIN change_row nr"
        f" WHERE {_new('ns.at_us')} AND nr.change_id = ns.id AND nr.table_name = 'client'",
    )
)
_AMONG = f"c.id IN ({_SINCE})"
_COUNT = f"SELECT count(*) FROM (SELECT client FROM ({_SINCE}) AS news LIMIT :most) AS found"


class Recent(NamedTuple):
    """A condition over client `c`, with its parameters, that holds wherever a client has
    changed since a moment; `few`: it is worth to begin with it also where but the first
    rows of a list are wanted."""

    sql: str
    params: dict[str, int]
    few: bool


def recent(rows: Rows, now: Now, since_us: int) -> Recent | None:
    """Who may have changed at `since_us` or later, as told at `now`; None: so many that
    it would not help, or a moment not after 1970, which no index goes back to."""
    if since_us <= 0:
        return None
    # A day computed afterwards counts at its end: the first that ends no earlier.
    day = now.day - (now.ends_us - since_us) // DAY_US
    params = {"news_us": since_us, "news_day": day}
    found = int(rows.value(_COUNT, {**params, "most": MANY + 1}))
    return None if found > MANY else Recent(_AMONG, params, found <= FEW)
