"""The components of incidents: parts of a product, by the words of their sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit


def components_of(rows: Rows, incidents: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The components of each incident that has some, in order of their text."""
    found: dict[int, list[str]] = {}
    for number, component in rows.rows(
        "SELECT incident_id, component FROM incident_component"
        " WHERE incident_id IN (SELECT value FROM ints(:ids)) ORDER BY incident_id, component",
        {"ids": as_list(incidents)},
    ):
        found.setdefault(number, []).append(component)
    return {number: tuple(names) for number, names in found.items()}


def put_components(unit: Unit, components: Mapping[int, Sequence[str]]) -> None:
    """What incidents concern from now on, in place of what they did."""
    from storage.engine.unit import bulk_insert
    from storage.incidents.record_tables import IncidentComponent

    if not components:
        return
    unit.run(
        "DELETE FROM incident_component WHERE incident_id IN (SELECT value FROM ints(:ids))",
        {"ids": as_list(sorted(components))},
    )
    rows = [(n, name) for n, names in sorted(components.items()) for name in sorted(set(names))]
    if rows:
        unit.bulk(bulk_insert(IncidentComponent, ("incident_id", "component")), rows)
