"""Purchases that sources tell of clients, and when a client last bought; and what says
that a client changed, by its moment.

What is there already belongs to no client, so nobody has bought yet.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_BY_MOMENT = (
    ("client_by_created", "client", "created_us", "created_us <> 0"),
    ("score_history_by_recorded", "score_history", "recorded_us", "backfilled = 0"),
    ("score_history_by_day", "score_history", "day", "backfilled = 1"),
    ("subscription_by_known", "subscription", "known_us", "known_us <> 0"),
    ("incident_by_known", "incident", "known_us", "known_us <> 0"),
    ("incident_by_taken", "incident", "acknowledged_us", "acknowledged_us <> 0"),
    ("incident_by_closed", "incident", "closed_us", "closed_us <> 0"),
    ("incident_client_by_known", "incident_client", "known_us", "known_us <> 0"),
    ("change_set_by_time", "change_set", "at_us", "at_us <> 0"),
)


def upgrade() -> None:
    for name in ("client_id", "day"):
        op.add_column("purchase", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ("source", "external_id", "digest"):
        op.add_column("purchase", sa.Column(name, sa.Text(), nullable=True))
    backfilled: sa.Column[int] = sa.Column(
        "backfilled", sa.BigInteger(), nullable=False, server_default=sa.text("0")
    )
    op.add_column("purchase", backfilled)
    op.create_index("purchase_by_source", "purchase", ["source", "external_id"], unique=True)
    op.create_index("purchase_of", "purchase", ["client_id", "day"])
    for table in ("client", "past_client"):
        op.add_column(table, sa.Column("last_bought_day", sa.BigInteger(), nullable=True))
    for name, table, column, where in _BY_MOMENT:
        rows = sa.text(where)
        op.create_index(name, table, [column], sqlite_where=rows, postgresql_where=rows)
