"""Change sets that are written in portions: what is known of those in the middle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    whole = ("change_id", "pid", "alive_us", "planned", "done", "going_back")
    columns: dict[str, sa.Column[int] | sa.Column[str]] = {
        name: sa.Column(name, sa.BigInteger(), nullable=False) for name in whole
    }
    for name in ("holder", "host"):
        columns[name] = sa.Column(name, sa.Text(), nullable=False)
    order = (
        "change_id", "holder", "pid", "host", "alive_us", "planned", "done", "going_back",
    )  # fmt: skip
    op.create_table(
        "change_open",
        *(columns[name] for name in order),
        sa.ForeignKeyConstraint(["change_id"], ["change_set.id"]),
        sa.PrimaryKeyConstraint("change_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
