"""Months of use, for days that are told by month only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "usage_month",
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("logins", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("seen_day", sa.BigInteger(), nullable=False),
        sa.Column("login_day", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
