"""Playbooks and who follows one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "playbook",
        *map(_text, ("name", "title", "condition")),
        _text("owner", missing=True),
        *map(_text, ("expected", "steps")),
        *map(_whole, ("rev", "saved_us")),
        _text("saved_by"),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    _follow()
    _step()


def _whole(name: str, *, missing: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=missing)


def _text(name: str, *, missing: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=missing)


def _follow() -> None:
    op.create_table(
        "playbook_follow",
        _whole("id"),
        _text("playbook"),
        _whole("client_id"),
        _text("open_key", missing=True),
        *map(_whole, ("start_day", "made_us")),
        _text("made_by"),
        *(_whole(name, missing=True) for name in ("end_day", "ended_us")),
        *(_text(name, missing=True) for name in ("ended_by", "outcome", "said")),
        _whole("rev"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("open_key"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("playbook_follow_of", "playbook_follow", ["client_id", "id"])
    op.create_index("playbook_follow_in", "playbook_follow", ["playbook", "id"])


def _step() -> None:
    op.create_table(
        "playbook_step",
        *map(_whole, ("task_id", "follow_id", "step")),
        _text("kind"),
        sa.PrimaryKeyConstraint("task_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("playbook_step_of", "playbook_step", ["follow_id", "step"])
