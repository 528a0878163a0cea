"""The peer of a full recompute: DuckDB, with its own file, from raw days."""

from __future__ import annotations

from itertools import islice
from time import perf_counter

import duckdb
import pyarrow as pa

from benchmarks.data.bench import Figures
from benchmarks.data.clock import opened

_COPIED = (
    (
        "usage_day", "day INTEGER, client_id INTEGER, calls INTEGER, logins INTEGER",
        "SELECT day, client_id, calls, logins FROM usage_day",
    ),
    (
        "client", "id INTEGER, days INTEGER, penalty INTEGER",
        "SELECT client_id, CASE WHEN days > 0 THEN days ELSE 30 END, penalty FROM score",
    ),
)  # fmt: skip
# DEFINITIONS 2.1 with the default formula: whole numbers all the way.
_SCORE = """
CREATE OR REPLACE TABLE score AS
WITH used AS (
  SELECT client_id, sum(calls) AS calls, sum(logins) AS logins FROM usage_day
  WHERE day BETWEEN (SELECT max(day) - 29 FROM usage_day) AND (SELECT max(day) FROM usage_day)
  GROUP BY client_id
), parts AS (
  SELECT id, coalesce(calls, 0) AS calls, coalesce(logins, 0) AS logins,
    least(10000, (20000 * coalesce(calls, 0) * 30 + 5000 * days) // (10000 * days)) AS usage,
    least(10000, (20000 * coalesce(logins, 0) * 30 + 30 * days) // (60 * days)) AS engagement,
    greatest(0, 10000 - 100 * penalty) AS incidents
  FROM client LEFT JOIN used ON client_id = id
)
SELECT *, (40 * usage + 30 * engagement + 30 * incidents + 5000) // 10000 AS score FROM parts
"""
_PART = 500_000


def fill(address: str, file: str) -> Figures:
    """Copy what a score is made from into a file of the peer's own."""
    ctx = opened(address)
    with duckdb.connect(file) as duck, ctx.store.reader() as reader:
        for table, columns, statement in _COPIED:
            duck.execute(f"CREATE TABLE {table} ({columns})")
            rows = reader.stream(statement)
            while part := list(islice(rows, _PART)):
                names = [column.split()[0] for column in columns.split(", ")]
                arrow = pa.table(dict(zip(names, zip(*part, strict=True), strict=True)))
                duck.from_arrow(arrow).insert_into(table)
    return {}


def score(file: str) -> Figures:
    """Seconds to add up, score and write every client, safe on disk."""
    with duckdb.connect(file) as duck:
        begin = perf_counter()
        duck.execute(_SCORE)
        duck.execute("CHECKPOINT")
        return {"seconds": perf_counter() - begin}
