"""What is done to many rows at once, said without an engine.

A description names the table and its columns; each engine compiles it once and
feeds it with tuples (binding dicts costs more than SQLite's own work).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlmodel import SQLModel

Conflict = Literal["error", "ignore", "update"]
How = Literal["replace", "add", "most", "least"]
"""What a new value does to the old one: takes its place, is added to it, or the
larger (smaller) of the two stands; a missing one is no value."""


@dataclass(frozen=True, slots=True)
class BulkInsert:
    """Rows are tuples of `columns`, in the order of the table, but for those of
    `shared`, which have one value for all rows, given apart."""

    model: type[SQLModel]
    columns: tuple[str, ...]
    conflict: Conflict = "error"
    keys: tuple[str, ...] = ()
    changes: tuple[tuple[str, How], ...] = ()
    shared: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        named = [name for name in table_columns(self.model) if name in self.columns]
        if tuple(named) != self.columns:
            raise ValueError(f"{self.model.__name__}: give the columns as {named}")
        if not set(self.shared) < set(self.columns):
            raise ValueError(f"{self.model.__name__}: shared are some of the columns")

    @property
    def own(self) -> tuple[str, ...]:
        """The columns of which each row has a value of its own."""
        return tuple(name for name in self.columns if name not in self.shared)


@dataclass(frozen=True, slots=True)
class BulkUpdate:
    """Rows are tuples of `keys`, then the columns of `changes`."""

    model: type[SQLModel]
    keys: tuple[str, ...]
    changes: tuple[tuple[str, How], ...]


@dataclass(frozen=True, slots=True)
class BulkDelete:
    """Rows are tuples of `keys`; rows that equal one go."""

    model: type[SQLModel]
    keys: tuple[str, ...]


Bulk = BulkInsert | BulkUpdate | BulkDelete


def table_columns(model: type[SQLModel]) -> tuple[str, ...]:
    """The names of a table's columns, in order."""
    return tuple(column.name for column in model.__table__.columns)  # type: ignore[attr-defined]


def bulk_insert(
    model: type[SQLModel],
    columns: tuple[str, ...],
    *,
    conflict: Conflict = "error",
    keys: tuple[str, ...] = (),
    add: tuple[str, ...] = (),
    replace: tuple[str, ...] = (),
    most: tuple[str, ...] = (),
    shared: tuple[str, ...] = (),
) -> BulkInsert:
    """An insert of `columns`, in the order of the table; rows leave those of
    `shared` out.

    `conflict`: `error`, `ignore`, or `update` of the row with the same `keys`:
    columns of `add` grow by the new value, those of `replace` take it, those of
    `most` keep the larger. Raises ValueError for columns out of order.
    """
    changes: list[tuple[str, How]] = [(name, "add") for name in add]
    changes += [(name, "replace") for name in replace]
    changes += [(name, "most") for name in most]
    return BulkInsert(model, columns, conflict, keys, tuple(changes), shared)


def bulk_update(
    model: type[SQLModel],
    keys: tuple[str, ...],
    *,
    replace: tuple[str, ...] = (),
    add: tuple[str, ...] = (),
    most: tuple[str, ...] = (),
    least: tuple[str, ...] = (),
) -> BulkUpdate:
    """An update of rows found by `keys`; its rows hold the keys, then the columns
    of `replace`, `add`, `most` and `least`, in this order."""
    changes: list[tuple[str, How]] = [(name, "replace") for name in replace]
    changes += [(name, "add") for name in add]
    changes += [(name, "most") for name in most]
    changes += [(name, "least") for name in least]
    return BulkUpdate(model, keys, tuple(changes))


def bulk_delete(model: type[SQLModel], keys: tuple[str, ...]) -> BulkDelete:
    return BulkDelete(model, keys)
