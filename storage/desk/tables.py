"""What people do about clients. No source writes here, and no person writes facts."""

from __future__ import annotations

from sqlalchemy import Index

from storage.engine.schema import Table, big, note, rowid, table_args


class Interaction(Table, table=True):
    """A call, an e-mail, a meeting or a note; the text as it was written."""

    __table_args__ = table_args(
        Index("interaction_of", "client_id", "at_us"),
        Index("interaction_by_time", "at_us", "id"),
    )

    id: int | None = rowid()
    client_id: int = big(foreign_key="client.id")
    kind: str = note()
    at_us: int = big()
    who: str = note()
    text: str = note()
    rev: int = big()


class Task(Table, table=True):
    """Something to do for a client, up to a day."""

    __table_args__ = table_args(
        Index("task_of", "client_id", "state"),
        Index("task_by_due", "state", "due_day", "id"),
    )

    id: int | None = rowid()
    client_id: int = big(foreign_key="client.id")
    text: str = note()
    due_day: int | None = big(default=None)
    owner: str | None = note(default=None)
    state: str = note()
    outcome: str | None = note(default=None)
    made_us: int = big()
    made_by: str = note()
    done_us: int | None = big(default=None)
    rev: int = big()


class ClientTag(Table, table=True):
    """A tag of a client; `key` is both, so that a row can be put back as it was."""

    __table_args__ = table_args(
        Index("client_tag_of", "client_id", "tag"),
        Index("client_tag_named", "tag", "client_id"),
        clustered=True,
    )

    key: str = note(primary_key=True)
    client_id: int = big(foreign_key="client.id")
    tag: str = note()


class ClientSnooze(Table, table=True):
    """A client that is left alone up to the end of a local day."""

    __table_args__ = table_args()

    client_id: int = big(primary_key=True, foreign_key="client.id")
    until_day: int = big()
    why: str = note()
    who: str = note()


class ClientOwner(Table, table=True):
    """A client whose owner a person set: imports write their own word here, and leave
    `client.owner` alone."""

    __table_args__ = table_args()

    client_id: int = big(primary_key=True, foreign_key="client.id")
    imported: str | None = note(default=None)
    who: str = note()


class DeskNumber(Table, table=True):
    """The last number that was given out of a kind: none is given twice, also where
    its row was taken back."""

    __table_args__ = table_args(clustered=True)

    noun: str = note(primary_key=True)
    last: int = big()
