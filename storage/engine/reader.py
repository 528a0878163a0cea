"""Reading a store: plain SQL text over a read-only connection.

Reads are SQL text with named parameters, so that a first page, or a command's
answer, needs no SQLAlchemy (which alone doubles the start). Writes are Core
statements over the declared tables; tests run every read on a migrated store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from storage.engine.faults import DRIVER_FAULTS, translate
from storage.engine.functions import register

Params = Mapping[str, Any] | Sequence[Any]
NONE: Mapping[str, Any] = {}


class Rows(Protocol):
    """What reads need: a read-only connection, or the unit of a write."""

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]: ...

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None: ...

    def value(self, sql: str, params: Params = NONE) -> Any: ...


class Reader:
    """One read-only connection. Every call is its own snapshot, and no read
    transaction outlives its query unless `snapshot` holds one. Use it from one
    thread; only `interrupt` may come from another."""

    def __init__(self, path: Path, *, timeout: float = 5.0) -> None:
        self.path = str(path)
        uri = f"file:{quote(str(path.absolute()))}?mode=ro"
        try:
            self._db = sqlite3.connect(
                uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA query_only = 1")
            self._db.execute("PRAGMA trusted_schema = 0")
            register(self._db)
        except sqlite3.Error as error:
            raise translate(error, self.path) from error

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(sql, params).fetchall()
        except DRIVER_FAULTS as error:
            raise translate(error, self.path) from error

    def stream(self, sql: str, params: Params = NONE) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, for answers that must not be held in memory."""
        try:
            yield from self._db.execute(sql, params)
        except DRIVER_FAULTS as error:
            raise translate(error, self.path) from error

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None:
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Params = NONE) -> Any:
        found = self.one(sql, params)
        return found[0] if found else None

    def begin(self) -> None:
        """Hold one snapshot until `end`: answers made of several reads agree."""
        self.rows("BEGIN")
        self.rows("SELECT 1 FROM setting LIMIT 1")

    def end(self) -> None:
        if self._db.in_transaction:
            self.rows("COMMIT")

    def changes(self) -> int:
        """A number that differs after any other process or connection commits."""
        return int(self.value("PRAGMA data_version"))

    def interrupt(self) -> None:
        """Stop the running query; it raises in its own thread."""
        self._db.interrupt()

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
