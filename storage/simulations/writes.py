"""Writing runs, and how far each client of them is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storage.engine.bulk import table_columns
from storage.engine.params import as_list
from storage.engine.unit import bulk_insert, bulk_update
from storage.simulations.tables import SimulationClient, SimulationRun

if TYPE_CHECKING:
    from storage.engine.unit import Unit

WAITING, REACHED, OVER, BACK = "waiting", "reached", "over", "back"
_KEYS = ("run_id", "client_id")
_IDS = "client_id IN (SELECT value FROM ints(:ids))"


def insert_run(unit: Unit, values: Mapping[str, Any]) -> None:
    """A new run; what is not said of it is nothing yet."""
    row = {"sums": "{}", "conflicts": 0, "done": 0, **values}
    columns = tuple(name for name in table_columns(SimulationRun) if name in row)
    unit.bulk(bulk_insert(SimulationRun, columns), [tuple(row[name] for name in columns)])


def update_run(unit: Unit, number: int, **values: Any) -> None:
    """Some columns of a run."""
    names = ", ".join(f"{name} = :{name}" for name in values)
    unit.run(f"UPDATE simulation_run SET {names} WHERE id = :id", {**values, "id": number})


def insert_clients(unit: Unit, run: int, due: Sequence[tuple[int, int]]) -> None:
    """The clients that a run is to reach: (client, seconds after its beginning)."""
    columns = ("run_id", "client_id", "due_s", "state", "before", "back")
    statement = bulk_insert(
        SimulationClient, columns, shared=("run_id", "state", "before", "back")
    )
    unit.bulk(statement, due, (run, WAITING, "", ""))


def due_by(unit: Unit, run: int, position_s: int, most: int) -> list[int]:
    """The next clients that a run has to reach by then."""
    found = unit.rows(
        "SELECT client_id FROM simulation_client WHERE run_id = ? AND state = ?"
        " AND due_s <= ? ORDER BY due_s, client_id LIMIT ?",
        (run, WAITING, position_s, most),
    )
    return [client for (client,) in found]


def ending_by(unit: Unit, run: int, position_s: int, most: int) -> list[int]:
    """The next reached clients that were due by then, and have come to their end."""
    found = unit.rows(
        "SELECT client_id FROM simulation_client WHERE run_id = ? AND state = ?"
        " AND due_s <= ? ORDER BY due_s, client_id LIMIT ?",
        (run, REACHED, position_s, most),
    )
    return [client for (client,) in found]


def next_due(unit: Unit, run: int, state: str) -> int | None:
    """When the next client in that state is, or was, due; None: there is none."""
    found: int | None = unit.value(
        "SELECT min(due_s) FROM simulation_client WHERE run_id = ? AND state = ?", (run, state)
    )
    return found


def put_reached(
    unit: Unit, run: int, rows: Sequence[tuple[int, int | None, int | None, str]]
) -> None:
    """Clients that a run has reached: (client, score before, predicted, checksum)."""
    statement = bulk_update(
        SimulationClient,
        _KEYS,
        replace=("state", "score_before", "score_predicted", "before"),
    )
    unit.bulk(statement, [(run, client, REACHED, *told) for client, *told in rows])
    unit.run("UPDATE simulation_run SET done = done + ? WHERE id = ?", (len(rows), run))


def put_over(unit: Unit, run: int, ids: Sequence[int]) -> None:
    """What was to end of these clients has ended."""
    unit.run(
        f"UPDATE simulation_client SET state = '{OVER}' WHERE run_id = :run AND {_IDS}",
        {"run": run, "ids": as_list(ids)},
    )


def put_measured(unit: Unit, run: int, ids: Sequence[int]) -> None:
    """Keep the scores that clients have with a run."""
    unit.run(
        "UPDATE simulation_client SET score_measured ="
        " (SELECT c.score FROM client c WHERE c.id = simulation_client.client_id)"
        f" WHERE run_id = :run AND {_IDS}",
        {"run": run, "ids": as_list(ids)},
    )


def put_back(unit: Unit, run: int, sums: Mapping[int, str]) -> None:
    """Clients that a run no longer reaches, with the checksums of what they are now."""
    statement = bulk_update(SimulationClient, _KEYS, replace=("state", "back"))
    unit.bulk(statement, [(run, client, BACK, told) for client, told in sums.items()])


def sums_back(unit: Unit, run: int, ids: Sequence[int]) -> dict[str, str]:
    """Public id to the checksum of a client that was taken back."""
    return dict(
        unit.rows(
            "SELECT c.key, s.back FROM simulation_client s JOIN client c ON c.id = s.client_id"
            f" WHERE s.run_id = :run AND s.{_IDS}",
            {"run": run, "ids": as_list(ids)},
        )
    )


def touched_by(unit: Unit, run: int, most: int, after: int = 0) -> list[int]:
    """The next clients behind one that a run has reached and that are not taken back."""
    found = unit.rows(
        f"SELECT client_id FROM simulation_client WHERE run_id = ? AND client_id > ?"
        f" AND state IN ('{REACHED}', '{OVER}') ORDER BY client_id LIMIT ?",
        (run, after, most),
    )
    return [client for (client,) in found]


def others_of(unit: Unit, run: int, ids: Sequence[int]) -> set[int]:
    """Of some clients those whom another run has reached and not let go."""
    found = unit.rows(
        f"SELECT DISTINCT client_id FROM simulation_client WHERE run_id <> :run"
        f" AND state IN ('{REACHED}', '{OVER}') AND {_IDS}",
        {"run": run, "ids": as_list(ids)},
    )
    return {client for (client,) in found}


def newer_upon(unit: Unit, run: int) -> int | None:
    """A later run in force that has written a column which this one had written; None:
    there is none. It has to go first."""
    mine = unit.rows(
        "SELECT table_name, row_key, body FROM simulation_row WHERE run_id = ? AND added = 0",
        (run,),
    )
    if not mine:
        return None
    names = {(table, key, name) for table, key, body in mine for name in json.loads(body)}
    for other, table, key, body in unit.rows(
        "SELECT run_id, table_name, row_key, body FROM simulation_row"
        " WHERE run_id > ? AND added = 0 ORDER BY run_id DESC",
        (run,),
    ):
        if any((table, key, name) in names for name in json.loads(body)):
            return int(other)
    return None
