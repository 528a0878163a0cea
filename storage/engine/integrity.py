"""What `store check` looks at: the file, the references, rollups and their facts."""

from __future__ import annotations

from typing import NamedTuple

from core.health.types import WINDOW
from storage.engine.reader import Rows


class Finding(NamedTuple):
    """A check by name, and how many rows break it (0: sound)."""

    name: str
    broken: int
    what: str


_ROLLUP = """
WITH said AS (
  SELECT client_id, day,
    sum(CASE WHEN kind = 'calls' THEN value ELSE 0 END) AS calls,
    sum(CASE WHEN kind = 'logins' THEN value ELSE 0 END) AS logins
  FROM event e WHERE kind IN ('calls', 'logins') AND NOT EXISTS (
    SELECT 1 FROM usage_total t WHERE t.source = e.source AND t.client_id = e.client_id
      AND t.day = e.day AND CASE e.kind WHEN 'calls' THEN t.calls ELSE t.logins END
      IS NOT NULL)
  GROUP BY client_id, day
  UNION ALL
  SELECT client_id, day, coalesce(calls, 0), coalesce(logins, 0) FROM usage_total
), facts AS (
  SELECT client_id, day, sum(calls) AS calls, sum(logins) AS logins
  FROM said GROUP BY client_id, day
)
SELECT count(*) FROM (
  SELECT client_id, day, calls, logins FROM facts WHERE calls <> 0 OR logins <> 0
  EXCEPT SELECT client_id, day, calls, logins FROM usage_day
) UNION ALL SELECT count(*) FROM (
  SELECT client_id, day, calls, logins FROM usage_day WHERE calls <> 0 OR logins <> 0
  EXCEPT SELECT client_id, day, calls, logins FROM facts
)
"""
_WINDOWS = f"""
SELECT count(*) FROM score s LEFT JOIN (
  SELECT u.client_id, sum(u.calls) AS calls, sum(u.logins) AS logins
  FROM score w JOIN usage_day u ON u.client_id = w.client_id
    AND u.day BETWEEN w.window_day - {WINDOW - 1} AND w.window_day
  GROUP BY u.client_id) AS d ON d.client_id = s.client_id
WHERE s.calls_30 <> coalesce(d.calls, 0) OR s.logins_30 <> coalesce(d.logins, 0)
"""
_ORPHANS = (
    ("score", "client_id"), ("score_history", "client_id"), ("usage_day", "client_id"),
    ("usage_total", "client_id"), ("client_arr", "client_id"), ("changed_client", "client_id"),
    ("history_due", "client_id"), ("past_client", "client_id"),
)  # fmt: skip


def quick_findings(rows: Rows) -> list[Finding]:
    """SQLite's own checks, and rows that belong to no client."""
    verdict = rows.rows("PRAGMA quick_check")
    damaged = 0 if verdict == [("ok",)] else len(verdict)
    orphans = len(rows.rows("PRAGMA foreign_key_check"))
    loose = sum(
        int(
            rows.value(
                f"SELECT count(*) FROM {table} t WHERE NOT EXISTS"
                f" (SELECT 1 FROM client c WHERE c.id = t.{column})"
            )
        )
        for table, column in _ORPHANS
    )
    return [
        Finding("file", damaged, "pages that SQLite finds wrong"),
        Finding("references", orphans, "rows that name a missing row"),
        Finding("orphans", loose, "derived rows without a client"),
    ]


def full_findings(rows: Rows) -> list[Finding]:
    """Rollups against their facts, window sums against the rollups."""
    wrong = sum(count for (count,) in rows.rows(_ROLLUP))
    return [
        Finding("rollups", wrong, "client-days that differ from their facts"),
        Finding("windows", int(rows.value(_WINDOWS)), "clients whose 30-day sums differ"),
    ]
