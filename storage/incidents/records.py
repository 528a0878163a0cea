"""What sources tell of incidents beside their state: updates, and statements of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

PLANNED = "planned"
"""`incident.excluded_by` of planned maintenance: no health score counts it."""


_MARK = """
UPDATE incident SET excluded_by = :planned
WHERE id IN (SELECT value FROM ints(:ids)) AND excluded_by IS NULL
"""
_UNMARK = """
UPDATE incident SET excluded_by = NULL
WHERE id IN (SELECT value FROM ints(:ids)) AND excluded_by = :planned
"""


class UpdateRow(NamedTuple):
    """What was said at a moment (microseconds); `n` orders what was said at once."""

    at_us: int
    n: int
    status: str | None
    said: str
    words: str


class Stated(NamedTuple):
    """What a source states of an incident as a whole (see `incident_record`)."""

    down_from_us: int | None
    down_until_us: int | None
    sla_said: int | None
    end_unsaid: int


NOTHING_STATED = Stated(None, None, None, 0)


def updates_of(rows: Rows, incidents: Sequence[int]) -> dict[int, list[UpdateRow]]:
    """What was said of each incident, in the order in which it was."""
    found: dict[int, list[UpdateRow]] = {}
    for number, *row in rows.rows(
        "SELECT incident_id, at_us, n, status, said, words FROM incident_update"
        " WHERE incident_id IN (SELECT value FROM ints(:ids)) ORDER BY incident_id, at_us, n",
        {"ids": as_list(incidents)},
    ):
        found.setdefault(number, []).append(UpdateRow(*row))
    return found


def put_updates(unit: Unit, updates: Mapping[int, Sequence[UpdateRow]]) -> None:
    """What is said of incidents from now on, in place of what was."""
    from storage.engine.unit import bulk_insert
    from storage.incidents.record_tables import IncidentUpdate

    _clear(unit, "incident_update", updates)
    columns = ("incident_id", *UpdateRow._fields)
    rows = [(number, *row) for number, said in sorted(updates.items()) for row in said]
    if rows:
        unit.bulk(bulk_insert(IncidentUpdate, columns), rows)


def put_stated(unit: Unit, stated: Mapping[int, Stated]) -> None:
    """The same for what is stated of the whole; a row only where something is."""
    from storage.engine.unit import bulk_insert
    from storage.incidents.record_tables import IncidentRecord

    _clear(unit, "incident_record", stated)
    told: list[tuple[Any, ...]] = [
        (number, *row) for number, row in sorted(stated.items()) if row != NOTHING_STATED
    ]
    if told:
        unit.bulk(bulk_insert(IncidentRecord, ("incident_id", *Stated._fields)), told)


def put_planned(unit: Unit, planned: Mapping[int, bool]) -> None:
    """Mark maintenance, so that no score counts it, and unmark what is none any more."""
    for statement, on in ((_MARK, True), (_UNMARK, False)):
        ids = sorted(number for number, is_planned in planned.items() if is_planned == on)
        unit.run(statement, {"ids": as_list(ids), "planned": PLANNED})


def _clear(unit: Unit, table: str, incidents: Mapping[int, Any]) -> None:
    unit.run(
        f"DELETE FROM {table} WHERE incident_id IN (SELECT value FROM ints(:ids))",
        {"ids": as_list(sorted(incidents))},
    )
