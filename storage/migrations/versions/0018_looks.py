"""When each person looked at a list last; what changed of a client, by the client."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "noun"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    of_clients = sa.text("table_name = 'client'")
    op.create_index(
        "change_row_of_client",
        "change_row",
        ["row_key", "change_id"],
        unique=False,
        sqlite_where=of_clients,
        postgresql_where=of_clients,
    )
