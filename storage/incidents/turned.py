"""Whose incidents look different at two moments."""

from __future__ import annotations

from storage.engine.reader import Rows

_BEGAN = "i.resolved_us IS NULL AND i.opened_us > :early AND i.opened_us <= :late"
_ENDED = (
    "i.resolved_us > :early AND i.opened_us <= :late"
    " AND (i.resolved_us <= :late OR i.opened_us > :early)"
)
_LINKED = "SELECT l.client_id FROM incident_client l JOIN incident i ON i.id = l.incident_id"
_TURNED = f"""
SELECT i.client_id FROM incident i WHERE {_BEGAN}
UNION SELECT i.client_id FROM incident i WHERE {_ENDED}
UNION {_LINKED} WHERE {_BEGAN}
UNION {_LINKED} WHERE {_ENDED}
"""


def clients_turned(rows: Rows, early_us: int, late_us: int) -> list[int]:
    """Clients of whom an incident began or ended after one moment and up to the other."""
    params = {"early": early_us, "late": late_us}
    return sorted(client for (client,) in rows.rows(_TURNED, params))
