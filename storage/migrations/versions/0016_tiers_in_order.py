"""The tier in the index of the radar, so that tiers are counted in the index alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.drop_index("client_by_health", table_name="client")
    falling = sa.text("arr_minor DESC")
    columns = ("health_rank", falling, "key", "tier")
    op.create_index("client_by_health", "client", columns, unique=False)
