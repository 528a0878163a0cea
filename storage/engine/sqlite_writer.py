"""Many short transactions of one piece of work, over one SQLite connection.

A connection a transaction starts with an empty page cache; work that comes back
to the same indexes thousands of times keeps them at hand instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from core.values.errors import BellbuoyError
from storage.engine.faults import is_database_error, translate
from storage.engine.sqlite import begin, prepare
from storage.engine.sqlite_search import index_names
from storage.engine.sqlite_unit import SqliteUnit

CACHE_KB = 128 * 1024


@contextmanager
def sqlite_writer(
    path: Path,
) -> Iterator[Callable[[], AbstractContextManager[SqliteUnit]]]:
    """Hand out what begins a unit of work, as `sqlite_unit` with `durable` False."""
    with closing(_opened(path)) as connection:

        @contextmanager
        def unit() -> Iterator[SqliteUnit]:
            try:
                with _transaction(connection):
                    yield SqliteUnit(connection)
            except BellbuoyError:
                raise
            except Exception as error:
                if is_database_error(error):
                    raise translate(error, str(path)) from error
                raise

        yield unit


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that can write. SQLite writes as it opens a store with a log, so a
    full disk is met here first."""
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        prepare(connection, durable=False)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise translate(error, str(path)) from error
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    begin(connection)
    try:
        yield
        index_names(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
