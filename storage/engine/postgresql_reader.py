"""Reading a PostgreSQL store over a read-only connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus

from core.values.errors import BellbuoyError, RemoteError
from storage.engine.finding import Finding
from storage.engine.postgresql_catalog import shapes, soundness
from storage.engine.postgresql_connect import IDLE, Connection, has_word
from storage.engine.postgresql_faults import POSTGRESQL_FAULTS, translate_postgresql
from storage.engine.postgresql_sql import bound, postgresql_sql
from storage.engine.postgresql_url import PostgresPlace
from storage.engine.reader import NONE, Allowed, Params, TableShape, TookLong

T = TypeVar("T")
_CHUNK = 2000
_TOGETHER = 32
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_INTERRUPT_S = 5.0


def _cancel(connection: Connection) -> None:
    with suppress(psycopg.Error, OSError):
        connection.cancel_safe(timeout=_INTERRUPT_S)


def _ran_out(error: BaseException) -> bool:
    return isinstance(error, errors.QueryCanceled) and "statement timeout" in str(error)


def channel(schema: str) -> str:
    """What a commit in this schema is told on."""
    return f"bellbuoy_{schema}"


class PostgresReader:
    """One read-only connection; see `Reader`. It comes from those kept open and
    goes back to them. When its server has gone, the call that finds out raises
    RemoteError, and the next one connects again."""

    def __init__(self, place: PostgresPlace, lent: Connection | None = None) -> None:
        """`lent` is a connection in a transaction that is somebody else's."""
        self._place = place
        self._connection = lent
        self._held = lent is not None
        self._streams = 0
        self._cursors = count(1)
        self._changes = 0
        self._listens = False
        self._cancelling: threading.Thread | None = None
        self._open()

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]:
        return self._twice(lambda: self._fetched(sql, params))

    def _twice(self, ask: Callable[[], T]) -> T:
        """A server that was away has dropped every connection: ask once more over a
        new one, unless earlier answers belong to the snapshot of this one."""
        once = self._connection is None or self._held or self._streams > 0
        try:
            return ask()
        except RemoteError:
            if once:
                raise
        return ask()

    def _fetched(self, sql: str, params: Params) -> list[tuple[Any, ...]]:
        connection = self._open()
        try:
            statement = postgresql_sql(sql)
            cursor = connection.execute(statement.sql.encode(), bound(statement, params))
            return cursor.fetchall() if cursor.description is not None else []
        except POSTGRESQL_FAULTS as error:
            raise self._failed(error) from error

    def stream(
        self,
        sql: str,
        params: Params = NONE,
        allowed: Allowed | None = None,
        some: int = 1,  # the first is told at once, however far the next one is
    ) -> Iterator[tuple[Any, ...]]:
        connection = self._open()
        name = f"rows_{next(self._cursors)}"
        alone = not self._held and not self._streams
        self._streams += 1
        try:
            if alone:
                connection.execute(_BEGIN.encode())
            if allowed is not None:
                connection.execute(f"SAVEPOINT {name}".encode())  # a snapshot goes on
            statement = postgresql_sql(sql)
            connection.execute(
                f"DECLARE {name} NO SCROLL CURSOR FOR {statement.sql}".encode(),
                bound(statement, params),
            )
            until = monotonic() + allowed.seconds if allowed is not None else 0.0
            while True:
                if allowed is not None:
                    until += some * allowed.a_row
                    self._limit(connection, until - monotonic())
                rows = connection.execute(f"FETCH {some} FROM {name}".encode()).fetchall()
                if not rows:
                    return
                yield from rows
                some = min(2 * some, _CHUNK)
        except POSTGRESQL_FAULTS as error:
            if allowed is not None and _ran_out(error):
                raise TookLong from error
            raise self._failed(error) from error
        finally:
            self._streams -= 1
            self._let_go(connection, name, limited=allowed is not None)

    def rows_within(self, sql: str, params: Params, allowed: Allowed) -> list[tuple[Any, ...]]:
        return self._twice(lambda: list(self.stream(sql, params, allowed, _TOGETHER)))

    def _limit(self, connection: Connection, seconds: float) -> None:
        """Stop the next statement after so long."""
        if seconds <= 0:
            raise TookLong
        at_most = max(1, int(min(seconds, self._place.timeout_s or seconds) * 1000))
        connection.execute(f"SET LOCAL statement_timeout = {at_most}".encode())

    def _let_go(self, connection: Connection, cursor: str, *, limited: bool) -> None:
        """Close a cursor, and its transaction with the last one."""
        if connection is not self._connection or connection.closed:
            return
        with suppress(psycopg.Error):
            if not self._held and not self._streams:
                connection.rollback()
            elif limited:
                connection.execute(f"ROLLBACK TO SAVEPOINT {cursor}".encode())
                connection.execute(f"RELEASE SAVEPOINT {cursor}".encode())
            elif connection.info.transaction_status == TransactionStatus.INTRANS:
                connection.execute(f"CLOSE {cursor}".encode())

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None:
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Params = NONE) -> Any:
        found = self.one(sql, params)
        return found[0] if found else None

    def begin(self) -> None:
        self.rows(_BEGIN)
        self._held = True
        try:
            self.rows("SELECT 1 FROM setting LIMIT 1")
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        self._held = False
        connection = self._connection
        if connection is not None and not connection.closed:
            with suppress(psycopg.Error):
                connection.rollback()

    def changes(self) -> int:
        return self._twice(self._heard)

    def _heard(self) -> int:
        connection = self._open()
        try:
            if not self._listens:
                connection.execute(f'LISTEN "{channel(self._place.schema)}"'.encode())
                self._listens = True
                self._changes += 1  # what was committed before nobody told us of
            self._changes += sum(1 for _ in connection.notifies(timeout=0))
            if has_word(connection):
                connection.execute(b"SELECT 1")  # more to read, or the connection ended
        except POSTGRESQL_FAULTS as error:
            raise self._failed(error) from error
        return self._changes

    def interrupt(self) -> None:
        """It takes a word over the network, and nobody waits for that here."""
        connection, earlier = self._connection, self._cancelling
        if connection is not None and (earlier is None or not earlier.is_alive()):
            asked = threading.Thread(target=_cancel, args=(connection,), daemon=True)
            asked.start()
            self._cancelling = asked

    def tables(self) -> tuple[TableShape, ...]:
        return shapes(self, self._place.schema)

    def soundness(self) -> list[Finding]:
        return soundness(self, self._place.schema)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if not connection.closed:
                connection.rollback()
                if self._listens:
                    connection.execute(b"UNLISTEN *")
        except psycopg.Error:
            connection.close()
        IDLE.give(self._place, connection, writes=False)

    def _open(self) -> Connection:
        """The connection, or a new one where the old one has gone. What stops the
        last query must not hit the next one: it is waited for."""
        asked, self._cancelling = self._cancelling, None
        if asked is not None:
            asked.join()
        if self._connection is None or self._connection.closed:
            if self._held:
                self._held = False
                raise self._failed(psycopg.OperationalError("the connection was lost"))
            self._connection = None
            self._listens = False
            self._connection = IDLE.take(self._place, writes=False)
        return self._connection

    def _failed(self, error: BaseException) -> BellbuoyError:
        """What it means; a connection that cannot be used any more is let go."""
        fault = translate_postgresql(error, self._place)
        if isinstance(fault, RemoteError) and self._connection is not None:
            self._connection.close()
            self._held = False
        return fault

    def __enter__(self) -> PostgresReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
