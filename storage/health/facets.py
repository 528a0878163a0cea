"""Facet counters: what the clients with one value of a dimension add up to.

They change in the transaction that changes a client, so that a reader never
counts the base. Whoever writes the client columns of DIMENSIONS, or a tier,
score or ARR, does it inside `following_facets`; the recompute, which knows what
stood before, adds differences (`add_facets`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

DIMENSIONS = {
    "all": "''",
    "owner": "coalesce(c.owner, '')",
    "plan": "coalesce(c.plan, '')",
    "industry": "coalesce(c.industry, '')",
    "country": "coalesce(c.country, '')",
    "renews": "coalesce(CAST(c.renews_day AS TEXT), '')",
}
"""Dimension to the SQL of its value for client `c`; a missing value is ''."""
KEYS = ("dimension", "value", "live", "tier", "currency")
SUMS = ("n", "scored", "score_sum", "delta_n", "delta_sum", "arr_minor")
FacetKey = tuple[str, str, int, str, str]
"""(dimension, value, live, tier, currency)"""
FacetSums = tuple[int, int, int, int, int, int]
"""(clients, scored, sum of scores, with a delta, sum of deltas, ARR)"""

_OF_CLIENTS = """
SELECT '{dimension}' AS dimension, {value} AS value, c.live AS live, c.tier AS tier,
       '' AS currency, count(*) AS n, count(c.score) AS scored,
       coalesce(sum(c.score), 0) AS score_sum, count(c.delta7) AS delta_n,
       coalesce(sum(c.delta7), 0) AS delta_sum, 0 AS arr_minor
FROM client c {where} GROUP BY 2, 3, 4
"""
_OF_ARR = """
SELECT '{dimension}' AS dimension, {value} AS value, c.live AS live, c.tier AS tier,
       a.currency AS currency, 0 AS n, 0 AS scored, 0 AS score_sum, 0 AS delta_n,
       0 AS delta_sum, sum(a.arr_minor) AS arr_minor
FROM client c JOIN client_arr a ON a.client_id = c.id {where} GROUP BY 2, 3, 4, 5
"""
_CHANGED = "WHERE c.id IN (SELECT value FROM ints(:ids))"
_GONE = "DELETE FROM facet_count WHERE " + " AND ".join(f"{name} = 0" for name in SUMS)


def counted_sql(dimensions: Sequence[str], where: str) -> str:
    """SQL of the counters (KEYS, SUMS) that the clients themselves give; `where`
    is a clause on client `c`."""
    parts = []
    for dimension in dimensions:
        value = DIMENSIONS[dimension]
        parts += [
            part.format(dimension=dimension, value=value, where=where)
            for part in (_OF_CLIENTS, _OF_ARR)
        ]
    return " UNION ALL ".join(parts)


@contextmanager
def following_facets(
    unit: Unit, ids: Sequence[int], dimensions: Sequence[str] = tuple(DIMENSIONS)
) -> Iterator[None]:
    """Keep the counters right while the columns of these clients change: what
    they count for goes off before, and what they count for then is added after.
    `dimensions`: those that can change, where not all of them can."""
    facets_changed(unit, ids, -1, dimensions)
    yield
    facets_changed(unit, ids, 1, dimensions)
    drop_empty_facets(unit)


def facets_changed(
    unit: Unit,
    ids: Sequence[int],
    sign: int,
    dimensions: Sequence[str] = tuple(DIMENSIONS),
) -> None:
    """Add (1) or take off (-1) what these clients count for as they stand now;
    of clients that are not there nothing. One statement, however many they are."""
    if not ids:
        return
    sums = ", ".join(f":sign * {name}" for name in SUMS)
    grown = ", ".join(f"{name} = facet_count.{name} + excluded.{name}" for name in SUMS)
    unit.run(
        f"INSERT INTO facet_count ({', '.join((*KEYS, *SUMS))})"
        f" SELECT {', '.join(KEYS)}, {sums} FROM ({counted_sql(dimensions, _CHANGED)})"
        f" AS counted WHERE true ON CONFLICT ({', '.join(KEYS)}) DO UPDATE SET {grown}",
        {"sign": sign, "ids": as_list(ids)},
    )


def drop_empty_facets(unit: Unit) -> None:
    """Counters of nobody go."""
    unit.run(_GONE)


def add_facets(unit: Unit, differences: Mapping[FacetKey, FacetSums]) -> None:
    """Add differences to the counters; those that fall to nothing go."""
    from storage.engine.unit import bulk_delete, bulk_insert
    from storage.health.tables import FacetCount

    changed = [(key, sums) for key, sums in sorted(differences.items()) if any(sums)]
    grow = bulk_insert(FacetCount, (*KEYS, *SUMS), conflict="update", keys=KEYS, add=SUMS)
    unit.bulk(grow, [(*key, *sums) for key, sums in changed])
    nothing = (0,) * len(SUMS)
    # Where clients are counted, nothing is left when the last of them has gone.
    falling = [
        (*key, *nothing) for key, sums in changed if (sums[-1] if key[-1] else sums[0]) < 0
    ]
    unit.bulk(bulk_delete(FacetCount, (*KEYS, *SUMS)), falling)


def count_new_clients(
    unit: Unit, clients: Sequence[Mapping[str, str | None]], *, live: bool = True
) -> None:
    """Add new clients, who have no score and pay nothing yet, by their columns:
    as quick as counting words, where asking the store takes a dozen statements."""
    found: Counter[tuple[str, str]] = Counter()
    for dimension in DIMENSIONS:
        for value, n in Counter(client.get(dimension) for client in clients).items():
            found[dimension, value or ""] += n
    add_facets(
        unit,
        {(*place, int(live), "unknown", ""): (n, 0, 0, 0, 0, 0) for place, n in found.items()},
    )


def rebuild_facets(unit: Unit) -> None:
    """Count the whole base anew: for a store whose clients were loaded in bulk."""
    unit.run(
        "DELETE FROM facet_count WHERE dimension IN (SELECT value FROM texts(:names))",
        {"names": as_list(list(DIMENSIONS))},
    )
    unit.run(
        f"INSERT INTO facet_count ({', '.join((*KEYS, *SUMS))})"
        f" {counted_sql(tuple(DIMENSIONS), '')}"
    )
    drop_empty_facets(unit)


def live_totals(rows: Rows) -> list[tuple[str, int, int, int, int, int]]:
    """(tier, clients, scored, sum of scores, with a delta, sum of deltas) of the
    live clients, by tier."""
    return [
        (tier, int(n), int(scored), int(total), int(compared), int(moved))
        for tier, n, scored, total, compared, moved in rows.rows(
            "SELECT tier, n, scored, score_sum, delta_n, delta_sum FROM facet_count"
            " WHERE dimension = 'all' AND value = '' AND live = 1 AND currency = ''"
            " ORDER BY tier"
        )
    ]


def live_arr(rows: Rows) -> list[tuple[str, str, int]]:
    """(tier, currency, ARR) of the live clients, over every currency of a client."""
    return [
        (tier, currency, int(minor))
        for tier, currency, minor in rows.rows(
            "SELECT tier, currency, arr_minor FROM facet_count"
            " WHERE dimension = 'all' AND value = '' AND live = 1 AND currency <> ''"
            " ORDER BY tier, currency"
        )
    ]


def owns_any(rows: Rows, who: str) -> bool:
    """Whether a person looks after anybody who is a client today."""
    found = rows.value(
        "SELECT 1 FROM facet_count WHERE dimension = 'owner' AND value = :who AND live = 1"
        " AND n > 0 LIMIT 1",
        {"who": who},
    )
    return found is not None
