"""Incidents of which people said something that imports leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit


class Own(NamedTuple):
    """Whether a person moved it, and whether one gave it a severity."""

    status: bool
    severity: bool


def own_words(rows: Rows, ids: Sequence[int]) -> dict[int, Own]:
    """Those of some incidents of which people said something."""
    found = rows.rows(
        "SELECT id, own_status, own_severity FROM incident WHERE id IN"
        " (SELECT value FROM ints(?)) AND (own_status = 1 OR own_severity = 1)",
        (as_list(ids),),
    )
    return {number: Own(status == 1, severity == 1) for number, status, severity in found}


def recount_linked(unit: Unit, ids: Sequence[int]) -> None:
    """Count the links of incidents whose first client is another one now: it may have
    been linked before, and counts once."""
    unit.run(
        "UPDATE incident SET linked = (SELECT count(*) FROM incident_client l"
        " WHERE l.incident_id = incident.id AND l.client_id <> incident.client_id)"
        " WHERE id IN (SELECT l.incident_id FROM incident_client l"
        "  WHERE l.incident_id IN (SELECT value FROM ints(?)))",
        (as_list(ids),),
    )
