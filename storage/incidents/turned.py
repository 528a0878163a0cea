"""Whose incidents look different at two moments."""

from __future__ import annotations

from storage.engine.reader import Rows

_TURNED = """
SELECT client_id FROM incident
WHERE resolved_us IS NULL AND opened_us > :early AND opened_us <= :late
UNION
SELECT client_id FROM incident
WHERE resolved_us > :early AND opened_us <= :late
  AND (resolved_us <= :late OR opened_us > :early)
"""


def clients_turned(rows: Rows, early_us: int, late_us: int) -> list[int]:
    """Clients of whom an incident began or ended after one moment and up to the other."""
    params = {"early": early_us, "late": late_us}
    return sorted(client for (client,) in rows.rows(_TURNED, params))
