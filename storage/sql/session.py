"""What a person's statement needs of an engine: one connection that only reads."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from core.sql.statement import Statement
from core.sql.types import PlanStep, SqlColumn
from core.values.errors import BellbuoyError


class SqlSession(Protocol):
    """One connection for one statement. It reads nothing but the tables that
    `allow` names; only `interrupt` may be called from another thread."""

    engine: str
    errors: tuple[type[Exception], ...]
    """What its driver raises; `fault` reads these."""

    def tables(self) -> list[SqlColumn]:
        """Every column of every table of the store, by table and place."""

    def allow(self, tables: Collection[str]) -> None:
        """The tables that may be read from now on. Before, none may."""

    def plan(self, asked: Statement) -> list[PlanStep]:
        """How the engine would go about a statement, without doing it."""

    def open(self, asked: Statement, seconds: float) -> tuple[str, ...]:
        """Begin a statement; the names of its columns. The engine itself stops
        it some time after `seconds`, should nobody else."""

    def fetch(self, limit: int) -> list[tuple[Any, ...]]:
        """The next rows, none at the end."""

    def fault(self, error: Exception, asked: Statement) -> BellbuoyError:
        """What an error of the driver means, led by the place where it is known."""

    def interrupt(self) -> None:
        """Stop what runs; it raises in its own thread."""

    def close(self) -> None: ...
