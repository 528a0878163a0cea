"""How many bytes each table and index takes."""

from __future__ import annotations

from dataclasses import dataclass

from storage.engine.reader import Reader, TableShape
from storage.engine.store import Engine


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes of a table, or of one of its indexes (`index` names it). `estimated`:
    the engine does not tell, and a sample of rows stands for all."""

    table: str
    index: str | None
    bytes: int
    estimated: bool = False


_SAMPLE = 200
# Bytes beside the values: of a row, and of a value in it.
_ROW, _VALUE = 8, 1
_DBSTAT = """
SELECT s.tbl_name, CASE WHEN s.type = 'index' THEN s.name END, sum(d.pgsize)
FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
WHERE d.aggregate = 1 AND s.tbl_name NOT LIKE 'sqlite_%'
GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST
"""
_ONE_TABLE = """
SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1
  AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)
"""
_POSTGRESQL = """
SELECT t.relname, NULL AS index, pg_table_size(t.oid) FROM pg_class t
JOIN pg_namespace s ON s.oid = t.relnamespace
WHERE s.nspname = current_schema() AND t.relkind = 'r'
UNION ALL
SELECT t.relname, x.relname, pg_relation_size(x.oid) FROM pg_index i
JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_namespace s ON s.oid = t.relnamespace
WHERE s.nspname = current_schema()
ORDER BY 1, 2 NULLS FIRST
"""
_POSTGRESQL_TABLE = "SELECT pg_total_relation_size(CAST(quote_ident(?) AS regclass))"


def space(reader: Reader, engine: Engine) -> list[Space]:
    """Every table and index with its bytes, by name. On SQLite this reads every
    page of the store once; a SQLite without `dbstat` gives estimates of tables."""
    tables = {table.name: table for table in reader.tables()}
    if engine == "postgresql":
        found = reader.rows(_POSTGRESQL)
    elif _tells(reader):
        found = reader.rows(_DBSTAT)
    else:
        return [Space(name, None, _guess(reader, each), True) for name, each in tables.items()]
    return [Space(table, index, int(size)) for table, index, size in found if table in tables]


def table_bytes(reader: Reader, engine: Engine, table: str) -> int:
    """Bytes of one table with its indexes; estimated where the engine does not tell."""
    if engine == "postgresql":
        return int(reader.value(_POSTGRESQL_TABLE, (table,)) or 0)
    if _tells(reader):
        return int(reader.value(_ONE_TABLE, (table,)) or 0)
    return sum(_guess(reader, each) for each in reader.tables() if each.name == table)


def _tells(reader: Reader) -> bool:
    """Whether this SQLite was built with the table of its own pages."""
    return reader.value("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'") is not None


def row_bytes(reader: Reader, table: str) -> int:
    """About how many bytes a row of a table takes: the mean of its first ones, as
    text. On every engine, and whatever the size of the table."""
    shape = next(each for each in reader.tables() if each.name == table)
    lengths = " + ".join(
        f"coalesce(length(CAST({column} AS TEXT)), 0) + {_VALUE}" for column in shape.columns
    )
    mean = reader.value(
        f"SELECT avg(n) FROM (SELECT {lengths} AS n FROM {table} LIMIT {_SAMPLE}) AS told"
    )
    return 0 if mean is None else round(float(mean)) + _ROW


def _guess(reader: Reader, table: TableShape) -> int:
    """Rows times the mean length of the first ones."""
    lengths = " + ".join(
        f"coalesce(length(CAST({column} AS BLOB)), 0) + {_VALUE}" for column in table.columns
    )
    mean = reader.value(
        f"SELECT avg(n) FROM (SELECT {lengths} AS n FROM {table.name} LIMIT {_SAMPLE}) AS some"
    )
    rows = int(reader.value(f"SELECT count(*) FROM {table.name}"))
    return 0 if mean is None else round(rows * (float(mean) + _ROW))
