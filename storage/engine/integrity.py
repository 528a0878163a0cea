"""What `store check` looks at: the file, the references, rollups and their facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.health.types import WINDOW
from core.store.months import month_of
from core.values.instants import day_text
from storage.engine.finding import Finding as Finding
from storage.engine.params import as_list
from storage.engine.reader import Reader, Rows

# One day at a time: a base of a million clients has a million rows in each.
_WRONG_ON_DAY = """
SELECT count(*), min(client_id) FROM (
  SELECT client_id FROM (
    SELECT client_id, CASE WHEN kind = 'calls' THEN value ELSE 0 END AS calls,
      CASE WHEN kind = 'logins' THEN value ELSE 0 END AS logins
    FROM event e WHERE e.day = :day AND e.kind IN ('calls', 'logins') AND NOT EXISTS (
      SELECT 1 FROM usage_total t
      WHERE t.day = e.day AND t.client_id = e.client_id AND t.source = e.source
        AND CASE e.kind WHEN 'calls' THEN t.calls ELSE t.logins END IS NOT NULL)
    UNION ALL
    SELECT client_id, coalesce(calls, 0), coalesce(logins, 0) FROM usage_total
    WHERE day = :day
    UNION ALL
    SELECT client_id, calls, logins FROM simulation_use WHERE day = :day
    UNION ALL
    SELECT client_id, -calls, -logins FROM usage_day WHERE day = :day
  ) AS said GROUP BY client_id HAVING sum(calls) <> 0 OR sum(logins) <> 0
) AS wrong
"""
_ROLLED = (
    "SELECT coalesce(sum(calls), 0), coalesce(sum(logins), 0) FROM usage_day WHERE day = :day"
)
_KEPT = (
    "SELECT coalesce(sum(calls), 0), coalesce(sum(logins), 0) FROM usage_sum WHERE day = :day"
)
_DAILY = ("event", "usage_total", "usage_day", "usage_sum")
_AT_ONCE = 20_000
_BEFORE_ALL = -(2**40)
_WINDOWS = """
SELECT count(*), min(s.client_id) FROM score s LEFT JOIN (
  SELECT client_id, sum(calls) AS calls, sum(logins) AS logins FROM usage_day
  WHERE day IN (SELECT value FROM ints(:days)) AND client_id BETWEEN :first AND :last
  GROUP BY client_id) AS d ON d.client_id = s.client_id
WHERE s.client_id BETWEEN :first AND :last AND s.window_day = :window
  AND (s.calls_30 <> coalesce(d.calls, 0) OR s.logins_30 <> coalesce(d.logins, 0))
"""
# What stands in the store of runs, against the ledger that takes it back.
_MARKS = """
SELECT count(*), min(client_id) FROM (
  SELECT m.client_id FROM simulated_client m WHERE NOT EXISTS (
    SELECT 1 FROM simulation_client c JOIN simulation_run r ON r.id = c.run_id
    WHERE c.client_id = m.client_id AND c.state IN ('reached', 'over')
      AND r.state <> 'undone')
  UNION
  SELECT c.client_id FROM simulation_client c WHERE c.state IN ('reached', 'over')
    AND NOT EXISTS (SELECT 1 FROM simulated_client m WHERE m.client_id = c.client_id)
  UNION
  SELECT i.client_id FROM incident i WHERE i.id < 0 AND NOT EXISTS (
    SELECT 1 FROM simulation_row w WHERE w.client_id = i.client_id AND w.added = 1
      AND w.table_name = 'incident' AND w.row_key = CAST(i.id AS TEXT))
) AS wrong
"""
_FED = """
SELECT count(*), min(p.key) FROM purchase p
WHERE (p.id < 0 AND p.run_id IS NULL)
  OR (p.run_id IS NOT NULL AND (p.id > 0 OR NOT EXISTS (
    SELECT 1 FROM simulation_run r WHERE r.id = p.run_id AND r.state <> 'undone')))
"""
_ORPHANS = (
    ("score", "client_id"), ("score_history", "client_id"), ("usage_day", "client_id"),
    ("usage_month", "client_id"), ("usage_total", "client_id"), ("event", "client_id"),
    ("client_arr", "client_id"), ("changed_client", "client_id"),
    ("history_due", "client_id"), ("past_client", "client_id"), ("arr_history", "client_id"),
    ("simulation_client", "client_id"), ("simulation_use", "client_id"),
    ("purchase", "client_id"),
)  # fmt: skip


def quick_findings(reader: Reader) -> list[Finding]:
    """The database's own checks, and rows that belong to no client."""
    loose = sum(
        int(
            reader.value(
                f"SELECT count(*) FROM {table} t WHERE t.{column} IS NOT NULL AND NOT EXISTS"
                f" (SELECT 1 FROM client c WHERE c.id = t.{column})"
            )
        )
        for table, column in _ORPHANS
    )
    return [
        *reader.soundness(),
        Finding("orphans", loose, "derived rows without a client"),
    ]


def full_findings(rows: Rows) -> list[Finding]:
    """Rollups against their facts, sums and windows against the rollups."""
    wrong, first, sums = 0, "", []
    gone, folded = _cut(rows, "telemetry"), _cut(rows, "usage-day")
    for day in _days(rows):
        if day <= folded:
            continue
        # What a day without its raw rows adds up to is kept, and cannot be counted again.
        found: tuple[Any, ...] | None = (0, None)
        if day > gone:
            found = rows.one(_WRONG_ON_DAY, {"day": day})
        assert found is not None
        if found[0]:
            first = first or f"client number {found[1]} on {_date(day)}"
            wrong += found[0]
        if rows.one(_ROLLED, {"day": day}) != rows.one(_KEPT, {"day": day}):
            sums.append(_date(day))
    sums += _wrong_months(rows, folded)
    return [
        Finding("rollups", wrong, "client-days that differ from their facts", first),
        Finding("sums", len(sums), "days whose sums differ", (sums or [""])[0]),
        _windows(rows),
        _marks(rows),
        _fed(rows),
    ]


def _cut(rows: Rows, name: str) -> int:
    """The last day of which rows of a class have gone by a retention policy; earlier
    than any day where none have."""
    found = rows.value("SELECT value FROM setting WHERE name = ?", (f"retention.{name}.cut",))
    return _BEFORE_ALL if found is None else int(found)


def _wrong_months(rows: Rows, folded: int) -> list[str]:
    """Months up to a day whose clients do not add up to the days of the whole base.
    Days that wait to be folded count beside what has been."""
    kept: dict[int, list[int]] = {}
    until = {"cut": folded}
    for sign, statement, params in (
        (1, "SELECT day, calls, logins FROM usage_sum WHERE day <= :cut", until),
        (-1, "SELECT day, sum(calls), sum(logins) FROM usage_day WHERE day <= :cut"
             " GROUP BY day", until),
        (-1, "SELECT month, sum(calls), sum(logins) FROM usage_month GROUP BY month", {}),
    ):  # fmt: skip
        for day, calls, logins in rows.rows(statement, params):
            sums = kept.setdefault(_month(day), [0, 0])
            sums[0] += sign * int(calls)
            sums[1] += sign * int(logins)
    return [_date(month)[:7] for month, sums in sorted(kept.items()) if sums != [0, 0]]


def _month(day: int) -> int:
    try:
        return month_of(day)
    except OverflowError:  # the day itself is what is wrong
        return day


def _date(day: int) -> str:
    try:
        return day_text(day)
    except OverflowError:  # the day itself is what is wrong
        return f"day {day}"


def _days(rows: Rows) -> Iterator[int]:
    """Every day that facts or rollups speak of, in order."""
    found = None
    while True:
        after = _BEFORE_ALL if found is None else found
        behind = [
            rows.value(f"SELECT min(day) FROM {table} WHERE day > ?", (after,))
            for table in _DAILY
        ]
        found = min((day for day in behind if day is not None), default=None)
        if found is None:
            return
        yield found


def _marks(rows: Rows) -> Finding:
    """Simulated clients and incidents against the runs that are in force."""
    found = rows.one(_MARKS)
    assert found is not None
    example = f"client number {found[1]}" if found[0] else ""
    what = "clients whose simulated rows belong to no run in force, or lack their mark"
    return Finding("simulations", int(found[0]), what, example)


def _fed(rows: Rows) -> Finding:
    """Transactions of feeds against the runs that are in force."""
    found = rows.one(_FED)
    assert found is not None
    what = "simulated transactions that belong to no feed in force"
    return Finding("feeds", int(found[0]), what, str(found[1] or ""))


def _windows(rows: Rows) -> Finding:
    """Window sums against the days that they add up, some clients at a time."""
    wrong, example = 0, ""
    newest = int(rows.value("SELECT coalesce(max(client_id), 0) FROM score"))
    for first in range(1, newest + 1, _AT_ONCE):
        span = {"first": first, "last": first + _AT_ONCE - 1}
        for (window,) in rows.rows(
            "SELECT DISTINCT window_day FROM score WHERE client_id BETWEEN :first AND :last",
            span,
        ):
            days = as_list(range(window - WINDOW + 1, window + 1))
            found = rows.one(_WINDOWS, {**span, "window": window, "days": days})
            assert found is not None
            if found[0]:
                example = example or f"client number {found[1]}"
                wrong += found[0]
    return Finding("windows", wrong, "clients whose 30-day sums differ", example)
