"""Writing playbooks, and who follows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.playbooks.reading import steps_text
from core.playbooks.types import Playbook as Read
from core.values.instants import to_micros
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert, bulk_update
from storage.playbooks.tables import Playbook, PlaybookFollow, PlaybookStep

_COLUMNS = (
    "name", "title", "condition", "owner", "expected", "steps", "rev", "saved_us", "saved_by",
)  # fmt: skip
_PUT = bulk_insert(Playbook, _COLUMNS, conflict="update", keys=("name",), replace=_COLUMNS[1:])
_FOLLOW = (
    "id", "playbook", "client_id", "open_key", "start_day", "made_us", "made_by", "rev",
)  # fmt: skip
_END = ("open_key", "end_day", "ended_us", "ended_by", "outcome", "said")


def put_playbook(unit: Unit, found: Read) -> None:
    """Keep a playbook under its name; it takes the place of one that stands so."""
    assert found.saved_at is not None
    row = (
        found.name, found.title, found.when, found.owner, found.expected,
        steps_text(found.steps), found.rev, to_micros(found.saved_at), found.saved_by,
    )  # fmt: skip
    unit.bulk(_PUT, [row])


def delete_playbook(unit: Unit, name: str) -> None:
    unit.run("DELETE FROM playbook WHERE name = ?", (name,))


def open_key(client: int, playbook: str) -> str:
    """What a client has once while it follows a playbook."""
    return f"{client}:{playbook}"


def begin(
    unit: Unit, playbook: str, follows: Iterable[tuple[int, int]], start: int, us: int, by: str
) -> None:
    """Clients begin to follow a playbook: (number of the follow, client)."""
    shared = ("playbook", "start_day", "made_us", "made_by", "rev")
    statement = bulk_insert(PlaybookFollow, _FOLLOW, shared=shared)
    rows = [(number, client, open_key(client, playbook)) for number, client in follows]
    unit.bulk(statement, rows, (playbook, start, us, by, 1))


def put_steps(unit: Unit, steps: Sequence[tuple[int, int, int, str]]) -> None:
    """Tasks become steps: (task, follow, step, kind)."""
    statement = bulk_insert(PlaybookStep, ("task_id", "follow_id", "step", "kind"))
    unit.bulk(statement, steps)


def end(unit: Unit, follow: int, day: int, us: int, by: str, outcome: str, said: str) -> None:
    """A client follows a playbook no longer."""
    statement = bulk_update(PlaybookFollow, ("id",), replace=_END, add=("rev",))
    unit.bulk(statement, [(follow, None, day, us, by, outcome, said or None, 1)])


def drop_tasks(unit: Unit, tasks: Iterable[int], us: int, outcome: str) -> None:
    """Open tasks are dropped, with the reason; their revisions count on."""
    unit.run(
        "UPDATE task SET state = 'dropped', outcome = :outcome, done_us = :us, rev = rev + 1"
        " WHERE id IN (SELECT value FROM ints(:tasks)) AND state = 'open'",
        {"tasks": as_list(tasks), "us": us, "outcome": outcome},
    )
