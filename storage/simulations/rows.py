"""Rows that runs add and columns that they change: put in, taken out, put in again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.audit.rows import put_rows, rows_by_key
from storage.engine.bulk import table_columns
from storage.engine.params import as_list
from storage.engine.tables import model_of
from storage.engine.unit import bulk_insert, bulk_update
from storage.health.unresolved import following_unresolved
from storage.simulations.tables import SimulationRow

if TYPE_CHECKING:
    from storage.engine.unit import Unit

INCIDENT = "incident"
BELOW = (
    "incident_step", "incident_still", "incident_client", "incident_component",
    "incident_update", "incident_record",
)  # fmt: skip
"""Tables whose rows belong to an incident, by `incident_id`."""
_KEYS = ("run_id", "number")
Row = dict[str, Any]


class Kept(NamedTuple):
    """A row of `simulation_row`."""

    run: int
    number: int
    client: int
    table: str
    key: str
    added: bool
    body: Row
    lost: bool


def kept_rows(unit: Unit, ids: Sequence[int]) -> list[Kept]:
    """What runs have added and changed of clients, in the order in which it was done."""
    found = unit.rows(
        "SELECT run_id, number, client_id, table_name, row_key, added, body, lost"
        " FROM simulation_row WHERE client_id IN (SELECT value FROM ints(?))"
        " ORDER BY run_id, number",
        (as_list(ids),),
    )
    return [
        Kept(run, number, client, table, key, bool(added), json.loads(body), bool(lost))
        for run, number, client, table, key, added, body, lost in found
    ]


class Ledger:
    """Where a run keeps what it adds and changes."""

    def __init__(self, unit: Unit, run: int) -> None:
        self._unit, self._run = unit, run
        last = unit.value("SELECT max(number) FROM simulation_row WHERE run_id = ?", (run,))
        self._next = 0 if last is None else int(last) + 1
        self._rows: list[tuple[Any, ...]] = []

    def added(self, client: int, table: str, key: object) -> None:
        """A new row; its columns are kept when it is lifted out."""
        self._note(client, table, key, 1, {})

    def changed(
        self, client: int, table: str, key: object, before: Row, after: Mapping[str, Any]
    ) -> None:
        """Columns of a row: [before, after] each."""
        told = {name: [before[name], now] for name, now in after.items() if before[name] != now}
        if told:
            self._note(client, table, key, 0, told)

    def _note(self, client: int, table: str, key: object, added: int, body: Row) -> None:
        row = (self._run, self._next, client, table, str(key), added, json.dumps(body), 0)
        self._rows.append(row)
        self._next += 1

    def close(self) -> None:
        columns = table_columns(SimulationRow)
        self._unit.bulk(bulk_insert(SimulationRow, columns), self._rows)
        self._rows.clear()


def lift_rows(unit: Unit, ids: Sequence[int]) -> None:
    """Take out what runs have added of these clients, and set columns back, the last
    first: only where the column still has the run's value; else it is noted as lost."""
    kept = kept_rows(unit, ids)
    with following_unresolved(unit, _incidents(kept)):
        changes = [each for each in reversed(kept) if not each.added]
        stands = _standing(unit, changes)
        noted = []
        for each in changes:
            lost = _set_back(each, stands)
            if lost:
                noted.append((each.run, each.number, json.dumps(each.body), 1))
        put_rows(unit, _written(changes, stands))
        noted += _taken_out(unit, [each for each in kept if each.added])
    statement = bulk_update(SimulationRow, _KEYS, replace=("body", "lost"))
    unit.bulk(statement, noted)


def lay_rows(unit: Unit, ids: Sequence[int]) -> None:
    """Put in again what was lifted out. A column is given the run's value upon whatever
    facts have made of it since, and that is what it is set back to later."""
    kept = kept_rows(unit, ids)
    with following_unresolved(unit, _incidents(kept)):
        _put_in(unit, [each for each in kept if each.added])
        changes = [each for each in kept if not each.added]
        stands = _standing(unit, changes)
        noted = []
        for each in changes:
            row = stands.get((each.table, each.key))
            if row is None:
                noted.append((each.run, each.number, json.dumps(each.body), 1))
                continue
            body = {
                name: [told[0], told[1], 1] if len(told) > 2 else [row[name], told[1]]
                for name, told in each.body.items()
            }
            row |= {name: told[1] for name, told in body.items() if len(told) == 2}
            if body != each.body:
                noted.append((each.run, each.number, json.dumps(body), int(each.lost)))
        put_rows(unit, _written(changes, stands))
    statement = bulk_update(SimulationRow, _KEYS, replace=("body", "lost"))
    unit.bulk(statement, noted)


def _incidents(kept: Iterable[Kept]) -> list[int]:
    return sorted({int(each.key) for each in kept if each.table == INCIDENT})


def _standing(unit: Unit, changes: Iterable[Kept]) -> dict[tuple[str, str], Row]:
    """(table, key) to its columns as they are."""
    keys: dict[str, set[str]] = {}
    for each in changes:
        keys.setdefault(each.table, set()).add(each.key)
    return {
        (table, key): row
        for table, wanted in keys.items()
        for key, row in rows_by_key(unit, table, sorted(wanted)).items()
    }


def _set_back(each: Kept, stands: dict[tuple[str, str], Row]) -> bool:
    """Set columns back where they are the run's; whether one is not, which is noted in
    its body by a third word."""
    row = stands.get((each.table, each.key))
    if row is None:
        return not each.lost
    lost = False
    for name, told in each.body.items():
        if len(told) > 2:
            continue
        if row[name] == told[1]:
            row[name] = told[0]
        else:
            told.append(1)
            lost = True
    return lost


def _written(
    changes: Iterable[Kept], stands: Mapping[tuple[str, str], Row]
) -> list[tuple[str, str, Row | None, Row | None]]:
    """The columns of rows that changes are about, as they are to be written."""
    names: dict[tuple[str, str], set[str]] = {}
    for each in changes:
        names.setdefault((each.table, each.key), set()).update(each.body)
    found: list[tuple[str, str, Row | None, Row | None]] = []
    for (table, key), columns in sorted(names.items()):
        row = stands.get((table, key))
        if row is not None:
            then = {name: row[name] for name in sorted(columns)}
            found.append((table, key, then, then))
    return found


def _taken_out(unit: Unit, added: Sequence[Kept]) -> list[tuple[Any, ...]]:
    """Take rows out with all that belongs to them: what is noted of each."""
    whole: dict[str, dict[str, list[list[Any]]]] = {each.key: {} for each in added}
    ids = as_list([int(each.key) for each in added if each.table == INCIDENT])
    for table in (*BELOW, INCIDENT):
        column = "id" if table == INCIDENT else "incident_id"
        columns = table_columns(model_of(table))
        at = columns.index(column)
        where = f"{column} IN (SELECT value FROM ints(?))"
        for row in unit.rows(
            f"SELECT {', '.join(columns)} FROM {table} WHERE {where}"
            f" ORDER BY {', '.join(columns)}",
            (ids,),
        ):
            whole[str(row[at])].setdefault(table, []).append(list(row))
        unit.run(f"DELETE FROM {table} WHERE {where}", (ids,))
    return [
        (each.run, each.number, json.dumps(whole[each.key]), int(each.lost)) for each in added
    ]


def _put_in(unit: Unit, added: Sequence[Kept]) -> None:
    for table in (INCIDENT, *BELOW):
        model = model_of(table)
        rows = [tuple(row) for each in added for row in each.body.get(table, ())]
        unit.bulk(bulk_insert(model, table_columns(model)), rows)


def forget(unit: Unit, run: int, ids: Sequence[int]) -> int:
    """Let go of what a run has kept of these clients, which is taken out; how many of
    their rows have columns that somebody else had written. What other runs have changed
    of its rows goes with them: their numbers are given again."""
    wanted = {"run": run, "ids": as_list(ids)}
    where = "run_id = :run AND client_id IN (SELECT value FROM ints(:ids))"
    lost = unit.value(f"SELECT count(*) FROM simulation_row WHERE {where} AND lost = 1", wanted)
    unit.run(
        "DELETE FROM simulation_row WHERE added = 0"
        " AND client_id IN (SELECT value FROM ints(:ids))"
        " AND EXISTS (SELECT 1 FROM simulation_row AS mine WHERE mine.run_id = :run"
        " AND mine.added = 1 AND mine.client_id = simulation_row.client_id"
        " AND mine.table_name = simulation_row.table_name"
        " AND mine.row_key = simulation_row.row_key)",
        wanted,
    )
    for table in ("simulation_row", "simulation_use"):
        unit.run(f"DELETE FROM {table} WHERE {where}", wanted)
    return int(lost)
