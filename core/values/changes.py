"""What differs between two looks at a list, row by row and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from core.values.money import Money

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")

ChangeKind = Literal["stands", "enters", "leaves", "changes"]
Value = str | int | Money | datetime | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One figure before and after."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class RowChange(Generic[Row]):
    """Something that happened to a row of a list: `changed` where it stayed in it, `row`
    as it stands now, or stood last where it `leaves`; `key` is its public id."""

    at: datetime
    what: ChangeKind
    key: str
    row: Row
    changed: tuple[FieldChange, ...] = ()


def changes(
    before: Mapping[str, Row],
    after: Mapping[str, Row],
    at: datetime,
    kind: ChangeKind = "enters",
) -> Iterator[RowChange[Row]]:
    """Who left, in the old order, then who came in (`kind`) or changed, in the new one.

    Told one after the other they make `after` of `before`.
    """
    for key, was in before.items():
        if key not in after:
            yield RowChange(at, "leaves", key, was)
    for key, now in after.items():
        if key not in before:
            yield RowChange(at, kind, key, now)
        elif differing := _differing(before[key], now):
            yield RowChange(at, "changes", key, now, differing)


def _differing(was: Row, now: Row) -> tuple[FieldChange, ...]:
    if was == now:
        return ()
    pairs = (
        (each.name, getattr(was, each.name), getattr(now, each.name)) for each in fields(now)
    )
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])
