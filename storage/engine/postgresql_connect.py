"""Connections to a PostgreSQL store, and the few that are kept open.

A process keeps at most a few idle connections, of all its stores; one that its server
has dropped meanwhile is found out before it is handed out, so a server that was away
and is back costs nobody an error. (psycopg's own pool waits in the background and
tells a late “no connection”; a command wants the reason, and at once.)
"""

from __future__ import annotations

import atexit
import os
import selectors
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from core.values.errors import UsageError
from storage.engine.postgresql_faults import POSTGRESQL_FAULTS, translate_postgresql
from storage.engine.postgresql_url import PostgresPlace
from storage.engine.postgresql_values import adapters

Connection = psycopg.Connection[tuple[Any, ...]]

OLDEST = 160000
"""The oldest server: what we read with was tried on 16 and on 18."""

LOCK_S = 5
_KEPT = 8
_NETWORK = {
    "connect_timeout": "5", "keepalives_idle": "30", "keepalives_interval": "10",
    "keepalives_count": "3", "tcp_user_timeout": "60000",
}  # fmt: skip


def connect(place: PostgresPlace, *, writes: bool) -> Connection:
    """A new connection that knows its schema; a reading one cannot write, and is
    stopped after the time limit. Raises BellbuoyError."""
    try:
        given = psycopg.conninfo.conninfo_to_dict(place.conninfo)
        options = {name: value for name, value in _NETWORK.items() if name not in given}
        connection: Connection = psycopg.Connection.connect(
            place.conninfo, autocommit=True, cursor_factory=psycopg.ClientCursor,
            context=_Context(), application_name="bellbuoy", client_encoding="UTF8",
            **options,  # type: ignore[arg-type]
        )  # fmt: skip
    except POSTGRESQL_FAULTS as error:
        raise translate_postgresql(error, place) from error
    try:
        _refuse_old(connection, place)
        _settle(connection, place, writes=writes)
    except BaseException as error:
        connection.close()
        if isinstance(error, POSTGRESQL_FAULTS):
            raise translate_postgresql(error, place) from error
        raise
    return connection


class _Context:
    """What psycopg asks for the adapters of a new connection."""

    connection = None

    @property
    def adapters(self) -> Any:
        return adapters()


def _refuse_old(connection: Connection, place: PostgresPlace) -> None:
    version = connection.info.server_version
    if version < OLDEST:
        raise UsageError(
            f"the server at {place.server} is PostgreSQL {version // 10_000}:"
            f" too old, {OLDEST // 10_000} is the oldest",
            "update the server",
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise UsageError(
            f"the database at {place.server} keeps text as {encoding}, not as UTF8",
            "createdb --encoding UTF8 --template template0 NAME",
        )


def _settle(connection: Connection, place: PostgresPlace, *, writes: bool) -> None:
    settings = {
        "search_path": f'"{place.schema}"',
        "statement_timeout": "0" if writes else f"{place.timeout_s}s",
        "lock_timeout": f"{LOCK_S}s",
        "default_transaction_read_only": "off" if writes else "on",
        "default_transaction_isolation": "read committed",
        "standard_conforming_strings": "on",
        "jit": "off",
    }
    calls = ", ".join("set_config(%s, %s, false)" for _ in settings)
    pairs = [text for pair in settings.items() for text in pair]
    connection.execute(f"SELECT {calls}".encode(), pairs)


class Idle:
    """The idle connections of a process, of all its stores. One may serve another
    schema of its database next. A fork begins without any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[tuple[PostgresPlace, bool, Connection]] = []
        self._process = os.getpid()

    def take(self, place: PostgresPlace, *, writes: bool) -> Connection:
        """An idle connection that its server still knows, or a new one."""
        while (found := self._pop(place, writes)) is not None:
            kept_for, connection = found
            if not lives(connection):
                connection.close()
                continue
            if kept_for != place:
                try:
                    _settle(connection, place, writes=writes)
                except psycopg.Error:
                    connection.close()
                    continue
            return connection
        return connect(place, writes=writes)

    def give(self, place: PostgresPlace, connection: Connection, *, writes: bool) -> None:
        """Take a connection back; one in the middle of something is closed."""
        old = connection
        idle = not connection.closed and (
            connection.info.transaction_status == TransactionStatus.IDLE
        )
        with self._lock:
            if idle and self._process == os.getpid():
                self._kept.append((place, writes, connection))
                if len(self._kept) <= _KEPT:
                    return
                old = self._kept.pop(0)[2]
        old.close()

    def close(self) -> None:
        """Close all that is kept."""
        with self._lock:
            left, self._kept = self._kept, []
        for _, _, connection in left:
            connection.close()

    def _pop(
        self, place: PostgresPlace, writes: bool
    ) -> tuple[PostgresPlace, Connection] | None:
        """The one that was used last, of the same schema if there is one."""
        with self._lock:
            if self._process != os.getpid():
                self._process, self._kept = os.getpid(), []
            best = None
            for number, (kept_for, kind, _) in enumerate(self._kept):
                if kind == writes and kept_for.conninfo == place.conninfo:
                    best = number if best is None or kept_for == place else best
            if best is None:
                return None
            kept_for, _, connection = self._kept.pop(best)
            return kept_for, connection


def lives(connection: Connection) -> bool:
    """Whether the server has said nothing: to an idle connection that listens to
    nobody it has nothing to say but that it ends."""
    return not connection.closed and not has_word(connection)


def has_word(connection: Connection) -> bool:
    """Whether something of the server waits to be read."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return bool(selector.select(0))


IDLE = Idle()
atexit.register(IDLE.close)


@contextmanager
def writing(place: PostgresPlace) -> Iterator[Connection]:
    """A writing connection for the length of a block; errors as BellbuoyError."""
    connection = IDLE.take(place, writes=True)
    try:
        yield connection
    except POSTGRESQL_FAULTS as error:
        raise translate_postgresql(error, place) from error
    finally:
        if (
            not connection.closed
            and connection.info.transaction_status != TransactionStatus.IDLE
        ):
            _roll_back(connection)
        IDLE.give(place, connection, writes=True)


def _roll_back(connection: Connection) -> None:
    """What a unit left open; nothing where it was committed."""
    if connection.closed or connection.info.transaction_status == TransactionStatus.IDLE:
        return
    try:
        connection.rollback()
    except psycopg.Error:
        connection.close()
