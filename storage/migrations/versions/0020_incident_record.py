"""Components of incidents, what sources said of them in between, and what they state beside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "incident_component",
        _whole("incident_id"),
        _text("component"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"]),
        sa.PrimaryKeyConstraint("incident_id", "component"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "incident_by_component",
        "incident_component",
        ["component", "incident_id"],
        unique=False,
    )
    op.create_table(
        "incident_update",
        *map(_whole, ("incident_id", "at_us", "n")),
        _text("status", missing=True),
        _text("said"),
        _text("words"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"]),
        sa.PrimaryKeyConstraint("incident_id", "at_us", "n"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "incident_record",
        _whole("incident_id"),
        *(_whole(name, missing=True) for name in ("down_from_us", "down_until_us")),
        _whole("sla_said", missing=True),
        _whole("end_unsaid"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"]),
        sa.PrimaryKeyConstraint("incident_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _whole(name: str, *, missing: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=missing)


def _text(name: str, *, missing: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=missing)
