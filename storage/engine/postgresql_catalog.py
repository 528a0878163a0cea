"""What PostgreSQL's catalogue says of a schema."""

from __future__ import annotations

from storage.engine.dialect import holds_facts
from storage.engine.finding import Finding
from storage.engine.postgresql_functions import tables_version
from storage.engine.reader import Rows, TableShape

_TABLES = f"""
SELECT t.relname, a.attname,
  (SELECT array_position(i.indkey::smallint[], a.attnum) FROM pg_index i
   WHERE i.indrelid = t.oid AND i.indisprimary)
FROM pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE s.nspname = :schema AND t.relkind = 'r'
  AND {holds_facts("t.relname")}
ORDER BY t.relname COLLATE "C", a.attnum
"""
_UNSOUND = """
SELECT (SELECT count(*) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
          JOIN pg_namespace s ON s.oid = t.relnamespace
        WHERE s.nspname = :schema AND NOT (i.indisvalid AND i.indisready)),
       (SELECT count(*) FROM pg_constraint c JOIN pg_namespace s ON s.oid = c.connamespace
        WHERE s.nspname = :schema AND c.contype = 'f' AND NOT c.convalidated),
       (SELECT count(*) FROM pg_proc p JOIN pg_namespace s ON s.oid = p.pronamespace
        WHERE s.nspname = :schema AND p.proname = 'fold'
          AND obj_description(p.oid, 'pg_proc') = :tables)
"""


def shapes(rows: Rows, schema: str) -> tuple[TableShape, ...]:
    """The tables of a schema but Alembic's own, by name."""
    columns: dict[str, list[str]] = {}
    keys: dict[str, list[tuple[int, str]]] = {}
    for table, column, place in rows.rows(_TABLES, {"schema": schema}):
        columns.setdefault(table, []).append(column)
        if place is not None:
            keys.setdefault(table, []).append((place, column))
    return tuple(
        TableShape(name, tuple(found), tuple(key for _, key in sorted(keys.get(name, []))))
        for name, found in columns.items()
    )


def soundness(rows: Rows, schema: str) -> list[Finding]:
    """Pages are the server's to check; what it says of indexes, references and
    our functions is told."""
    found = rows.one(_UNSOUND, {"schema": schema, "tables": tables_version()})
    assert found is not None
    indexes, references, functions = found
    return [
        Finding("file", indexes, "indexes that PostgreSQL finds unusable"),
        Finding("references", references, "references that PostgreSQL has not checked"),
        Finding("functions", int(functions == 0), "functions made by another Python: migrate"),
    ]
