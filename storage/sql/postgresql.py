"""A person's statement on PostgreSQL: a READ ONLY transaction and a cursor.

The server refuses to write and stops what takes too long. A cursor takes one
SELECT or VALUES and nothing else. Which tables it reads is seen twice: by the
names in the statement, and by the plan that the server makes of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import psycopg

from core.sql.statement import Statement
from core.sql.tokens import fault
from core.sql.types import PlanStep, SqlColumn
from core.values.errors import BellbuoyError, UsageError
from storage.engine.dialect import holds_facts
from storage.engine.postgresql_connect import IDLE
from storage.engine.postgresql_faults import POSTGRESQL_FAULTS, translate_postgresql
from storage.engine.postgresql_sql import bound, postgresql_sql
from storage.engine.postgresql_url import parse_postgresql
from storage.sql.postgresql_plan import postgresql_steps, relations

_CURSOR = "asked"
_DECLARE = f"DECLARE {_CURSOR} NO SCROLL CURSOR FOR "
_EXPLAIN = "EXPLAIN (VERBOSE, FORMAT JSON) "
_CANCEL_S = 5.0
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
# Classes of SQLSTATE that speak of the statement: its values, its words, its size.
_OF_THE_STATEMENT = ("0A", "21", "22", "2F", "42", "54")
_MAY_NOT = ("42501",)
_COLUMNS = f"""
SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
  CASE WHEN EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary
    AND a.attnum = ANY (i.indkey)) THEN 1 ELSE 0 END
FROM pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE s.nspname = %s AND t.relkind = 'r'
  AND {holds_facts("t.relname").replace("%", "%%")}
ORDER BY t.relname COLLATE "C", a.attnum
"""


class PostgresSession:
    """See `SqlSession`."""

    engine = "PostgreSQL"
    errors: tuple[type[Exception], ...] = POSTGRESQL_FAULTS

    def __init__(self, address: str) -> None:
        self._place = parse_postgresql(address)
        self._tables: frozenset[str] = frozenset()
        self._db = IDLE.take(self._place, writes=False)
        try:
            self._columns = [
                SqlColumn(table, column, kind, bool(key))
                for table, column, kind, key in self._db.execute(
                    _COLUMNS.encode(), [self._place.schema]
                )
            ]
        except POSTGRESQL_FAULTS as error:
            self.close()
            raise translate_postgresql(error, self._place) from error

    def tables(self) -> list[SqlColumn]:
        return self._columns

    def allow(self, tables: Collection[str]) -> None:
        self._tables = frozenset(tables)

    def plan(self, asked: Statement) -> list[PlanStep]:
        self._begin()
        return postgresql_steps(self._planned(asked))

    def open(self, asked: Statement, seconds: float) -> tuple[str, ...]:
        self._begin()
        self._db.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000) + 1000}".encode())
        self._planned(asked)
        statement = postgresql_sql(asked.sql)
        self._db.execute((_DECLARE + statement.sql).encode(), bound(statement, {}))
        described = self._db.execute(f"FETCH 0 FROM {_CURSOR}".encode()).description
        return tuple(column.name for column in described or ())

    def fetch(self, limit: int) -> list[tuple[Any, ...]]:
        rows = self._db.execute(f"FETCH {limit} FROM {_CURSOR}".encode()).fetchall()
        return [tuple(_cell(value) for value in row) for row in rows]

    def fault(self, error: Exception, asked: Statement) -> BellbuoyError:
        state = (error.sqlstate or "") if isinstance(error, psycopg.Error) else ""
        if not isinstance(error, psycopg.Error) or (
            not state.startswith(_OF_THE_STATEMENT) or state in _MAY_NOT
        ):
            return translate_postgresql(error, self._place)
        told = error.diag.message_primary or str(error)
        hint = error.diag.message_hint or ""
        at = self._at(error, asked)
        return UsageError(told, hint) if at is None else fault(asked.sql, at, told, hint)

    def interrupt(self) -> None:
        with suppress(psycopg.Error, OSError):
            self._db.cancel_safe(timeout=_CANCEL_S)

    def close(self) -> None:
        with suppress(psycopg.Error):
            if not self._db.closed:
                self._db.rollback()
        IDLE.give(self._place, self._db, writes=False)

    def _begin(self) -> None:
        self._db.rollback()
        self._db.execute(_BEGIN.encode())

    def _planned(self, asked: Statement) -> Any:
        """The server's plan, once it is seen to read nothing that is hidden."""
        statement = postgresql_sql(asked.sql)
        row = self._db.execute(
            (_EXPLAIN + statement.sql).encode(), bound(statement, {})
        ).fetchone()
        assert row is not None
        found = json.loads(row[0]) if isinstance(row[0], str) else row[0]
        for schema, table in sorted(relations(found[0]["Plan"])):
            if schema != self._place.schema or table not in self._tables:
                raise UsageError(f"no table {table}", "bellbuoy sql --tables lists them")
        return found[0]["Plan"]

    def _at(self, error: psycopg.Error, asked: Statement) -> int | None:
        """The place in the statement, behind the words that we put in front."""
        told = error.diag.statement_position
        if told is None:
            return None
        # Every statement is planned first, so it is the plan that finds the fault.
        at = int(told) - 1 - len(_EXPLAIN)
        return at if 0 <= at <= len(asked.sql) else None


def _cell(value: object) -> object:
    """A value as SQLite would give it: whole and broken numbers, text, bytes."""
    match value:
        case None | bool() | int() | float() | str() | bytes():
            return value
        case bytearray() | memoryview():
            return bytes(value)
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case list() | dict() | tuple():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)
