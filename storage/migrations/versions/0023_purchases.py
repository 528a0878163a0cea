"""Transactions of customers: data, and what live feeds add."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "purchase",
        _whole("id"),
        _text("key"),
        *map(_whole, ("customer", "at_us", "amount_minor")),
        *map(_text, ("currency", "category", "age_group", "city")),
        _whole("known_us"),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("purchase_by_key", "purchase", ["key"], unique=True)
    op.create_index("purchase_by_time", "purchase", ["at_us", "id"])
    op.create_index("purchase_by_run", "purchase", ["run_id", "id"])


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
