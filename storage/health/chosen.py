"""Choosing a chunk of clients in a statement: a range, or a list of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.engine.params import as_list

_LOOSEST = 1.5
"""A range may hold this many times the clients that are wanted."""


class Chosen:
    """Clients by number, ascending. A dense chunk is read as a range, which may
    bring rows of others too: the reader leaves them out, or asks for `exact`."""

    def __init__(self, ids: Sequence[int], *, exact: bool = False) -> None:
        self.ids = ids
        span = ids[-1] - ids[0] + 1 if ids else 0
        self._range = 0 < span <= (1 if exact else _LOOSEST) * len(ids)
        self.params: dict[str, Any]
        if self._range:
            self.params = {"first_id": ids[0], "last_id": ids[-1]}
        else:
            self.params = {"ids": as_list(ids)}

    def where(self, column: str) -> str:
        """SQL: whether a column names one of them."""
        if self._range:
            return f"{column} BETWEEN :first_id AND :last_id"
        return f"{column} IN (SELECT value FROM ints(:ids))"
