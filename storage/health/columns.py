"""Rows of a statement as columns: arrays of whole numbers, and words with an index.

It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.values.spans import Ints, columns_of, indexed
from core.values.spans import whole as ints

__all__ = ["Row", "Words", "columns_of", "ints", "mine", "words"]

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A column of few distinct texts: the index of each row's in `values`."""

    values: tuple[str | None, ...]
    index: Ints


def words(values: Sequence[str | None]) -> Words:
    return Words(*indexed(values))


def mine(ids: Ints, rows: Sequence[Row]) -> tuple[Ints, Sequence[Row]]:
    """Rows whose first value is one of `ids` (ascending), and its place there."""
    client = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
    place = np.searchsorted(ids, client)
    wanted = place < len(ids)
    wanted[wanted] = ids[place[wanted]] == client[wanted]
    if wanted.all():
        return place, rows
    return place[wanted], [row for row, keep in zip(rows, wanted.tolist(), strict=True) if keep]
