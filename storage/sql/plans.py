"""How the store's own statements are run: the plan of each, in steps."""

from __future__ import annotations

import json
import re

from core.sql.types import PlanStep
from storage.engine.reader import NONE, Params, Reader
from storage.engine.store import Engine
from storage.sql.postgresql_plan import postgresql_steps
from storage.sql.sqlite_plan import sqlite_steps

# `FROM client c`, `JOIN score AS s`, `, incident i`: a table and its name there.
_NAMED = re.compile(r"\b(\w+)\b(?=(?:\s+AS)?\s+(\w+)\b)", re.IGNORECASE)


def plan_of(reader: Reader, engine: Engine, sql: str, params: Params = NONE) -> list[PlanStep]:
    """The plan of a statement with its parameters; it is not run."""
    if engine == "postgresql":
        found = reader.value(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan = json.loads(found) if isinstance(found, str) else found
        return postgresql_steps(plan[0]["Plan"])
    tables = {table.name for table in reader.tables()}
    named = {table: table for table in tables}
    for table, alias in _NAMED.findall(sql):
        if table in tables:
            named.setdefault(alias, table)
    return sqlite_steps(reader.rows(f"EXPLAIN QUERY PLAN {sql}", params), named)
