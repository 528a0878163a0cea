"""How jobs are supervised: plans, pauses, retries, what was given up, who was set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NUMBERS = {
    "job_run": ("slot_us", "attempt", "follows_id", "cancel_us", "total", "requests", "aside"),
    "job_request": ("follows_id",),
    "job_state": ("paused_us", "retry_us", "retry_id"),
    "worker": ("cpu_permille", "rss_bytes"),
}


def upgrade() -> None:
    # What an older version ran stands for no slot, and was the first attempt.
    for table, names in _NUMBERS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("job_run", sa.Column("cancel_by", sa.Text(), nullable=True))
    op.add_column("job_state", sa.Column("paused_by", sa.Text(), nullable=True))
    # Of two that take a slot at once, the store itself refuses one.
    op.create_index("job_run_by_slot", "job_run", ["job", "slot_us"], unique=True)
    _job_plan()
    op.create_table(
        "job_aside",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("job", "client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _job_plan() -> None:
    op.create_table(
        "job_plan",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("missed", sa.Text(), nullable=False),
        sa.Column("grace_s", sa.BigInteger(), nullable=False),
        sa.Column("limit_s", sa.BigInteger(), nullable=False),
        sa.Column("retries", sa.BigInteger(), nullable=False),
        sa.Column("backoff_s", sa.BigInteger(), nullable=False),
        sa.Column("backoff_cap_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("job"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
