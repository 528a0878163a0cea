"""The counter of unresolved incidents, by severity."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("""
INSERT INTO facet_count (dimension, value, live, tier, currency, n, scored, score_sum,
                         delta_n, delta_sum, arr_minor)
SELECT 'unresolved', coalesce(severity, 'medium'), 1, '', '', count(*), 0, 0, 0, 0, 0
FROM incident WHERE resolved_us IS NULL GROUP BY 2
""")
