"""Spans in which the resolve clock of an incident stands still."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """What is pending already has no span: nobody knows since when it has been so."""
    op.create_table(
        "incident_still",
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"]),
        sa.PrimaryKeyConstraint("incident_id", "from_us"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
