"""Rows of declared tables by their key: as they stand, and put back as they stood.

Names of tables and columns come from the declarations alone; what a store says of
them is only compared with these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger

from storage.audit.packing import Row
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.engine.schema import Table
from storage.engine.tables import model_of
from storage.engine.unit import Unit, bulk_delete, bulk_insert, bulk_update


@dataclass(frozen=True, slots=True)
class Shape:
    """A declared table whose rows have one column for a key."""

    model: type[Table]
    key: str
    numbered: bool
    columns: tuple[str, ...]
    required: frozenset[str]

    def key_of(self, key: object) -> int | str:
        """A key as the column holds it. Raises ValueError for what is no number."""
        return int(str(key)) if self.numbered else str(key)


@cache
def shape_of(table: str) -> Shape:
    """Raises KeyError for a table that is not declared, ValueError for a key of
    several columns."""
    model = model_of(table)
    columns = list(model.__table__.columns)  # type: ignore[attr-defined]
    keys = [column for column in columns if column.primary_key]
    if len(keys) != 1:
        raise ValueError(f"{table} has a key of {len(keys)} columns")
    return Shape(
        model,
        keys[0].name,
        isinstance(keys[0].type, BigInteger),
        tuple(column.name for column in columns),
        frozenset(column.name for column in columns if not column.nullable),
    )


def rows_by_key(
    rows: Rows, table: str, keys: Iterable[object], columns: Sequence[str] = ()
) -> dict[str, Row]:
    """The rows that there are, by their keys as text; all columns, or some."""
    shape = shape_of(table)
    named = tuple(columns) or shape.columns
    wanted = [shape.key_of(key) for key in keys]
    listed = "ints" if shape.numbered else "texts"
    picked = ", ".join(f'"{name}"' for name in (shape.key, *_declared(shape, named)))
    found = rows.rows(
        f'SELECT {picked} FROM "{table}" WHERE "{shape.key}" IN'  # declared names alone
        f" (SELECT value FROM {listed}(?))",
        (as_list(wanted),),
    )
    return {str(key): dict(zip(named, values, strict=True)) for key, *values in found}


def _declared(shape: Shape, names: Collection[str]) -> Collection[str]:
    unknown = set(names) - set(shape.columns)
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    return names


def fits(table: str, before: Row | None, after: Row | None) -> bool:
    """Whether rows can be put back from what was kept of them: whole where there was
    none on the other side, else the same columns on both, and values that fit."""
    try:
        shape = shape_of(table)
    except (KeyError, ValueError):
        return False
    sides = [side for side in (before, after) if side is not None]
    if len(sides) == 1:
        return sides[0].keys() == set(shape.columns) and _holds(shape, sides[0])
    return (
        len(sides) == 2
        and sides[0].keys() == sides[1].keys() <= set(shape.columns)
        and all(_holds(shape, side) for side in sides)
    )


def _holds(shape: Shape, row: Mapping[str, Any]) -> bool:
    return all(row[name] is not None for name in shape.required & row.keys())


def put_row(unit: Unit, table: str, key: str, now: Row | None, then: Row | None) -> None:
    """One row, the same way."""
    put_rows(unit, [(table, key, now, then)])


def put_rows(unit: Unit, rows: Iterable[tuple[str, str, Row | None, Row | None]]) -> None:
    """Make rows what they were, in their order: (table, key, as it is now, as it was).
    Gone where it was None, there again where it is None, else the columns of then.
    Neighbours of one kind are written together."""
    for (table, kind, names), group in groupby(rows, _kind):
        shape = shape_of(table)
        if kind == "gone":
            deleted = [(shape.key_of(key),) for _, key, _, _ in group]
            unit.bulk(bulk_delete(shape.model, (shape.key,)), deleted)
        elif kind == "new":
            whole = [tuple((then or {})[name] for name in shape.columns)
                     for _, _, _, then in group]  # fmt: skip
            unit.bulk(bulk_insert(shape.model, shape.columns), whole)
        else:
            statement = bulk_update(shape.model, (shape.key,), replace=names)
            changed = [
                (shape.key_of(key), *((then or {})[name] for name in names))
                for _, key, _, then in group
            ]
            unit.bulk(statement, changed)


def _kind(row: tuple[str, str, Row | None, Row | None]) -> tuple[str, str, tuple[str, ...]]:
    """The table, what is done to it, and of an update the columns."""
    table, _, now, then = row
    if then is None:
        return table, "gone", ()
    if now is None:
        return table, "new", ()
    return table, "other", tuple(_declared(shape_of(table), tuple(then)))
