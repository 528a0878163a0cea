"""Reading interactions and tasks: the lists, and one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.desk.types import Interaction, Task
from core.query.fields import FieldSet
from core.values.instants import from_micros
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql
from storage.query.listing import Listing
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys

_CLIENT = ColumnSql("c.key", folded="c.name_key", name="c.name", nullable=False)
_INTERACTION = "i.id, c.key, c.name, i.kind, i.at_us, i.who, i.text, i.rev"
_OF_INTERACTIONS = "interaction i JOIN client c ON c.id = i.client_id"
_TASK = (
    "t.id, c.key, c.name, t.text, t.due_day, t.owner, t.state, t.outcome, t.made_us,"
    " t.made_by, t.done_us, t.rev"
)
_OF_TASKS = "task t JOIN client c ON c.id = t.client_id"
_OPEN_FIRST = "(CASE t.state WHEN 'open' THEN 0 ELSE 1 END)"
_NO_DAY = 2**40
_DUE = f"coalesce(t.due_day, {_NO_DAY})"


def interaction_columns() -> dict[str, ColumnSql]:
    """Where each field of the list lies."""
    return {
        "id": ColumnSql("('I-' || i.id)", nullable=False),
        "kind": ColumnSql("i.kind", nullable=False),
        "client": _CLIENT,
        "at": ColumnSql("i.at_us", nullable=False),
        "who": ColumnSql("i.who", nullable=False),
        "text": ColumnSql("i.text", nullable=False),
    }


def task_columns() -> dict[str, ColumnSql]:
    """Where each field of the list lies."""
    return {
        "id": ColumnSql("('T-' || t.id)", nullable=False),
        "state": ColumnSql("t.state", nullable=False),
        "client": _CLIENT,
        "text": ColumnSql("t.text", nullable=False),
        "due": ColumnSql("t.due_day"),
        "owner": ColumnSql("t.owner"),
        "outcome": ColumnSql("t.outcome"),
        "made": ColumnSql("t.made_us", nullable=False),
        "done": ColumnSql("t.done_us"),
    }


def interaction_listing(
    fields: FieldSet, sort: Sequence[tuple[str, bool]], where: str, params: Mapping[str, Any]
) -> Listing:
    """The list of a query; by default the newest first."""
    if sort:
        keys = sort_keys(sort, fields, interaction_columns(), OrderKey("i.id"))
    else:
        keys = (OrderKey("i.at_us", descending=True), OrderKey("i.id", descending=True))
    return Listing(
        _INTERACTION, _OF_INTERACTIONS, where, keys, "i.id", params, table="interaction"
    )


def task_listing(
    fields: FieldSet, sort: Sequence[tuple[str, bool]], where: str, params: Mapping[str, Any]
) -> Listing:
    """The list of a query; by default open ones first, by their day, those without
    one last."""
    if sort:
        keys = sort_keys(sort, fields, task_columns(), OrderKey("t.id"))
    else:
        keys = (OrderKey(_OPEN_FIRST), OrderKey(_DUE), OrderKey("t.id"))
    return Listing(_TASK, _OF_TASKS, where, keys, "t.id", params, table="task")


def that_is_open(where: str) -> str:
    """A condition on tasks, narrowed to those that are still to be done."""
    return f"({where}) AND t.state = 'open'"


def interaction_of(row: Sequence[Any]) -> Interaction:
    """A row of the list as its read model."""
    number, client, name, kind, at, who, text, rev = row[:8]
    return Interaction(number, client, name, kind, from_micros(at), who, text, rev)


def task_of(row: Sequence[Any]) -> Task:
    """A row of the list as its read model."""
    number, client, name, text, due, owner, state, outcome, made, by, done, rev = row[:12]
    return Task(
        number, client, name, text, due, owner, state, outcome, from_micros(made), by,
        None if done is None else from_micros(done), rev,
    )  # fmt: skip


def interaction_by_id(rows: Rows, number: int) -> Interaction | None:
    row = rows.one(f"SELECT {_INTERACTION} FROM {_OF_INTERACTIONS} WHERE i.id = ?", (number,))
    return None if row is None else interaction_of(row)


def task_by_id(rows: Rows, number: int) -> Task | None:
    row = rows.one(f"SELECT {_TASK} FROM {_OF_TASKS} WHERE t.id = ?", (number,))
    return None if row is None else task_of(row)


def tasks_by_id(rows: Rows, numbers: Collection[int]) -> list[Task]:
    """Those of some tasks that there are, in the order of their numbers."""
    found = rows.rows(
        f"SELECT {_TASK} FROM {_OF_TASKS} WHERE t.id IN (SELECT value FROM ints(?))"
        " ORDER BY t.id",
        (as_list(numbers),),
    )
    return [task_of(row) for row in found]


def interactions_of_client(
    rows: Rows, client: int, until_us: int, limit: int
) -> list[Interaction]:
    """The interactions of one client up to an instant, the newest first."""
    found = rows.rows(
        f"SELECT {_INTERACTION} FROM {_OF_INTERACTIONS}"
        " WHERE i.client_id = ? AND i.at_us <= ? ORDER BY i.at_us DESC, i.id DESC LIMIT ?",
        (client, until_us, limit),
    )
    return [interaction_of(row) for row in found]


def tasks_of_client(rows: Rows, client: int, until_us: int, limit: int) -> list[Task]:
    """The tasks of one client that were written down up to an instant: open ones by
    their day, then those that ended, the newest first."""
    found = rows.rows(
        f"SELECT {_TASK} FROM {_OF_TASKS} WHERE t.client_id = ? AND t.made_us <= ?"
        f" ORDER BY {_OPEN_FIRST},"
        f" CASE t.state WHEN 'open' THEN {_DUE} ELSE -t.done_us END, t.id LIMIT ?",
        (client, until_us, limit),
    )
    return [task_of(row) for row in found]


def counts_of_client(rows: Rows, client: int, until_us: int) -> tuple[int, int]:
    """(interactions, open tasks) of one client up to an instant."""
    row = rows.one(
        "SELECT (SELECT count(*) FROM interaction"
        "  WHERE client_id = :client AND at_us <= :until),"
        " (SELECT count(*) FROM task"
        "  WHERE client_id = :client AND state = 'open' AND made_us <= :until)",
        {"client": client, "until": until_us},
    )
    assert row is not None
    return int(row[0]), int(row[1])


def said_already(
    rows: Rows, clients: Collection[int], kind: str, at_us: int, who: str, text: str
) -> dict[int, int]:
    """Client to the number of the interaction that says just this, of some clients."""
    found = rows.rows(
        "SELECT client_id, min(id) FROM interaction"
        " WHERE client_id IN (SELECT value FROM ints(:clients)) AND at_us = :at"
        " AND kind = :kind AND who = :who AND text = :text GROUP BY client_id",
        {"clients": as_list(clients), "at": at_us, "kind": kind, "who": who, "text": text},
    )
    return {int(client): int(number) for client, number in found}


def to_do_already(
    rows: Rows, clients: Collection[int], text: str, due: int | None, owner: str
) -> dict[int, int]:
    """Client to the number of the open task that says just this, of some clients."""
    found = rows.rows(
        "SELECT client_id, min(id) FROM task"
        " WHERE client_id IN (SELECT value FROM ints(:clients)) AND state = 'open'"
        " AND text = :text AND owner = :owner AND due_day IS NOT DISTINCT FROM :due"
        " GROUP BY client_id",
        {"clients": as_list(clients), "text": text, "owner": owner, "due": due},
    )
    return {int(client): int(number) for client, number in found}
