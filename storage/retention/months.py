"""Folding days of use into months: what is due of them, and doing some of it.

A day's row is added to its month and deleted in one transaction, so whatever stops
the work, each day is counted once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from core.health.types import WINDOW
from core.store.months import month_of, whole_months
from core.store.retention import MONTHS
from storage.engine.reader import Reader, Rows
from storage.engine.store import Engine
from storage.retention.bounded import bounded
from storage.retention.reads import cut_of
from storage.store.space import row_bytes, table_bytes

if TYPE_CHECKING:
    from storage.engine.unit import Unit

CHUNK = 5_000
# Day totals go with the days that they made. Numbers of what was replaced are made
# from the greatest one there is, so the newest row stays.
_TABLES: Mapping[str, str] = {
    "usage_day": "day <= :cut",
    "usage_total": "day <= :cut",
    "usage_total_change": (
        "day <= :cut AND id < (SELECT max(x.id) FROM usage_total_change x)"
    ),
}  # fmt: skip
_MONTH_COLUMNS = (
    "month", "client_id", "calls", "logins", "days", "seen_day", "login_day",
)  # fmt: skip


class Due(NamedTuple):
    """Rows of each table up to a day, the first such day, and how many days have any;
    `estimated` where some days stand for all."""

    rows: Mapping[str, int]
    first: int | None
    days: int
    estimated: bool = False


def folded_until(rows: Rows) -> int | None:
    """The last day whose use is told by month only; None: every day is told."""
    return cut_of(rows, MONTHS)


def months_cut(rows: Rows, newest: int, days: int) -> int:
    """The last day that is folded: the end of the newest month all of whose days are
    more than `days` older than the newest fact, and in no window that stands."""
    window = rows.value("SELECT min(window_day) FROM score")
    cut = newest - days - 1
    return whole_months(cut if window is None else min(cut, int(window) - WINDOW))


def due_months(rows: Rows, cut: int) -> Due:
    """What is due up to a day."""
    counts, firsts = {}, []
    for table, where in _TABLES.items():
        found = rows.one(f"SELECT count(*), min(day) FROM {table} WHERE {where}", {"cut": cut})
        assert found is not None
        counts[table] = int(found[0])
        firsts += [int(found[1])] if found[0] else []
    some = " UNION ".join(f"SELECT day FROM {t} WHERE {where}" for t, where in _TABLES.items())
    days = rows.value(f"SELECT count(*) FROM ({some}) AS told", {"cut": cut})
    return Due(counts, min(firsts, default=None), int(days))


def about_due_months(rows: Rows, cut: int) -> Due:
    """As `due_months`, without going through all of them: where they are many, some
    days stand for all, and each day from the first on counts as one that has any."""
    found = {
        table: bounded(rows, table, where.replace(":cut", str(cut)), cut)
        for table, where in _TABLES.items()
    }
    if not any(each.estimated for each in found.values()):
        return due_months(rows, cut)
    first = min((each.first for each in found.values() if each.first is not None), default=None)
    days = 0 if first is None else cut - first + 1
    return Due({table: each.rows for table, each in found.items()}, first, days, True)


def due_bytes(reader: Reader, engine: Engine, due: Due) -> int:
    """About how many bytes the rows that are due take: their share of their tables."""
    found = 0
    for table, count in due.rows.items():
        if count and due.estimated:
            found += count * row_bytes(reader, table)
        elif count:
            every = int(reader.value(f"SELECT count(*) FROM {table}"))
            found += table_bytes(reader, engine, table) * min(count, every) // max(1, every)
    return found


def next_day_to_fold(rows: Rows, after: int, cut: int) -> int | None:
    """The first day behind another one that is due."""
    found = (
        rows.value(
            f"SELECT day FROM {table} WHERE day > :after AND {where} ORDER BY day LIMIT 1",
            {"after": after, "cut": cut},
        )
        for table, where in _TABLES.items()
    )
    return min((day for day in found if day is not None), default=None)


def fold_some(unit: Unit, day: int) -> int:
    """Fold some of a day, at most CHUNK clients of a table; how many rows went, 0 when
    none is left. Of no table are there more than CHUNK, but where several sources told
    totals of a client."""
    return _fold(unit, day) or _totals(unit, day) or _replaced(unit, day)


def _fold(unit: Unit, day: int) -> int:
    from storage.engine.unit import bulk_insert
    from storage.events.tables import UsageMonth

    found = unit.rows(
        "SELECT client_id, calls, logins FROM usage_day WHERE day = :day"
        f" ORDER BY client_id LIMIT {CHUNK}",
        {"day": day},
    )
    if not found:
        return 0
    statement = bulk_insert(
        UsageMonth, _MONTH_COLUMNS, conflict="update", keys=_MONTH_COLUMNS[:2],
        add=_MONTH_COLUMNS[2:5], most=_MONTH_COLUMNS[5:], shared=("month",),
    )  # fmt: skip
    rows = [
        (client, calls, logins, int(calls > 0 or logins > 0),
         day if calls > 0 or logins > 0 else -1, day if logins > 0 else -1)
        for client, calls, logins in found
    ]  # fmt: skip
    unit.bulk(statement, rows, (month_of(day),))
    return unit.run(
        "DELETE FROM usage_day WHERE day = :day AND client_id <= :last",
        {"day": day, "last": found[-1][0]},
    )


def _totals(unit: Unit, day: int) -> int:
    last = unit.value(
        "SELECT max(client_id) FROM (SELECT client_id FROM usage_total WHERE day = :day"
        f" ORDER BY client_id LIMIT {CHUNK}) AS told",
        {"day": day},
    )
    if last is None:
        return 0
    return unit.run(
        "DELETE FROM usage_total WHERE day = :day AND client_id <= :last",
        {"day": day, "last": last},
    )


def _replaced(unit: Unit, day: int) -> int:
    return unit.run(
        "DELETE FROM usage_total_change WHERE id IN (SELECT id FROM usage_total_change"
        " WHERE day = :day AND id < (SELECT max(x.id) FROM usage_total_change x)"
        f" ORDER BY client_id, id LIMIT {CHUNK})",
        {"day": day},
    )
