"""A unit of work: one transaction, alone in writing, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

from storage.engine.bulk import (
    Bulk,
    BulkDelete,
    BulkInsert,
    BulkUpdate,
    bulk_delete,
    bulk_insert,
    bulk_update,
)
from storage.engine.reader import NONE, Params

__all__ = [
    "Bulk",
    "BulkDelete",
    "BulkInsert",
    "BulkUpdate",
    "Kind",
    "Unit",
    "bulk_delete",
    "bulk_insert",
    "bulk_update",
]

Kind = Literal["int", "text", "blob"]


class Unit(Protocol):
    """Reads and writes of one transaction; each engine has its own."""

    def rows(self, sql: str, params: Params = NONE) -> list[tuple[Any, ...]]: ...

    def one(self, sql: str, params: Params = NONE) -> tuple[Any, ...] | None: ...

    def value(self, sql: str, params: Params = NONE) -> Any: ...

    def run(self, sql: str, params: Params = NONE) -> int:
        """Execute a statement that returns nothing; how many rows it touched."""

    def bulk(
        self, statement: Bulk, rows: Iterable[Sequence[Any]], shared: Sequence[Any] = ()
    ) -> int:
        """Do the same to many rows, in their order; how many were written. `shared`
        are the values of an insert's columns of that name."""

    def stage(
        self, name: str, columns: Sequence[tuple[str, Kind]], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Put rows into the temporary table `name`, made anew, for statements of
        this transaction to read. It has no key; `rowid` is not to be relied on."""
