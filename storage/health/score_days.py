"""How many live clients had which score at the end of each day.

`score_day` is what `score_history` and `arr_history` add up to; whoever writes
those two adds the difference here in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.chosen import Chosen

if TYPE_CHECKING:
    from storage.engine.unit import Unit

Bin = tuple[str, int]
"""(tier, score), the score -1 for none."""
Bins = dict[Bin, tuple[int, int]]
"""To (clients, ARR in the base currency)."""
Days = dict[int, Bins]

# +1 where a client takes a score, tier and ARR, -1 where it leaves them again.
_STEPS = """
WITH scored AS (
  SELECT client_id, day, tier, coalesce(score, -1) AS score,
    lead(day) OVER (PARTITION BY client_id ORDER BY day) AS until
  FROM score_history WHERE {chosen}
), paid AS (
  SELECT client_id, day, live, arr_minor,
    lead(day) OVER (PARTITION BY client_id ORDER BY day) AS until
  FROM arr_history WHERE {chosen}
), spans AS (
  SELECT s.tier, s.score, p.arr_minor, CASE WHEN s.day > p.day THEN s.day ELSE p.day END AS day,
    CASE WHEN s.until IS NULL OR p.until < s.until THEN p.until ELSE s.until END AS until
  FROM scored s JOIN paid p ON p.client_id = s.client_id AND p.live = 1
    AND (s.until IS NULL OR p.day < s.until) AND (p.until IS NULL OR s.day < p.until)
), steps AS (
  SELECT day, tier, score, 1 AS n, arr_minor FROM spans
  UNION ALL
  SELECT until, tier, score, -1, -arr_minor FROM spans WHERE until IS NOT NULL
)
SELECT day, tier, score, sum(n), sum(arr_minor) FROM steps
GROUP BY day, tier, score ORDER BY day, tier, score
"""


def steps_of(rows: Rows, ids: Sequence[int]) -> Days:
    """The changes of the bins that the history of these clients makes, by day."""
    if not ids:
        return {}
    chosen = Chosen(ids, exact=True)
    found: Days = defaultdict(dict)
    for day, tier, score, n, arr in rows.rows(
        _STEPS.format(chosen=chosen.where("client_id")), chosen.params
    ):
        found[day][tier, score] = (int(n), int(arr))
    return found


def add_steps(total: Days, steps: Days, sign: int = 1) -> None:
    """Add the steps of more clients to those of others."""
    for day, bins in steps.items():
        add_bins(total.setdefault(day, {}), bins, sign)


def add_bins(total: Bins, bins: Mapping[Bin, tuple[int, int]], sign: int = 1) -> None:
    for key, (n, arr) in bins.items():
        before = total.get(key, (0, 0))
        total[key] = (before[0] + sign * n, before[1] + sign * arr)


def running(steps: Days, days: Iterable[int]) -> Iterator[tuple[int, Bins]]:
    """What the steps add up to at the end of each day; days ascend."""
    standing: Bins = {}
    later = sorted(steps)
    at = 0
    for day in days:
        while at < len(later) and later[at] <= day:
            add_bins(standing, steps[later[at]])
            at += 1
        yield day, {key: sums for key, sums in standing.items() if any(sums)}


def stored_days(rows: Rows) -> Days:
    """All of `score_day`."""
    found: Days = defaultdict(dict)
    for day, tier, score, n, arr in rows.rows(
        "SELECT day, tier, score, n, arr_minor FROM score_day ORDER BY day, tier, score"
    ):
        found[day][tier, score] = (n, arr)
    return found


def carry_days(unit: Unit, last: int, days: Sequence[int]) -> None:
    """Days on which nothing was computed stand as the last one did."""
    unit.run(
        "INSERT INTO score_day (day, tier, score, n, arr_minor)"
        " SELECT later.value, d.tier, d.score, d.n, d.arr_minor FROM score_day d"
        " CROSS JOIN (SELECT value FROM ints(:days)) AS later WHERE d.day = :last",
        {"last": last, "days": as_list(days)},
    )


def add_days(unit: Unit, differences: Mapping[int, Bins]) -> None:
    """Add differences to the bins of days; those that fall to nothing go."""
    from storage.engine.unit import bulk_delete, bulk_insert
    from storage.health.tables import ScoreDay

    changed = [
        (day, *key, *sums)
        for day, bins in sorted(differences.items())
        for key, sums in sorted(bins.items())
        if any(sums)
    ]
    keys, sums = ("day", "tier", "score"), ("n", "arr_minor")
    grow = bulk_insert(ScoreDay, (*keys, *sums), conflict="update", keys=keys, add=sums)
    unit.bulk(grow, changed)
    falling = [(*row[:3], 0, 0) for row in changed if row[3] < 0 or row[4] < 0]
    unit.bulk(bulk_delete(ScoreDay, (*keys, *sums)), falling)
