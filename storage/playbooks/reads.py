"""Reading playbooks, and who follows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.playbooks.reading import steps_read
from core.playbooks.types import Counts, Follow, Outcome, Playbook, StepTask
from core.values.instants import from_micros
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.compile import Params
from storage.query.listing import Listing

_PLAYBOOK = "name, title, condition, owner, expected, steps, rev, saved_us, saved_by"
_OPEN = (
    "(SELECT count(*) FROM playbook_step ps JOIN task t ON t.id = ps.task_id"
    " WHERE ps.follow_id = f.id AND t.state = 'open')"
)
_ALL = "(SELECT count(*) FROM playbook_step ps WHERE ps.follow_id = f.id)"
_FOLLOW = (
    "f.id, f.playbook, c.key, c.name, f.start_day, f.made_by, f.end_day, f.outcome, f.said,"
    f" {_OPEN}, {_ALL}, f.rev"
)
_OF_FOLLOWS = "playbook_follow f JOIN client c ON c.id = f.client_id"
_RUNNING_FIRST = "(CASE WHEN f.ended_us IS NULL THEN 0 ELSE 1 END)"


def kept(rows: Rows) -> list[Playbook]:
    """Every playbook of the store, by name."""
    return [_playbook(row) for row in rows.rows(f"SELECT {_PLAYBOOK} FROM playbook ORDER BY 1")]


def by_name(rows: Rows, name: str) -> Playbook | None:
    row = rows.one(f"SELECT {_PLAYBOOK} FROM playbook WHERE name = ?", (name,))
    return None if row is None else _playbook(row)


def _playbook(row: Sequence[Any]) -> Playbook:
    name, title, condition, owner, expected, steps, rev, saved, by = row
    return Playbook(
        name, title, condition, steps_read(steps), owner, expected, rev, from_micros(saved), by
    )


def counts(rows: Rows) -> dict[str, Counts]:
    """Playbook to how many clients follow it, or did; each time counts."""
    found = rows.rows(
        "SELECT playbook, count(*), sum(CASE WHEN ended_us IS NULL THEN 1 ELSE 0 END)"
        " FROM playbook_follow GROUP BY playbook ORDER BY playbook"
    )
    return {name: Counts(int(n), int(now), int(n) - int(now)) for name, n, now in found}


def outcomes(rows: Rows, playbook: str) -> dict[Outcome, int]:
    """How many ended a playbook how."""
    found = rows.rows(
        "SELECT outcome, count(*) FROM playbook_follow"
        " WHERE playbook = ? AND ended_us IS NOT NULL GROUP BY outcome ORDER BY outcome",
        (playbook,),
    )
    return {outcome: int(n) for outcome, n in found}


def follow_by_id(rows: Rows, number: int) -> Follow | None:
    row = rows.one(f"SELECT {_FOLLOW} FROM {_OF_FOLLOWS} WHERE f.id = ?", (number,))
    return None if row is None else Follow(*row)


def follow_of_key(rows: Rows, open_key: str) -> Follow | None:
    """The way of a client through a playbook that it follows now."""
    row = rows.one(f"SELECT {_FOLLOW} FROM {_OF_FOLLOWS} WHERE f.open_key = ?", (open_key,))
    return None if row is None else Follow(*row)


def follows_of_playbook(rows: Rows, playbook: str, limit: int) -> list[Follow]:
    """Who follows a playbook, the newest first, then who did."""
    found = rows.rows(
        f"SELECT {_FOLLOW} FROM {_OF_FOLLOWS} WHERE f.playbook = ?"
        f" ORDER BY {_RUNNING_FIRST}, f.id DESC LIMIT ?",
        (playbook, limit),
    )
    return [Follow(*row) for row in found]


def follows_of_client(rows: Rows, client: int, until_us: int, limit: int) -> list[Follow]:
    """What a client followed up to an instant: what it follows first, the newest first."""
    found = rows.rows(
        f"SELECT {_FOLLOW} FROM {_OF_FOLLOWS} WHERE f.client_id = ? AND f.made_us <= ?"
        f" ORDER BY {_RUNNING_FIRST}, f.id DESC LIMIT ?",
        (client, until_us, limit),
    )
    return [Follow(*row) for row in found]


def follow_of_task(rows: Rows, task: int) -> Follow | None:
    """The way through a playbook that a task is a step of."""
    row = rows.one(
        f"SELECT {_FOLLOW} FROM playbook_step p JOIN playbook_follow f ON f.id = p.follow_id"
        " JOIN client c ON c.id = f.client_id WHERE p.task_id = ?",
        (task,),
    )
    return None if row is None else Follow(*row)


def steps_of(rows: Rows, follows: Iterable[int]) -> dict[int, tuple[StepTask, ...]]:
    """The steps of some follows in order."""
    found: dict[int, list[StepTask]] = {}
    for follow, place, task, text, kind, due, owner, state, outcome in rows.rows(
        "SELECT p.follow_id, p.step, t.id, t.text, p.kind, t.due_day, t.owner, t.state,"
        " t.outcome FROM playbook_step p JOIN task t ON t.id = p.task_id"
        " WHERE p.follow_id IN (SELECT value FROM ints(?)) ORDER BY p.follow_id, p.step",
        (as_list(follows),),
    ):
        step = StepTask(place, f"T-{task}", text, kind, due, owner, state, outcome)
        found.setdefault(follow, []).append(step)
    return {follow: tuple(steps) for follow, steps in found.items()}


def running_among(rows: Rows, clients: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Client to the names of the playbooks that it follows now, of some clients."""
    found: dict[int, list[str]] = {}
    for client, name in rows.rows(
        "SELECT client_id, playbook FROM playbook_follow WHERE ended_us IS NULL"
        " AND client_id IN (SELECT value FROM ints(?)) ORDER BY client_id, playbook",
        (as_list(clients),),
    ):
        found.setdefault(client, []).append(name)
    return {client: tuple(names) for client, names in found.items()}


def only(clients: Iterable[int]) -> tuple[str, Params]:
    """The condition that a client of a list is one of these."""
    return "c.id IN (SELECT value FROM ints(:only_these))", {"only_these": as_list(clients)}


def fitting(
    rows: Rows, listing: Listing, playbook: str, most: int
) -> list[tuple[int, str, int]]:
    """Of the clients of a list those that do not follow a playbook now, the largest ARR
    first: (client, public id, ARR in minor units)."""
    found = rows.rows(
        f"SELECT c.id, c.key, c.arr_minor FROM {listing.relation} WHERE ({listing.where})"
        " AND NOT EXISTS (SELECT 1 FROM playbook_follow pf WHERE pf.client_id = c.id"
        "  AND pf.playbook = :playbook AND pf.ended_us IS NULL)"
        " ORDER BY c.arr_minor DESC, c.key LIMIT :most",
        {**listing.params, "playbook": playbook, "most": most},
    )
    return [(int(number), key, int(arr)) for number, key, arr in found]
