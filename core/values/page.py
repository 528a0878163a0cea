"""A page of a list: rows, and the cursor of the next page."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.values.errors import UsageError

Row = TypeVar("Row")
Key = tuple[int | str | None, ...]
_PLAIN = (int, str, type(None))


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`rows` in order; `next` is the cursor behind the last row, None at the end."""

    rows: tuple[Row, ...]
    next: str | None = None
    total: int | None = None


def encode_cursor(order: str, key: Sequence[int | str | None]) -> str:
    """The sort key of a row as opaque text, bound to the order it belongs to."""
    raw = json.dumps([order, *key], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode_cursor(order: str, cursor: str) -> Key:
    """The sort key inside a cursor. Raises UsageError for one of another list."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(raw)
    except (ValueError, RecursionError):
        raise UsageError("that cursor is damaged") from None
    if not isinstance(values, list) or not all(isinstance(v, _PLAIN) for v in values):
        raise UsageError("that cursor is damaged")
    found, *key = values or [None]
    if found != order:
        raise UsageError("that cursor belongs to another order", "drop --cursor")
    return tuple(key)
