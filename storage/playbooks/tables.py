"""Playbooks, the clients that follow one, and the tasks that are its steps."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from storage.engine.schema import Table, big, note, rowid, table_args


class Playbook(Table, table=True):
    """What is done for clients of a kind. `condition` is a query of clients, `owner`
    missing where each client's own does the steps, `steps` their JSON list."""

    __table_args__ = table_args(clustered=True)

    name: str = note(primary_key=True)
    title: str = note()
    condition: str = note()
    owner: str | None = note(default=None)
    expected: str = note()
    steps: str = note()
    rev: int = big()
    saved_us: int = big()
    saved_by: str = note()


class PlaybookFollow(Table, table=True):
    """A client that follows a playbook, or did. `open_key` is both while it does and
    missing afterwards, so that a client follows one once at a time."""

    __table_args__ = table_args(
        UniqueConstraint("open_key"),
        Index("playbook_follow_of", "client_id", "id"),
        Index("playbook_follow_in", "playbook", "id"),
    )

    id: int | None = rowid()
    playbook: str = note()
    client_id: int = big(foreign_key="client.id")
    open_key: str | None = note(default=None)
    start_day: int = big()
    made_us: int = big()
    made_by: str = note()
    end_day: int | None = big(default=None)
    ended_us: int | None = big(default=None)
    ended_by: str | None = note(default=None)
    outcome: str | None = note(default=None)
    said: str | None = note(default=None)
    rev: int = big()


class PlaybookStep(Table, table=True):
    """A task that is a step of a playbook: the `step`-th from 1, of a kind. An undo
    writes the last row first, so a step may stand before its task does."""

    __table_args__ = table_args(Index("playbook_step_of", "follow_id", "step"))

    task_id: int = big(primary_key=True)
    follow_id: int = big()
    step: int = big()
    kind: str = note()
