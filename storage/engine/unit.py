"""A unit of work: one transaction, begun IMMEDIATE, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from core.values.errors import BellbuoyError
from storage.engine.faults import is_database_error, translate
from storage.engine.reader import NONE, Params
from storage.engine.sqlite import writing_engine


class Unit:
    """Reads and writes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        self._driver: Any = driver

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._driver.execute(sql, params).fetchall()
        return found

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._driver.execute(sql, params).fetchone()
        return row

    def value(self, sql: str, params: Params = NONE) -> Any:
        row = self.one(sql, params)
        return row[0] if row else None

    def bulk(self, statement: BulkInsert, rows: Iterable[Sequence[Any]]) -> int:
        """Execute a compiled insert with tuples; the count of rows written."""
        return int(self._driver.executemany(statement.sql, rows).rowcount)

    def many(self, sql: str, rows: Iterable[Params]) -> int:
        """Execute one text statement for each row of parameters."""
        return int(self._driver.executemany(sql, rows).rowcount)


class BulkInsert:
    """An insert compiled once and fed with tuples: binding dicts costs more than
    SQLite's own work on the bulk path."""

    def __init__(self, sql: str) -> None:
        self.sql = sql


@cache
def bulk_insert(
    model: type[SQLModel],
    columns: tuple[str, ...],
    *,
    conflict: str = "error",
    keys: tuple[str, ...] = (),
    add: tuple[str, ...] = (),
    replace: tuple[str, ...] = (),
    most: tuple[str, ...] = (),
) -> BulkInsert:
    """Compile an insert of `columns` in that order.

    `conflict`: `error`, `ignore`, or `update` of the row with the same `keys`:
    columns of `add` grow by the new value, those of `replace` take it, those of
    `most` keep the larger.
    """
    table: Table = model.__table__  # type: ignore[attr-defined]
    if conflict == "error":
        statement: Any = insert(table)
    else:
        chosen = sqlite.insert(table)
        if conflict == "ignore":
            statement = chosen.on_conflict_do_nothing(index_elements=list(keys) or None)
        else:
            new = chosen.excluded
            changes = {name: table.c[name] + new[name] for name in add}
            changes |= {name: new[name] for name in replace}
            changes |= {name: func.max(table.c[name], new[name]) for name in most}
            statement = chosen.on_conflict_do_update(index_elements=list(keys), set_=changes)
    compiled = statement.values(dict.fromkeys(columns)).compile(
        dialect=sqlite.dialect(), column_keys=list(columns)
    )
    if list(compiled.positiontup or ()) != list(columns):
        # SQLAlchemy renders the columns in the table's order.
        raise ValueError(f"{table.name}: give the columns as {compiled.positiontup}")
    return BulkInsert(str(compiled))


@contextmanager
def unit_of_work(path: Path, *, durable: bool = True) -> Iterator[Unit]:
    """Begin, hand out the unit, commit; roll back on any exception.

    Raises ConflictError when another writer holds the store for over 5 s.
    """
    try:
        with writing_engine(path, durable).connect() as connection, connection.begin():
            yield Unit(connection)
    except BellbuoyError:
        raise
    except Exception as error:
        if is_database_error(error):
            raise translate(error, str(path)) from error
        raise
