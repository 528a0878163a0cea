"""Reading a store: plain SQL text over a read-only connection.

Reads are SQL text with named parameters, so that a first page, or a command's
answer, needs no SQLAlchemy (which alone doubles the start). Writes go through a
unit; tests run every statement on a migrated store of both engines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from storage.engine.finding import Finding

Params = Mapping[str, Any] | Sequence[Any]
NONE: Mapping[str, Any] = {}
Told = Callable[[int, int], None]
"""Called with (rows done, rows in all) by what reads all of a store; what it raises
stops the work."""


def untold(_done: int, _total: int) -> None:
    """Nobody watches."""


class Allowed(NamedTuple):
    """How long a statement may take: seconds, and more for each row that it gives. On
    SQLite they are of work: it may take twenty times as long where it waits meanwhile."""

    seconds: float
    a_row: float = 0.0


class TookLong(Exception):
    """A statement was stopped at the end of the time that its caller allowed."""


class TableShape(NamedTuple):
    """A table of a store: its columns by name, and those of its primary key in
    the order of the key."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]


class Rows(Protocol):
    """What reads need: a read-only connection, or the unit of a write."""

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]: ...

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None: ...

    def value(self, sql: str, params: Params = NONE) -> Any: ...


class Reader(Rows, Protocol):
    """One read-only connection. Every call is its own snapshot, and no read
    transaction outlives its query unless `begin` holds one. Use it from one
    thread; only `interrupt` may come from another."""

    def stream(
        self, sql: str, params: Params = NONE, allowed: Allowed | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, for answers that must not be held in memory. Raises TookLong
        soon after they took longer than `allowed`; a snapshot that is held outlives it."""

    def rows_within(self, sql: str, params: Params, allowed: Allowed) -> list[tuple[Any, ...]]:
        """All rows of a statement. Raises TookLong, as `stream` does."""

    def begin(self) -> None:
        """Hold one snapshot until `end`: answers made of several reads agree."""

    def end(self) -> None: ...

    def changes(self) -> int:
        """A number that differs after any other process or connection commits."""

    def interrupt(self) -> None:
        """Stop the running query; it raises in its own thread."""

    def tables(self) -> tuple[TableShape, ...]:
        """The tables that hold what a store says, by name."""

    def soundness(self) -> list[Finding]:
        """What the database itself finds wrong with the store."""

    def close(self) -> None: ...

    def __enter__(self) -> Reader: ...

    def __exit__(self, *_: object) -> None: ...
