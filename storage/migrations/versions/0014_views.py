"""Views that people have saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    texts = (
        "key", "owner", "name", "screen", "query", "cols", "sort", "grouped",
    )  # fmt: skip
    op.create_table(
        "saved_view",
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("refresh_s", sa.BigInteger(), nullable=False),
        sa.Column("shared", sa.Text(), nullable=False),
        sa.Column("shared_key", sa.Text(), nullable=True),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("recorded_us", sa.BigInteger(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("shared_key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
