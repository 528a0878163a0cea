"""Days of use, told apart: what facts say, and what runs in force have added."""

from __future__ import annotations

from storage.engine.reader import Rows

# A row that a run made, and that holds nothing but what runs have added, is no fact.
_NEWEST = """
SELECT u.day FROM usage_day u WHERE u.day <= :until AND NOT EXISTS (
  SELECT 1 FROM simulation_use x WHERE x.client_id = u.client_id AND x.day = u.day
  GROUP BY x.client_id HAVING max(x.made) = 1
    AND sum(x.calls) = u.calls AND sum(x.logins) = u.logins)
ORDER BY u.day DESC LIMIT 1
"""
_EVER = 2**40


def newest_used_day(rows: Rows, until: int = _EVER) -> int | None:
    """The newest day up to another one of which a fact tells any use."""
    found = rows.value(_NEWEST, {"until": until})
    return None if found is None else int(found)


def first_simulated_day(rows: Rows) -> int | None:
    """The first day whose use a run in force has changed: its row is needed as it stands
    to take the run back. None where none has."""
    found = rows.value("SELECT min(day) FROM simulation_use")
    return None if found is None else int(found)
