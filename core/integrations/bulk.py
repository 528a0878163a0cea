"""Whole columns at once: the plain cases, met a million times.

Each function takes the cells of one column and gives their values, or None when
any cell needs a closer look; then each is read by its own parser. What they
accept is a part of what the parsers of core.integrations.cells and times accept,
with the same values.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from core.integrations.cells import LONGEST_ID
from core.integrations.fields import Field
from core.integrations.mapping_types import Column
from core.values.instants import EPOCH

Bulk = Callable[[list[Any]], list[Any] | None]

_UTC = re.compile(
    r"\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z", re.ASCII
)
_MOST_DIGITS = 14
_REMEMBERED = 4096


def bulk_of(field: Field, column: Column, latest: datetime, empty: Any = None) -> Bulk | None:
    """The quick way for a field, when there is one: a cell that is taken as it
    stands, without translation, pattern or default of the column's own. `empty`
    is what an empty cell of a field that is not required means."""
    if column.words or column.format or column.after or column.default is not None:
        return None
    match field.type:
        case "id":
            found: Bulk = ids
        case "whole":
            found = wholes
        case "instant":

            def found(cells: list[Any]) -> list[Any] | None:
                return instants(cells, latest)

        case "text":
            return required_texts if field.required else texts
        case _:
            return None
    return found if field.required else with_empty(found, empty)


def with_empty(bulk: Bulk, empty: Any) -> Bulk:
    """The same for a column in which cells may be empty."""

    def read(cells: list[Any]) -> list[Any] | None:
        if "" not in cells:
            return bulk(cells)
        found = bulk([cell for cell in cells if cell != ""])
        if found is None:
            return None
        given = iter(found)
        return [empty if cell == "" else next(given) for cell in cells]

    return read


def ids(cells: list[Any]) -> list[Any] | None:
    """Ids of visible ASCII: no blanks around them, no `|`."""
    try:
        joined = "".join(cells)
    except TypeError:  # no text: from JSON
        return None
    if not joined.isascii() or not joined.isprintable() or " " in joined or "|" in joined:
        return None
    sizes = list(map(len, cells))
    return cells if min(sizes, default=1) and max(sizes, default=1) <= LONGEST_ID else None


def wholes(cells: list[Any]) -> list[Any] | None:
    try:
        joined = "".join(cells)
    except TypeError:
        return None
    plain = joined.isascii() and (joined.isdigit() or not cells) and "" not in cells
    if not plain or max(map(len, cells), default=0) > _MOST_DIGITS:
        return None
    return list(map(int, cells))


def instants(cells: list[Any], latest: datetime) -> list[Any] | None:
    try:
        if not all(map(_UTC.fullmatch, cells)):
            return None
        found = list(map(datetime.fromisoformat, cells))
    except (TypeError, ValueError):
        return None
    in_range = min(found, default=EPOCH) >= EPOCH and max(found, default=EPOCH) <= latest
    return found if in_range else None


def texts(cells: list[Any]) -> list[Any] | None:
    try:
        "".join(cells)
    except TypeError:
        return None
    return [cell or None for cell in cells]


def required_texts(cells: list[Any]) -> list[Any] | None:
    try:
        return cells if all(map(str.strip, cells)) else None
    except TypeError:
        return None


class Remembered(dict[Any, Any]):
    """The values of cells that came before: for columns of few different ones.
    `read` makes the value of one cell, or of a tuple of them, and may raise."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value = self._read(cell)
        if len(self) < _REMEMBERED:
            self[cell] = value
        return value


def remembered(read: Callable[[Any], Any]) -> Bulk:
    """A column whose cells are text of few kinds, each read once by `read`.
    Raises what it raises."""
    known = Remembered(read)

    def column(cells: list[Any]) -> list[Any] | None:
        try:
            "".join(cells)  # other values may be equal without being the same
        except TypeError:
            return None
        return list(map(known.__getitem__, cells))

    return column


def remembered_pairs(read: Callable[[Any], Any]) -> Callable[[list[Any], list[Any]], Any]:
    """The same for values that are read from two cells at once."""
    known = Remembered(read)

    def column(first: list[Any], second: list[Any]) -> list[Any] | None:
        try:
            "".join(first), "".join(second)
        except TypeError:
            return None
        return list(map(known.__getitem__, zip(first, second, strict=True)))

    return column
