"""What each screen tells of runs in force, read with every change of the store."""

from __future__ import annotations

from typing import NamedTuple

from core.simulations.runs import IN_FORCE
from storage.engine.reader import Rows

_FORCE = ", ".join(f"'{state}'" for state in IN_FORCE)


class Standing(NamedTuple):
    """A run in force: its number, its scenario, its state, how many clients it has
    reached of how many, and the change set that takes it back."""

    number: int
    scenario: str
    state: str
    done: int
    clients: int
    change: int | None


def standing(rows: Rows) -> list[Standing]:
    """Runs that are not taken back, the oldest first: one statement over an index."""
    found = rows.rows(
        "SELECT id, scenario, state, done, clients, change_id FROM simulation_run"
        f" WHERE state IN ({_FORCE}) ORDER BY id"
    )
    return [Standing(*row) for row in found]


def name_of_one(rows: Rows, number: int) -> str | None:
    """The name of the client of a run that is about one."""
    found = rows.value(
        "SELECT c.name FROM simulation_client s JOIN client c ON c.id = s.client_id"
        " WHERE s.run_id = ? ORDER BY s.client_id LIMIT 1",
        (number,),
    )
    return None if found is None else str(found)
