"""Facts in less room, found by their days; and what the whole base did on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# The statements of one day total, as an older store kept them all.
_SAME = "p.source = c.source AND p.client_id = c.client_id AND p.day = c.day"
_TOLD = f"FROM usage_total_change_before p WHERE {_SAME}"


def upgrade() -> None:
    _events()
    _totals()
    _replaced()
    _sums()


def _events() -> None:
    """The columns of an event themselves tell whether two are the same; its client
    is not looked for with each row."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("event_of", "event")
        op.drop_constraint("event_client_id_fkey", "event")
        op.drop_column("event", "digest")
    else:
        _events_anew()
    op.create_index("event_of", "event", ["day", "client_id"], unique=False)


def _events_anew() -> None:
    _set_aside("event")
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("known_us", sa.BigInteger(), nullable=False),
        sa.Column("backfilled", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "external_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    names = (
        "id, source, external_id, client_id, at_us, day, known_us, backfilled, kind, value,"
        " payload, run_id"
    )
    op.execute(f"INSERT INTO event ({names}) SELECT {names} FROM event_before ORDER BY id")
    op.drop_table("event_before")


def _set_aside(table: str) -> None:
    op.rename_table(table, f"{table}_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"ALTER TABLE {table}_before RENAME CONSTRAINT {table}_pkey TO {table}_before_pkey"
        )


def _totals() -> None:
    _set_aside("usage_total")
    op.create_table(
        "usage_total",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=True),
        sa.Column("logins", sa.BigInteger(), nullable=True),
        sa.Column("known_us", sa.BigInteger(), nullable=False),
        sa.Column("backfilled", sa.BigInteger(), nullable=False),
        sa.Column("flagged", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "client_id", "source"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    names = "source, client_id, day, calls, logins, known_us, backfilled, flagged"
    op.execute(
        f"INSERT INTO usage_total ({names}) SELECT {names} FROM usage_total_before"
        " ORDER BY day, client_id, source"
    )
    op.drop_table("usage_total_before")


def _replaced() -> None:
    """Of the statements of a day total those stay that another replaced: as the
    total stood after them, and until the next was known."""
    _set_aside("usage_total_change")
    op.create_table(
        "usage_total_change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=True),
        sa.Column("logins", sa.BigInteger(), nullable=True),
        sa.Column("known_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.execute(
        "INSERT INTO usage_total_change"
        " (id, source, client_id, day, calls, logins, known_us, until_us)"
        f" SELECT c.id, c.source, c.client_id, c.day, ({_last('calls')}), ({_last('logins')}),"
        f" (SELECT max(p.known_us) {_TOLD} AND p.id <= c.id),"
        f" (SELECT max(p.known_us) {_TOLD} AND p.id <="
        f"  (SELECT min(p.id) {_TOLD} AND p.id > c.id))"
        " FROM usage_total_change_before c"
        f" WHERE EXISTS (SELECT 1 {_TOLD} AND p.id > c.id) ORDER BY c.id"
    )
    # A total is known from its last statement on, and no sooner than what it replaced.
    op.execute(
        "UPDATE usage_total SET known_us = told.known_us FROM"
        " (SELECT c.source, c.client_id, c.day, max(c.known_us) AS known_us"
        "  FROM usage_total_change_before c GROUP BY c.source, c.client_id, c.day) AS told"
        " WHERE told.source = usage_total.source AND told.day = usage_total.day"
        " AND told.client_id = usage_total.client_id"
        " AND told.known_us > usage_total.known_us"
    )
    op.drop_table("usage_total_change_before")
    op.create_index(
        "usage_total_change_of", "usage_total_change", ["day", "client_id"], unique=False
    )


def _last(measure: str) -> str:
    """SQL: a measure as it was told last, up to a statement."""
    return (
        f"SELECT p.{measure} {_TOLD} AND p.id <= c.id AND p.{measure} IS NOT NULL"
        " ORDER BY p.id DESC LIMIT 1"
    )


def _sums() -> None:
    op.create_table(
        "usage_sum",
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("logins", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO usage_sum (day, calls, logins) SELECT day, sum(calls), sum(logins)"
        " FROM usage_day GROUP BY day HAVING sum(calls) <> 0 OR sum(logins) <> 0 ORDER BY day"
    )
