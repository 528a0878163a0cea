"""Spans of days or moments over many rows, added up in arrays.

It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]
MISSING = -(2**63)
"""A day, an instant or a change that is not there."""
NEVER = 2**63 - 1
"""The end of what has no end."""


def over_spans(shape: tuple[int, int], row: Ints, first: Ints, last: Ints, by: Ints) -> Ints:
    """(rows, moments): each of `by` added to its row's moments from index `first`
    up to, not with, `last`; nothing where `last` is not behind `first`."""
    steps = np.zeros((shape[0], shape[1] + 1), dtype=np.int64)
    spanning = last > first
    row, first, last, by = (each[spanning] for each in (row, first, last, by))
    np.add.at(steps, (row, first), by)
    np.subtract.at(steps, (row, last), by)
    found: Ints = np.cumsum(steps, axis=1)[:, :-1]
    return found


def columns_of(rows: Sequence[Sequence[Any]], count: int) -> list[Sequence[Any]]:
    """The `count` columns of rows, also of none."""
    return list(zip(*rows, strict=True)) if rows else [()] * count


def whole(values: Sequence[Any], none: int = 0) -> Ints:
    """A column of whole numbers, with `none` where there is none."""
    if None in values:
        values = [none if value is None else value for value in values]
    return np.fromiter(values, dtype=np.int64, count=len(values))


def indexed(values: Sequence[Any]) -> tuple[tuple[Any, ...], Ints]:
    """The distinct values of a column, as they come, and the index of each."""
    found: dict[Any, int] = {}
    index = [found.setdefault(value, len(found)) for value in values]
    return tuple(found), np.array(index, dtype=np.int64)
