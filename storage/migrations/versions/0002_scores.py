"""Scores, their history, and looks at past days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _changed_client()
    _history_due()
    _past_client()
    _past_view()
    _score_config()
    _score_history()
    _score()
    _scores_of_old()


def _changed_client() -> None:
    op.create_table(
        "changed_client",
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _history_due() -> None:
    op.create_table(
        "history_due",
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _past_client() -> None:
    op.create_table(
        "past_client",
        sa.Column("view_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("arr_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("renews_day", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("health_rank", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("delta7", sa.BigInteger(), nullable=True),
        sa.Column("partial", sa.BigInteger(), nullable=False),
        sa.Column("open_incidents", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_day", sa.BigInteger(), nullable=True),
        sa.Column("last_login_day", sa.BigInteger(), nullable=True),
        sa.Column("top_reason", sa.Text(), nullable=False),
        sa.Column("calls_30", sa.BigInteger(), nullable=True),
        sa.Column("logins_30", sa.BigInteger(), nullable=True),
        sa.Column("usage_cp", sa.BigInteger(), nullable=True),
        sa.Column("engagement_cp", sa.BigInteger(), nullable=True),
        sa.Column("incidents_cp", sa.BigInteger(), nullable=True),
        sa.Column("penalty", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("view_id", "client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "past_client_by_health",
        "past_client",
        ["view_id", "health_rank", sa.text("arr_minor DESC"), "key"],
    )


def _past_view() -> None:
    op.create_table(
        "past_view",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("as_of_us", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("as_known", sa.BigInteger(), nullable=False),
        sa.Column("complete", sa.BigInteger(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("computed_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_past_view_as_of_us"), "past_view", ["as_of_us"], unique=False)


def _score_config() -> None:
    op.create_table(
        "score_config",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _score_history() -> None:
    op.create_table(
        "score_history",
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("usage_cp", sa.BigInteger(), nullable=True),
        sa.Column("engagement_cp", sa.BigInteger(), nullable=True),
        sa.Column("incidents_cp", sa.BigInteger(), nullable=True),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("recorded_us", sa.BigInteger(), nullable=False),
        sa.Column("backfilled", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _score() -> None:
    op.create_table(
        "score",
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("window_day", sa.BigInteger(), nullable=False),
        sa.Column("calls_30", sa.BigInteger(), nullable=False),
        sa.Column("logins_30", sa.BigInteger(), nullable=False),
        sa.Column("calls_since", sa.BigInteger(), nullable=True),
        sa.Column("logins_since", sa.BigInteger(), nullable=True),
        sa.Column("usage_cp", sa.BigInteger(), nullable=True),
        sa.Column("engagement_cp", sa.BigInteger(), nullable=True),
        sa.Column("incidents_cp", sa.BigInteger(), nullable=True),
        sa.Column("penalty", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("scored_us", sa.BigInteger(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["client.id"],
        ),
        sa.PrimaryKeyConstraint("client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _scores_of_old() -> None:
    """An empty row for each client that is there already. Its window ends long ago:
    the next recompute turns it to today, and so sums the days up."""
    op.execute(
        "INSERT INTO score (client_id, window_day, calls_30, logins_30, calls_since,"
        " logins_since, penalty, days, config)"
        " SELECT c.id, 0, 0, 0, told.calls, told.logins, 0, 0, '' FROM client c"
        " LEFT JOIN (SELECT client_id, min(CASE WHEN calls THEN day END) AS calls,"
        "  min(CASE WHEN logins THEN day END) AS logins FROM ("
        "   SELECT client_id, day, kind = 'calls' AS calls, kind = 'logins' AS logins"
        "   FROM event UNION ALL SELECT client_id, day, calls IS NOT NULL, logins IS NOT NULL"
        "   FROM usage_total) GROUP BY client_id) AS told ON told.client_id = c.id"
    )
