"""Interactions, tasks and changes of many clients as JSON rows and columns."""

from __future__ import annotations

from bellbuoy.commands.client_rows import day_json
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.to_json import to_json
from core.desk.types import Interaction, Preview, Task

INTERACTIONS = (
    Column("id", "id", fixed=True, also=("key",)),
    Column("kind", "kind", fixed=True),
    Column("client_name", "client"),
    moment("at", "when"),
    Column("who", "by"),
    Column("text", "text"),
    Column("client", "client id", extra=True),
    number("rev", "revision", extra=True),
)
TASKS = (
    Column("id", "id", fixed=True, also=("key",)),
    Column("state", "state", fixed=True),
    Column("due", "due", fixed=True),
    Column("client_name", "client"),
    Column("text", "to do"),
    Column("owner", "owner"),
    Column("outcome", "outcome", extra=True),
    Column("client", "client id", extra=True),
    moment("made", "made", extra=True),
    Column("made_by", "made by", extra=True),
    moment("done", "ended", extra=True),
    number("rev", "revision", extra=True),
)
ACTED = (
    Column("id", "id", fixed=True),
    Column("name", "client"),
    Column("now", "now"),
    Column("then", "then"),
)


def interaction_row(found: Interaction) -> dict[str, Json]:
    """`client` is the public id; `text` is exact."""
    return {
        "id": found.key,
        "kind": found.kind,
        "client": found.client,
        "client_name": found.client_name,
        "at": to_json(found.at),
        "who": found.who,
        "text": found.text,
        "rev": found.rev,
    }


def task_row(found: Task) -> dict[str, Json]:
    """`client` is the public id; `due` a local day; `done` when it ended."""
    return {
        "id": found.key,
        "state": found.state,
        "client": found.client,
        "client_name": found.client_name,
        "text": found.text,
        "due": day_json(found.due),
        "owner": found.owner,
        "outcome": found.outcome,
        "made": to_json(found.made),
        "made_by": found.made_by,
        "done": to_json(found.done),
        "rev": found.rev,
    }


def acted_rows(found: Preview) -> list[dict[str, Json]]:
    """Some of the clients that change, as they are and as they will be."""
    return [
        {"id": each.key, "name": each.name, "now": each.now, "then": each.then}
        for each in found.first
    ]


def preview_json(found: Preview, *, dry: bool) -> dict[str, Json]:
    """How many are meant and how many change, what they pay, and the change itself."""
    return {
        "what": found.what,
        "found": found.found,
        "changing": found.changing,
        "staying": found.staying,
        "arr": to_json(found.arr),
        "tasks": found.tasks,
        "change": found.change,
        "dry_run": dry,
    }
