"""Interactions, tasks, tags, snoozes, and owners that people set."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    _interaction()
    _task()
    _client_tag()
    op.create_table(
        "client_snooze",
        *map(_whole, ("client_id", "until_day")),
        *map(_text, ("why", "who")),
        *_of_client("client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "client_owner",
        _whole("client_id"),
        _text("imported", missing=True),
        _text("who"),
        *_of_client("client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "desk_number",
        _text("noun"),
        _whole("last"),
        sa.PrimaryKeyConstraint("noun"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _whole(name: str, *, missing: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=missing)


def _text(name: str, *, missing: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=missing)


def _of_client(key: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint(key),
    )


def _interaction() -> None:
    op.create_table(
        "interaction",
        *map(_whole, ("id", "client_id")),
        _text("kind"),
        _whole("at_us"),
        *map(_text, ("who", "text")),
        _whole("rev"),
        *_of_client("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("interaction_of", "interaction", ["client_id", "at_us"], unique=False)
    op.create_index("interaction_by_time", "interaction", ["at_us", "id"], unique=False)


def _task() -> None:
    op.create_table(
        "task",
        *map(_whole, ("id", "client_id")),
        _text("text"),
        _whole("due_day", missing=True),
        _text("owner", missing=True),
        _text("state"),
        _text("outcome", missing=True),
        _whole("made_us"),
        _text("made_by"),
        _whole("done_us", missing=True),
        _whole("rev"),
        *_of_client("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("task_of", "task", ["client_id", "state"], unique=False)
    op.create_index("task_by_due", "task", ["state", "due_day", "id"], unique=False)


def _client_tag() -> None:
    op.create_table(
        "client_tag",
        _text("key"),
        _whole("client_id"),
        _text("tag"),
        *_of_client("key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("client_tag_of", "client_tag", ["client_id", "tag"], unique=False)
    op.create_index("client_tag_named", "client_tag", ["tag", "client_id"], unique=False)
