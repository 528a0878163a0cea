"""How many rows are due, found without going through all of them.

Up to so many rows are counted. Of more than that some days are looked at, spread evenly,
and stand for those between them: a look costs as much as its days, however long ago the
first one is.
"""

from __future__ import annotations

from statistics import fmean
from typing import NamedTuple

from storage.engine.reader import Rows

MOST = 50_000
"""So many rows up to the day are counted, one by one."""
DAYS = 20
"""So many days stand for all."""
OF_DAY = 2_000
"""So many rows of such a day tell which share of it is due."""
_LONGEST_DAY = 200_000


class Count(NamedTuple):
    """How many rows are due, and the first day of one. `estimated`: from some days; the
    first day is then the first of those that has any."""

    rows: int
    first: int | None
    estimated: bool = False


def bounded(rows: Rows, table: str, where: str, cut: int) -> Count:
    """The rows of a table up to the day `cut` for which `where` holds. The table is
    found by its days. Estimates have three digits."""
    seen, due, first = _totals(
        rows,
        f"SELECT day, CASE WHEN {where} THEN day END AS due FROM {table}"
        f" WHERE day <= :cut ORDER BY day LIMIT {MOST}",
        {"cut": cut},
    )
    if seen < MOST:
        return Count(due, first)
    begins = int(rows.value(f"SELECT min(day) FROM {table}"))
    days = cut - begins + 1
    picked = sorted({begins + days * (2 * n + 1) // (2 * DAYS) for n in range(DAYS)})
    told = [(day, _of_day(rows, table, where, day)) for day in picked]
    if first is None:
        first = next((day for day, number in told if number), None)
    about = max(due, round(fmean(number for _, number in told) * days))
    return Count(_rounded(about), first, estimated=True)


def _totals(rows: Rows, inner: str, params: dict[str, object]) -> tuple[int, int, int | None]:
    found = rows.one(f"SELECT count(*), count(due), min(due) FROM ({inner}) AS told", params)
    assert found is not None
    return int(found[0]), int(found[1]), found[2]


def _of_day(rows: Rows, table: str, where: str, day: int) -> float:
    """About how many rows of a day are due."""
    seen, due, _ = _totals(
        rows,
        f"SELECT CASE WHEN {where} THEN day END AS due FROM {table}"
        f" WHERE day = :day LIMIT {OF_DAY}",
        {"day": day},
    )
    if seen < OF_DAY:
        return due
    every = rows.value(
        f"SELECT count(*) FROM (SELECT 1 AS one FROM {table}"
        f" WHERE day = :day LIMIT {_LONGEST_DAY}) AS told",
        {"day": day},
    )
    return due / seen * int(every)


def _rounded(number: int) -> int:
    """With three digits that tell something."""
    places = max(0, len(str(number)) - 3)
    return int(round(number, -places))
