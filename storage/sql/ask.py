"""Asking a statement: compiled, run and read within a time, then let go."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from core.sql.statement import Statement, check_names
from core.sql.types import PlanStep, SqlAnswer
from storage.engine.opening import sqlite_path
from storage.engine.store import Store
from storage.sql.session import SqlSession
from storage.sql.spool import Spool
from storage.sql.timed import timed

T = TypeVar("T")
_BATCH = 1_000


def open_session(store: Store) -> SqlSession:
    """A session of the engine that the store is kept by; close it."""
    if store.engine == "postgresql":
        from storage.sql.postgresql import PostgresSession

        return PostgresSession(store.address)
    from storage.sql.sqlite import SqliteSession

    return SqliteSession(sqlite_path(store.address))


def answer(
    session: SqlSession,
    asked: Statement,
    tables: Collection[str],
    *,
    limit: int | None,
    seconds: float,
) -> SqlAnswer:
    """The rows of a statement that may read these tables, `limit` at most.

    Raises UsageError led by the place of what is wrong, OutOfTime after
    `seconds`. The rows stand aside: nothing in the database waits for a reader.
    """
    _open_to(session, asked, tables)
    spool = Spool()

    def work() -> tuple[tuple[str, ...], bool]:
        columns = session.open(asked, seconds)
        return columns, _read(session, spool, limit)

    try:
        columns, more = _told(session, asked, work, seconds)
    except BaseException:
        spool.close()
        raise
    return SqlAnswer(columns, spool, None if limit is None else more)


def plan(
    session: SqlSession, asked: Statement, tables: Collection[str], *, seconds: float
) -> list[PlanStep]:
    """How the engine would go about a statement that may read these tables."""
    _open_to(session, asked, tables)
    return _told(session, asked, lambda: session.plan(asked), seconds)


def _open_to(session: SqlSession, asked: Statement, tables: Collection[str]) -> None:
    every = {column.table for column in session.tables()}
    columns = {column.column for column in session.tables() if column.table in tables}
    check_names(asked, every - set(tables), columns)
    session.allow(tables)


def _read(session: SqlSession, spool: Spool, limit: int | None) -> bool:
    """Put rows aside up to the limit; whether there are more."""
    while limit is None or spool.rows < limit:
        wanted = _BATCH if limit is None else min(_BATCH, limit - spool.rows)
        rows = session.fetch(wanted)
        if not rows:
            return False
        spool.add(rows)
    return bool(session.fetch(1))


def _told(session: SqlSession, asked: Statement, work: Callable[[], T], seconds: float) -> T:
    try:
        return timed(work, session.interrupt, seconds)
    except session.errors as error:
        raise session.fault(error, asked) from error
