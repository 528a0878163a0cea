"""Reading what a preview of another formula needs, a chunk of active clients at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.clients.overview import ACTIVE
from storage.engine.params import as_list
from storage.engine.reader import Rows

# A measure is unknown exactly where its stored component is.
_INPUTS = f"""
SELECT c.id, coalesce(c.score, -1), coalesce(s.usage_cp, -1), coalesce(s.engagement_cp, -1),
  CASE WHEN s.usage_cp IS NULL THEN -1 ELSE s.calls_30 END,
  CASE WHEN s.engagement_cp IS NULL THEN -1 ELSE s.logins_30 END,
  s.penalty, s.days, coalesce(c.baseline_calls, 0), coalesce(c.baseline_logins, 0),
  c.arr_minor, c.tier, c.plan
FROM client c JOIN score s ON s.client_id = c.id
WHERE c.id > :after AND {ACTIVE} ORDER BY c.id LIMIT :limit
"""
NUMBERS = 11
"""So many of the columns of `next_inputs` are whole numbers; tier and plan follow."""


def next_inputs(rows: Rows, after: int, limit: int, day: int) -> list[tuple[Any, ...]]:
    """The next active clients behind a number: (id, score, usage and engagement in
    centipoints, calls, logins, penalty, days, own baselines (0: none), ARR as the
    list shows it, tier, plan). -1 stands for unknown."""
    return rows.rows(_INPUTS, {"after": after, "limit": limit, "day": day})


def arr_between(rows: Rows, first: int, last: int) -> list[tuple[int, str, int]]:
    """(client, currency, minor) of every ARR of a range of clients."""
    return [
        (client, currency, minor)
        for client, currency, minor in rows.rows(
            "SELECT client_id, currency, arr_minor FROM client_arr"
            " WHERE client_id BETWEEN ? AND ?",
            (first, last),
        )
    ]


def named(rows: Rows, ids: Sequence[int]) -> dict[int, tuple[str, str, str | None]]:
    """Client to (public id, name, currency of its list row)."""
    found = rows.rows(
        "SELECT id, key, name, currency FROM client WHERE id IN (SELECT value FROM ints(?))",
        (as_list(ids),),
    )
    return {client: (key, name, currency) for client, key, name, currency in found}
