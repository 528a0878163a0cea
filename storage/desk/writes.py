"""Writing interactions and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.desk.tables import DeskNumber, Interaction, Task
from storage.engine.unit import Unit, bulk_insert, bulk_update

_INTERACTION = ("id", "client_id", "kind", "at_us", "who", "text", "rev")
_TASK = ("id", "client_id", "text", "due_day", "owner", "state", "made_us", "made_by", "rev")


def next_numbers(unit: Unit, noun: str, many: int = 1) -> range:
    """Numbers for new rows. None was ever given out before, also where its row is gone:
    what is done again later then meets no other row."""
    first = int(
        unit.value("SELECT coalesce(max(last), 0) + 1 FROM desk_number WHERE noun = ?", (noun,))
    )
    put = bulk_insert(
        DeskNumber, ("noun", "last"), conflict="update", keys=("noun",), replace=("last",)
    )
    unit.bulk(put, [(noun, first + many - 1)])
    return range(first, first + many)


def insert_interactions(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows of (id, client, kind, instant, who, text); each is at its first revision."""
    unit.bulk(bulk_insert(Interaction, _INTERACTION, shared=("rev",)), rows, (1,))


def update_interaction(unit: Unit, number: int, values: dict[str, Any]) -> None:
    """Other values for some columns; the revision counts on."""
    statement = bulk_update(Interaction, ("id",), replace=tuple(values), add=("rev",))
    unit.bulk(statement, [(number, *values.values(), 1)])


def insert_tasks(unit: Unit, rows: Sequence[tuple[Any, ...]], made_us: int, by: str) -> None:
    """Rows of (id, client, text, day or None, owner or None); all are open."""
    shared = ("state", "made_us", "made_by", "rev")
    unit.bulk(bulk_insert(Task, _TASK, shared=shared), rows, ("open", made_us, by, 1))


def update_task(unit: Unit, number: int, values: dict[str, Any]) -> None:
    """Other values for some columns; the revision counts on."""
    statement = bulk_update(Task, ("id",), replace=tuple(values), add=("rev",))
    unit.bulk(statement, [(number, *values.values(), 1)])
