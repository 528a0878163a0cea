"""The unit of work on PostgreSQL: one transaction, alone in writing.

A lock of the schema stands where SQLite has BEGIN IMMEDIATE: while a unit runs
nobody else writes, so the highest id stays the highest. Readers never wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from psycopg.errors import LockNotAvailable

from core.values.errors import BellbuoyError
from storage.engine.bulk import Bulk
from storage.engine.faults import same_fault
from storage.engine.postgresql_bulk import compiled, rounds
from storage.engine.postgresql_connect import Connection, writing
from storage.engine.postgresql_faults import translate_postgresql
from storage.engine.postgresql_reader import channel
from storage.engine.postgresql_sql import bound, postgresql_sql
from storage.engine.postgresql_url import PostgresPlace
from storage.engine.reader import NONE, Params
from storage.engine.unit import Kind

_KINDS = {"int": "bigint", "text": 'text COLLATE "C"', "blob": "bytea"}
_SLICE = 10_000
"""Rows of a bulk that go over at once: a statement of some megabytes."""

_COPIED = 500
"""From so many rows of a plain insert on, they are streamed."""

_ANALYZED = 1_000
_HOLDER = """
SELECT a.pid, a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (
    SELECT oid FROM pg_database WHERE datname = current_database())
  AND ((l.classid::bigint << 32) | l.objid::bigint) = %s LIMIT 1
"""


class PostgresUnit:
    """Reads and writes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]:
        cursor = self._execute(sql, params)
        return cursor.fetchall() if cursor.description is not None else []

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None:
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Params = NONE) -> Any:
        row = self.one(sql, params)
        return row[0] if row else None

    def run(self, sql: str, params: Params = NONE) -> int:
        return int(self._execute(sql, params).rowcount)

    def _execute(self, sql: str, params: Params) -> Any:
        statement = postgresql_sql(sql)
        return self._connection.execute(statement.sql.encode(), bound(statement, params))

    def bulk(
        self, statement: Bulk, rows: Iterable[Sequence[Any]], shared: Sequence[Any] = ()
    ) -> int:
        plan = compiled(statement)
        left = iter(rows)
        count = 0
        if plan.copy and len(first := list(islice(left, _COPIED))) == _COPIED:
            return self._copy(plan.copy, chain(first, left), tuple(shared))
        if plan.copy:
            left = iter(first)
        while some := list(islice(left, _SLICE)):
            for each in rounds(some, plan.keys):
                params = [*shared, *plan.arrays(each)]
                cursor = self._connection.execute(plan.sql.encode(), params)
                count += cursor.rowcount
        return count

    def stage(
        self, name: str, columns: Sequence[tuple[str, Kind]], rows: Iterable[Sequence[Any]]
    ) -> None:
        declared = ", ".join(f"{column} {_KINDS[kind]}" for column, kind in columns)
        run = self._connection.execute
        run(f"DROP TABLE IF EXISTS pg_temp.{name}".encode())
        run(f"CREATE TEMP TABLE {name} ({declared}) ON COMMIT DROP".encode())
        if self._copy(f"COPY pg_temp.{name} FROM STDIN", rows) >= _ANALYZED:
            # Without it the planner takes any table that nobody looked at for small.
            run(f"ANALYZE pg_temp.{name}".encode())

    def _copy(
        self, sql: str, rows: Iterable[Sequence[Any]], shared: tuple[Any, ...] = ()
    ) -> int:
        """Stream rows, what they share behind each; how many there were."""
        count = 0
        with self._connection.cursor().copy(sql.encode()) as copy:
            for row in rows:
                copy.write_row((*row, *shared))
                count += 1
        return count


@contextmanager
def postgresql_unit(place: PostgresPlace, *, durable: bool = True) -> Iterator[PostgresUnit]:
    """Begin, take the lock, hand out the unit, commit; roll back on any exception.

    Raises ConflictError when another writer holds the store for over 5 s.
    """
    try:
        with writing(place) as connection:
            _begin(connection, place, durable)
            yield PostgresUnit(connection)
            connection.execute(f"{_end(place.schema)}; COMMIT".encode())
    except BellbuoyError:
        raise
    except Exception as error:
        if hasattr(error, "orig"):
            raise translate_postgresql(error, place) from error
        raise


def _begin(connection: Connection, place: PostgresPlace, durable: bool) -> None:
    try:
        connection.execute(_beginning(place.schema, durable).encode())
    except LockNotAvailable as error:
        connection.rollback()
        who = _holder(connection, place.schema)
        raise same_fault("locked", place.shown, who) from error


def lock_of(schema: str) -> str:
    """SQL that waits until nobody else writes in a schema, to the end of the
    transaction."""
    return f"SELECT pg_advisory_xact_lock({_lock_number(schema)})"


def _lock_number(schema: str) -> int:
    return int.from_bytes(
        sha256(f"bellbuoy {schema}".encode()).digest()[:8], "big", signed=True
    )


def _holder(connection: Connection, schema: str) -> str:
    """The session that has the lock of a schema, in words; nothing when it has
    let go meanwhile."""
    row = connection.execute(_HOLDER.encode(), [_lock_number(schema)]).fetchone()
    return "" if row is None else f"server process {row[0]} ({row[1] or 'unnamed'})"


def _beginning(schema: str, durable: bool) -> str:
    quick = "" if durable else "; SET LOCAL synchronous_commit = off"
    return f"BEGIN{quick}; {lock_of(schema)}"


def _end(schema: str) -> str:
    """Tell who listens, if anything was written."""
    return (
        "SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NOT NULL"
        f" THEN pg_notify('{channel(schema)}', '') END"
    )
