"""How many incidents are unresolved, by severity: a facet counter that changes in the
transaction that writes them, so that a reader never counts them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.facets import add_facets

if TYPE_CHECKING:
    from storage.engine.unit import Unit

UNRESOLVED = "unresolved"
"""The dimension of its facet counter; the value is the severity."""
COUNTED = f"""
SELECT '{UNRESOLVED}' AS dimension, coalesce(severity, 'medium') AS value, 1 AS live,
       '' AS tier, '' AS currency, count(*) AS n, 0 AS scored, 0 AS score_sum, 0 AS delta_n,
       0 AS delta_sum, 0 AS arr_minor
FROM incident WHERE resolved_us IS NULL GROUP BY 2
"""
"""What the counter has to say, as a count."""
_THESE = """
SELECT coalesce(severity, 'medium'), count(*) FROM incident
WHERE resolved_us IS NULL AND id IN (SELECT value FROM ints(:ids)) GROUP BY 1
"""
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
    """Keep the counter right while these incidents are written."""
    before = _unresolved(unit, ids)
    yield
    after = _unresolved(unit, ids)
    moved = {severity: after[severity] - before[severity] for severity in after | before}
    add_facets(
        unit, {(UNRESOLVED, what, 1, "", ""): (n, 0, 0, 0, 0, 0) for what, n in moved.items()}
    )


def _unresolved(unit: Unit, ids: Sequence[int]) -> Counter[str]:
    found = unit.rows(_THESE, {"ids": as_list(ids)})
    return Counter({severity: int(n) for severity, n in found})


def open_by_severity(rows: Rows, now_us: int, known_us: int | None = None) -> dict[str, int]:
    """Open incidents at a moment by severity, of those known by `known_us`; a
    missing severity counts as medium."""
    if known_us is None:
        found = rows.rows(_OPEN, {"now": now_us})
    else:
        found = rows.rows(_KNOWN, {"now": now_us, "known": known_us})
    return {severity: int(n) for severity, n in found}
