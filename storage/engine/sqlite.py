"""SQLite as Bellbuoy wants it (ARCHITECTURE 7, TRUST 1)."""

from __future__ import annotations

import logging
import sqlite3
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from storage.engine.functions import register

# Whoever interrupts may meet it closing a connection; it would write that out by itself.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())

BUSY_MS = 5000
_POLL_S = 0.001
"""SQLite itself looks ten times a second at last, and misses the short gaps that a long
job leaves between two transactions: whoever it was would wait for seconds."""
CACHE_KB = 64 * 1024
"""Pages kept while writing: with SQLite's own 2 MB a batch of facts, which touches
more, writes them out and reads them again; that takes four times as long."""


@lru_cache(maxsize=32)
def writing_engine(path: Path, durable: bool) -> Engine:
    """An engine whose every transaction is BEGIN IMMEDIATE.

    `durable`: synchronous FULL, for what a person or a source is told is
    stored; else NORMAL, for what can be computed again. Nobody checkpoints by
    accident: that is the worker's, or the lease holder's (see checkpoint).
    """
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        prepare(connection, durable=durable)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        begin(connection.connection.driver_connection)

    return engine


def begin(connection: sqlite3.Connection) -> None:
    """BEGIN IMMEDIATE, as soon as nobody else writes.

    Raises sqlite3.OperationalError where that takes longer than BUSY_MS.
    """
    until = monotonic() + BUSY_MS / 1000
    connection.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(_POLL_S)
        else:
            break
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def prepare(connection: sqlite3.Connection, *, durable: bool) -> None:
    """The pragmas of a writing connection."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "foreign_keys = ON",
        f"cache_size = -{CACHE_KB}",
        "temp_store = MEMORY",
        "trusted_schema = OFF",
        "wal_autocheckpoint = 0",
        f"synchronous = {'FULL' if durable else 'NORMAL'}",
        "journal_size_limit = 67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")
    register(connection)
