"""Whether what is kept about scores follows from what it is kept of."""

from __future__ import annotations

from collections.abc import Iterator

from storage.engine.reader import Rows
from storage.health.facets import DIMENSIONS, KEYS, SUMS, FacetKey, FacetSums, counted_sql
from storage.health.score_days import Bins
from storage.health.unresolved import COUNTED, INCIDENTS

_TODAY = """
SELECT c.tier, coalesce(c.score, -1), count(*), coalesce(sum(a.arr_minor), 0)
FROM client c LEFT JOIN client_arr a ON a.client_id = c.id AND a.currency = :base
WHERE c.live = 1 GROUP BY 1, 2
"""
_ANYBODY = """
SELECT c.key FROM client c JOIN score_history h ON h.client_id = c.id
WHERE h.day <= :day AND h.tier = :tier AND coalesce(h.score, -1) = :score
ORDER BY c.id LIMIT 1
"""


def wrong_facets(rows: Rows) -> Iterator[list[FacetKey]]:
    """The counters of one dimension after the other that differ from a count."""
    statements = {name: counted_sql([name], "") for name in DIMENSIONS}
    statements |= COUNTED
    for dimension, statement in statements.items():
        kept = f"SELECT {', '.join((*KEYS, *SUMS))} FROM facet_count WHERE dimension = :name"
        stored = dict(_facets(rows, kept, dimension))
        if dimension == INCIDENTS and not stored:
            continue  # not counted yet: readers count themselves
        counted = {key: sums for key, sums in _facets(rows, statement, dimension) if any(sums)}
        yield sorted(
            key for key in stored.keys() | counted.keys() if stored.get(key) != counted.get(key)
        )


def _facets(rows: Rows, statement: str, dimension: str) -> Iterator[tuple[FacetKey, FacetSums]]:
    params = {"name": dimension} if ":name" in statement else {}
    for name, value, live, tier, currency, *sums in rows.rows(statement, params):
        n, scored, total, moved, deltas, arr = (int(each) for each in sums)
        yield (name, value, live, tier, currency), (n, scored, total, moved, deltas, arr)


def bins_today(rows: Rows, base: str) -> Bins:
    """How many live clients stand where, from the clients themselves."""
    return {
        (tier, score): (int(n), int(arr))
        for tier, score, n, arr in rows.rows(_TODAY, {"base": base})
    }


def somebody_in(rows: Rows, key: FacetKey) -> str | None:
    """The public id of a client that a counter counts; None where it counts others."""
    dimension, value, live, tier, _ = key
    if dimension not in DIMENSIONS:
        return None
    found: str | None = rows.value(
        f"SELECT c.key FROM client c WHERE {DIMENSIONS[dimension]} = :value"
        " AND c.live = :live AND c.tier = :tier ORDER BY c.id LIMIT 1",
        {"value": value, "live": live, "tier": tier},
    )
    return found


def somebody_on(rows: Rows, day: int, tier: str, score: int) -> str | None:
    """The public id of a client that has had a score and tier, by a day."""
    found: str | None = rows.value(_ANYBODY, {"day": day, "tier": tier, "score": score})
    return found


def key_of(rows: Rows, client: int) -> str:
    """The public id of a client."""
    return str(rows.value("SELECT key FROM client WHERE id = ?", (client,)))
