"""What history keeps of the ends of past days, for windows whose single days are gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from storage.engine.params import as_list
from storage.engine.reader import Rows

_COLUMNS = "h.client_id, h.day, h.score, h.tier, h.usage_cp, h.engagement_cp, h.incidents_cp"
# CROSS JOIN keeps the order of the loops: a client, then its own rows, from the one
# that stood at the end of the first day.
_KEPT = f"""
SELECT {_COLUMNS}, h.config FROM score i CROSS JOIN score_history h
WHERE i.client_id IN (SELECT value FROM ints(:ids)) AND h.client_id = i.client_id
  AND h.day <= :last AND h.day >= coalesce((SELECT max(x.day) FROM score_history x
    WHERE x.client_id = i.client_id AND x.day <= :first), :first)
ORDER BY h.client_id, h.day
"""


class Kept(NamedTuple):
    """A row of history: the score at the end of a day and its parts in centipoints."""

    day: int
    score: int | None
    tier: str
    components: tuple[int | None, ...]
    config: str


def history_begins(rows: Rows) -> int | None:
    """The first day of which history tells the score of anybody; None: of no day."""
    found: int | None = rows.value("SELECT min(day) FROM score_day WHERE score >= 0")
    return found


def kept_scores(rows: Rows, ids: Sequence[int], first: int, last: int) -> dict[int, list[Kept]]:
    """Client to its rows of history, oldest first: the one that stood at the end of the
    first day, and those up to the end of the last."""
    found: dict[int, list[Kept]] = {}
    for client, day, score, tier, *components, config in rows.rows(
        _KEPT, {"ids": as_list(ids), "first": first, "last": last}
    ):
        kept = Kept(day, score, tier, tuple(components), config)
        found.setdefault(client, []).append(kept)
    return found
