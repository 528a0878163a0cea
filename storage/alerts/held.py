"""What alerts leave alone while a simulation is in force.

A client that a run has reached stands otherwise than it does: nothing begins, rings again
or ends for it, nor for an incident that hurts it, until it is as it is. Incidents of a run
itself are nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.alerts.types import Rule
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

HELD_CLIENT = "EXISTS (SELECT 1 FROM simulated_client sc WHERE sc.client_id = c.id)"
"""Whether client `c` is left alone."""
HELD_INCIDENT = (
    "(i.id < 0"
    " OR EXISTS (SELECT 1 FROM simulated_client sc WHERE sc.client_id = i.client_id)"
    " OR EXISTS (SELECT 1 FROM incident_client hl JOIN simulated_client sl"
    " ON sl.client_id = hl.client_id WHERE hl.incident_id = i.id))"
)
"""Whether incident `i` is left alone: a run wrote it, or has reached one of its clients."""
_OPEN = "SELECT a.open_key FROM alert a WHERE a.rule = ? AND a.open_key IS NOT NULL AND EXISTS"
_OF_CLIENT = f"{_OPEN} (SELECT 1 FROM simulated_client sc WHERE sc.client_id = a.number)"
_OF_INCIDENT = f"{_OPEN} (SELECT 1 FROM incident i WHERE i.id = a.number AND {HELD_INCIDENT})"


def held_subjects(rows: Rows, rule: Rule) -> frozenset[str]:
    """The subjects of the open alerts of a rule that are left alone."""
    if rule.subject not in ("client", "incident"):
        return frozenset()
    if rows.value("SELECT 1 FROM simulated_client LIMIT 1") is None:
        return frozenset()
    statement = _OF_CLIENT if rule.subject == "client" else _OF_INCIDENT
    return frozenset(key for (key,) in rows.rows(statement, (rule.name,)))


def mark_held(unit: Unit) -> None:
    """Let whoever is left alone be looked at once it is as it is: a look at the whole base
    has gone past it."""
    unit.run(
        "INSERT INTO alert_due (client_id, gen) SELECT s.client_id, 1 FROM simulated_client s"
        " WHERE NOT EXISTS (SELECT 1 FROM alert_due d WHERE d.client_id = s.client_id)"
    )
