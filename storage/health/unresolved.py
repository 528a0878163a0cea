"""How many incidents there are: the unresolved by severity, and all of them by severity
and status. Facet counters that change in the transaction that writes incidents, so that
a reader never counts them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.facets import KEYS, SUMS, FacetKey, add_facets

if TYPE_CHECKING:
    from storage.engine.unit import Unit

UNRESOLVED = "unresolved"
"""The dimension of its facet counter; the value is the severity."""
INCIDENTS = "incident"
"""The same of all incidents: the value is the severity ('' without one), the tier stands
for the status. A store of a former version has none until somebody writes one; then they
are counted once."""
_NO_SUMS = "0 AS scored, 0 AS score_sum, 0 AS delta_n, 0 AS delta_sum, 0 AS arr_minor"
COUNTED = {
    UNRESOLVED: f"""
SELECT '{UNRESOLVED}' AS dimension, coalesce(severity, 'medium') AS value, 1 AS live,
       '' AS tier, '' AS currency, count(*) AS n, {_NO_SUMS}
FROM incident WHERE resolved_us IS NULL GROUP BY 2
""",
    INCIDENTS: f"""
SELECT '{INCIDENTS}' AS dimension, coalesce(severity, '') AS value, 1 AS live,
       status AS tier, '' AS currency, count(*) AS n, {_NO_SUMS}
FROM incident GROUP BY 2, 4
""",
}
"""What the counters of a dimension have to say, as a count."""
_THESE = """
SELECT coalesce(severity, ''), status, CASE WHEN resolved_us IS NULL THEN 1 ELSE 0 END,
       count(*)
FROM incident WHERE id IN (SELECT value FROM ints(:ids)) GROUP BY 1, 2, 3
"""
_KEPT = f"SELECT value, tier, n FROM facet_count WHERE dimension = '{INCIDENTS}'"
# What is kept; less what was opened later, and with what was resolved later: two ranges
# of an index, and as good as nobody in them at the moment of now.
_OPEN = f"""
SELECT severity, sum(n) FROM (
  SELECT value AS severity, n FROM facet_count WHERE dimension = '{UNRESOLVED}'
  UNION ALL
  SELECT coalesce(severity, 'medium'), -count(*) FROM incident
  WHERE resolved_us IS NULL AND opened_us > :now GROUP BY 1
  UNION ALL
  SELECT coalesce(severity, 'medium'), count(*) FROM incident
  WHERE resolved_us > :now AND opened_us <= :now GROUP BY 1) AS open
GROUP BY severity HAVING sum(n) <> 0 ORDER BY severity
"""
# As known on an earlier day: nothing is kept of that.
_KNOWN = """
SELECT severity, sum(n) FROM (
  SELECT coalesce(severity, 'medium') AS severity, count(*) AS n FROM incident
  WHERE resolved_us IS NULL AND opened_us <= :now AND known_us <= :known GROUP BY 1
  UNION ALL
  SELECT coalesce(severity, 'medium'), count(*) FROM incident
  WHERE resolved_us > :now AND opened_us <= :now AND known_us <= :known GROUP BY 1) AS open
GROUP BY severity ORDER BY severity
"""


@contextmanager
def following_unresolved(unit: Unit, ids: Sequence[int]) -> Iterator[None]:
    """Keep the counters right while these incidents are written."""
    kept = bool(by_severity_and_status(unit))
    moved = Counter({what: -n for what, n in _these(unit, ids).items()})
    yield
    moved.update(_these(unit, ids))
    grown: Counter[FacetKey] = Counter()
    for (severity, status, unresolved), n in moved.items():
        if unresolved:
            grown[UNRESOLVED, severity or "medium", 1, "", ""] += n
        if kept:
            grown[INCIDENTS, severity, 1, status, ""] += n
    add_facets(unit, {key: (n, 0, 0, 0, 0, 0) for key, n in grown.items()})
    if not kept:
        count_incidents(unit)


def _these(unit: Unit, ids: Sequence[int]) -> Counter[tuple[str, str, int]]:
    """(severity, status, whether unresolved) to how many."""
    found = unit.rows(_THESE, {"ids": as_list(ids)})
    return Counter(
        {(severity, status, is_open): int(n) for severity, status, is_open, n in found}
    )


def count_incidents(unit: Unit) -> None:
    """Count all incidents anew, by severity and status."""
    unit.run("DELETE FROM facet_count WHERE dimension = ?", (INCIDENTS,))
    unit.run(f"INSERT INTO facet_count ({', '.join((*KEYS, *SUMS))}) {COUNTED[INCIDENTS]}")


def by_severity_and_status(rows: Rows) -> dict[tuple[str | None, str], int]:
    """Incidents as they stand now; none where nothing is kept of them."""
    return {(severity or None, status): int(n) for severity, status, n in rows.rows(_KEPT)}


def open_by_severity(rows: Rows, now_us: int, known_us: int | None = None) -> dict[str, int]:
    """Open incidents at a moment by severity, of those known by `known_us`; a
    missing severity counts as medium."""
    if known_us is None:
        found = rows.rows(_OPEN, {"now": now_us})
    else:
        found = rows.rows(_KNOWN, {"now": now_us, "known": known_us})
    return {severity: int(n) for severity, n in found}
