"""The unit of work on SQLite: BEGIN IMMEDIATE, then commit or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Table, column, func, insert
from sqlalchemy import table as table_of
from sqlalchemy.dialects import sqlite

from core.values.errors import BellbuoyError
from storage.engine.bulk import Bulk, BulkDelete, BulkInsert, BulkUpdate, How
from storage.engine.dialect import sqlite_sql
from storage.engine.faults import is_database_error, translate
from storage.engine.reader import NONE, Params
from storage.engine.sqlite import writing_engine
from storage.engine.sqlite_rows import insert_rows, places
from storage.engine.sqlite_search import index_names
from storage.engine.unit import Kind

_KINDS = {"int": "INTEGER", "text": "TEXT", "blob": "BLOB"}
_TAKEN: dict[How, str] = {
    "replace": "?",
    "add": "{name} + ?",
    # SQLite's max and min of a missing value are missing.
    "most": "coalesce(max({name}, ?), {name}, ?)",
    "least": "coalesce(min({name}, ?), {name}, ?)",
}


class SqliteUnit:
    """Reads and writes of one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._driver = connection

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]:
        return self._driver.execute(sqlite_sql(sql), params).fetchall()

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._driver.execute(sqlite_sql(sql), params).fetchone()
        return row

    def value(self, sql: str, params: Params = NONE) -> Any:
        row = self.one(sql, params)
        return row[0] if row else None

    def run(self, sql: str, params: Params = NONE) -> int:
        return self._driver.execute(sqlite_sql(sql), params).rowcount

    def bulk(
        self, statement: Bulk, rows: Iterable[Sequence[Any]], shared: Sequence[Any] = ()
    ) -> int:
        sql, order = _compiled(statement)
        if isinstance(statement, BulkInsert):
            at = [statement.columns.index(name) for name in statement.shared]
            return insert_rows(self._driver, sql, len(statement.columns), rows, at, shared)
        if order is not None:
            rows = map(itemgetter(*order), rows)
        return self._driver.executemany(sql, rows).rowcount

    def stage(
        self, name: str, columns: Sequence[tuple[str, Kind]], rows: Iterable[Sequence[Any]]
    ) -> None:
        declared = ", ".join(f"{column} {_KINDS[kind]}" for column, kind in columns)
        self._driver.execute(f"DROP TABLE IF EXISTS temp.{name}")
        self._driver.execute(f"CREATE TEMP TABLE {name} ({declared})")
        sql = f"INSERT INTO temp.{name} VALUES {places(len(columns))}"
        insert_rows(self._driver, sql, len(columns), rows)


@cache
def _compiled(statement: Bulk) -> tuple[str, tuple[int, ...] | None]:
    """The SQL of a description, and which value of a row stands in which place
    of it (None: as they come)."""
    match statement:
        case BulkInsert():
            return _insert(statement), None
        case BulkUpdate():
            return _update(statement)
        case BulkDelete():
            where = " AND ".join(f"{key} = ?" for key in statement.keys)
            return f"DELETE FROM {_table(statement).name} WHERE {where}", None


def _table(statement: Bulk) -> Table:
    table: Table = statement.model.__table__  # type: ignore[attr-defined]
    return table


def _insert(statement: BulkInsert) -> str:
    # Names alone: what a declaration has for a default would be a column more.
    declared = _table(statement)
    table = table_of(declared.name, *(column(each.name) for each in declared.columns))
    if statement.conflict == "error":
        built: Any = insert(table)
    else:
        chosen = sqlite.insert(table)
        if statement.conflict == "ignore":
            built = chosen.on_conflict_do_nothing(index_elements=list(statement.keys) or None)
        else:
            new = chosen.excluded
            changes: dict[str, Any] = {}
            for name, how in statement.changes:
                old = table.c[name]
                changes[name] = {
                    "add": old + new[name],
                    "replace": new[name],
                    "most": func.max(old, new[name]),
                    "least": func.min(old, new[name]),
                }[how]
            built = chosen.on_conflict_do_update(
                index_elements=list(statement.keys), set_=changes
            )
    compiled = built.values(dict.fromkeys(statement.columns)).compile(
        dialect=sqlite.dialect(), column_keys=list(statement.columns)
    )
    return str(compiled)


def _update(statement: BulkUpdate) -> tuple[str, tuple[int, ...]]:
    parts: list[str] = []
    order: list[int] = []
    for place, (name, how) in enumerate(statement.changes, start=len(statement.keys)):
        taken = _TAKEN[how].format(name=name)
        parts.append(f"{name} = {taken}")
        order += [place] * taken.count("?")
    where = " AND ".join(f"{key} = ?" for key in statement.keys)
    order += range(len(statement.keys))
    return f"UPDATE {_table(statement).name} SET {', '.join(parts)} WHERE {where}", tuple(order)


@contextmanager
def sqlite_unit(path: Path, *, durable: bool = True) -> Iterator[SqliteUnit]:
    """Begin, hand out the unit, commit; roll back on any exception.

    Raises ConflictError when another writer holds the store for over 5 s.
    """
    try:
        with writing_engine(path, durable).connect() as connection, connection.begin():
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield SqliteUnit(driver)
            index_names(driver)
    except BellbuoyError:
        raise
    except Exception as error:
        if is_database_error(error):
            raise translate(error, str(path)) from error
        raise
