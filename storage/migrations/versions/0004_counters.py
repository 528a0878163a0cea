"""What the whole base adds up to, kept as it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "client",
        sa.Column("live", sa.BigInteger(), nullable=False, server_default=sa.text("1")),
    )
    op.add_column(
        "score",
        sa.Column("week", sa.BigInteger(), nullable=False, server_default=sa.text("-1")),
    )
    _add_column("past_view", "asked_us", "0")
    _arr_history()
    _facet_count()
    _score_day()
    op.create_index(
        "incident_by_end", "incident", ["resolved_us", "opened_us", "known_us", "severity"]
    )
    _of_old()


def _add_column(table: str, name: str, default: str) -> None:
    column = sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text(default))
    op.add_column(table, column)


def _arr_history() -> None:
    op.create_table(
        "arr_history",
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("live", sa.BigInteger(), nullable=False),
        sa.Column("arr_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _facet_count() -> None:
    op.create_table(
        "facet_count",
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("live", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("scored", sa.BigInteger(), nullable=False),
        sa.Column("score_sum", sa.BigInteger(), nullable=False),
        sa.Column("delta_n", sa.BigInteger(), nullable=False),
        sa.Column("delta_sum", sa.BigInteger(), nullable=False),
        sa.Column("arr_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("dimension", "value", "live", "tier", "currency"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _score_day() -> None:
    op.create_table(
        "score_day",
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("arr_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "tier", "score"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _of_old() -> None:
    """Count what is there: the clients for today, and the history day by day."""
    settings = dict(_rows("SELECT name, value FROM setting"))
    day = _scored_day(settings.get("health.day", ""))
    if day is not None:
        _run(f"UPDATE client SET live = CASE WHEN {_active(':day')} THEN 1 ELSE 0 END", day=day)
        _run(_STATES, last=day, base=settings.get("currency", "USD"))
        _put_days(day)
        _run("INSERT INTO setting (name, value) VALUES ('health.newest', :day)", day=str(day))
    for dimension, value in _DIMENSIONS.items():
        for part in (_CLIENTS, _ARR):
            op.execute(part.format(dimension=dimension, value=value))


def _scored_day(stamp: str) -> int | None:
    """The day of `health.day`, as the recompute writes it: `20527 health/1`."""
    day = stamp.partition(" ")[0]
    return int(day) if day.isascii() and day.isdigit() else None


def _rows(statement: str, **params: Any) -> list[Any]:
    return [tuple(row) for row in op.get_bind().execute(sa.text(statement), params)]


def _run(statement: str, **params: Any) -> None:
    op.get_bind().execute(sa.text(statement), params)


def _active(day: str) -> str:
    return (
        f"(start_day IS NULL OR start_day <= {day})"
        f" AND CASE WHEN end_day IS NULL THEN status <> 'churned' ELSE end_day > {day} END"
    )


def _put_days(last: int) -> None:
    """`score_day` from the first day of the history up to `last`."""
    steps: dict[int, list[tuple[str, int, int, int]]] = defaultdict(list)
    for day, tier, score, n, arr in _rows(_STEPS, last=last):
        steps[day].append((tier, score, int(n), int(arr)))
    if steps:
        table = sa.table(
            "score_day", *(sa.column(n) for n in ("day", "tier", "score", "n", "arr_minor"))
        )
        for rows in _days(steps, last):
            op.bulk_insert(table, rows)


def _days(
    steps: dict[int, list[tuple[str, int, int, int]]], last: int
) -> Iterator[list[dict[str, Any]]]:
    standing: dict[tuple[str, int], tuple[int, int]] = {}
    for day in range(min(steps), last + 1):
        for tier, score, n, arr in steps.get(day, ()):
            before = standing.get((tier, score), (0, 0))
            standing[tier, score] = (before[0] + n, before[1] + arr)
        rows = [
            {"day": day, "tier": tier, "score": score, "n": n, "arr_minor": arr}
            for (tier, score), (n, arr) in sorted(standing.items())
            if n
        ]
        if rows:
            yield rows


# A client's days on which its life or its ARR may have changed, from its first row
# of history on, and what held on each.
_STATES = f"""
INSERT INTO arr_history (client_id, day, live, arr_minor)
WITH first AS (
  SELECT h.client_id, min(h.day) AS day FROM score_history h
  JOIN client c ON c.id = h.client_id WHERE h.day <= :last GROUP BY h.client_id
), moments AS (
  SELECT client_id, day FROM first
  UNION SELECT f.client_id, c.start_day FROM first f JOIN client c ON c.id = f.client_id
    WHERE c.start_day > f.day AND c.start_day <= :last
  UNION SELECT f.client_id, c.end_day FROM first f JOIN client c ON c.id = f.client_id
    WHERE c.end_day > f.day AND c.end_day <= :last
  UNION SELECT f.client_id, s.start_day FROM first f
    JOIN subscription s ON s.client_id = f.client_id AND s.currency = :base
    WHERE s.start_day > f.day AND s.start_day <= :last
  UNION SELECT f.client_id, s.end_day FROM first f
    JOIN subscription s ON s.client_id = f.client_id AND s.currency = :base
    WHERE s.end_day > f.day AND s.end_day <= :last
), states AS (
  SELECT m.client_id, m.day, CASE WHEN {_active("m.day")} THEN 1 ELSE 0 END AS live,
    coalesce((SELECT sum(s.amount_minor * s.quantity * CASE s.period WHEN 'day' THEN 365
        WHEN 'week' THEN 52 WHEN 'month' THEN 12 WHEN 'quarter' THEN 4
        WHEN 'half-year' THEN 2 WHEN 'year' THEN 1 ELSE 0 END)
      FROM subscription s WHERE s.client_id = m.client_id AND s.currency = :base
        AND s.start_day <= m.day AND (s.end_day IS NULL OR s.end_day > m.day)
        AND s.trial = 0 AND s.status IN ('active', 'past_due')), 0) AS arr
  FROM moments m JOIN client c ON c.id = m.client_id
)
SELECT client_id, day, live, CASE WHEN live = 1 THEN arr ELSE 0 END FROM states
"""
# +1 where a client takes a score, tier and ARR, -1 where it leaves them again.
_STEPS = """
WITH scored AS (
  SELECT client_id, day, tier, coalesce(score, -1) AS score,
    lead(day) OVER (PARTITION BY client_id ORDER BY day) AS until
  FROM score_history WHERE day <= :last
), paid AS (
  SELECT client_id, day, live, arr_minor,
    lead(day) OVER (PARTITION BY client_id ORDER BY day) AS until FROM arr_history
), spans AS (
  SELECT s.tier, s.score, p.arr_minor, CASE WHEN s.day > p.day THEN s.day ELSE p.day END AS day,
    CASE WHEN s.until IS NULL OR p.until < s.until THEN p.until ELSE s.until END AS until
  FROM scored s JOIN paid p ON p.client_id = s.client_id AND p.live = 1
    AND (s.until IS NULL OR p.day < s.until) AND (p.until IS NULL OR s.day < p.until)
), steps AS (
  SELECT day, tier, score, 1 AS n, arr_minor FROM spans
  UNION ALL
  SELECT until, tier, score, -1, -arr_minor FROM spans WHERE until IS NOT NULL
)
SELECT day, tier, score, sum(n), sum(arr_minor) FROM steps
GROUP BY day, tier, score ORDER BY day, tier, score
"""
_DIMENSIONS = {
    "all": "''",
    "owner": "coalesce(c.owner, '')",
    "plan": "coalesce(c.plan, '')",
    "industry": "coalesce(c.industry, '')",
    "country": "coalesce(c.country, '')",
    "renews": "coalesce(CAST(c.renews_day AS TEXT), '')",
}
_CLIENTS = """
INSERT INTO facet_count (dimension, value, live, tier, currency, n, scored, score_sum,
  delta_n, delta_sum, arr_minor)
SELECT '{dimension}', {value}, c.live, c.tier, '', count(*), count(c.score),
  coalesce(sum(c.score), 0), count(c.delta7), coalesce(sum(c.delta7), 0), 0
FROM client c GROUP BY 2, 3, 4
"""
_ARR = """
INSERT INTO facet_count (dimension, value, live, tier, currency, n, scored, score_sum,
  delta_n, delta_sum, arr_minor)
SELECT '{dimension}', {value}, c.live, c.tier, a.currency, 0, 0, 0, 0, 0, sum(a.arr_minor)
FROM client c JOIN client_arr a ON a.client_id = c.id WHERE a.currency <> ''
GROUP BY 2, 3, 4, 5 HAVING sum(a.arr_minor) <> 0
"""
