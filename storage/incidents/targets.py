"""The targets of incidents, as the store keeps them: a setting."""

from __future__ import annotations

from core.incidents.targets import SlaTargets, targets_from
from storage.engine.reader import Rows

TARGETS = "sla.targets"


def stored_targets(rows: Rows) -> SlaTargets:
    """What is in force; without a word, what comes with the program."""
    return targets_from(rows.value("SELECT value FROM setting WHERE name = ?", (TARGETS,)))
