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

from core.integrations.cells import PLAIN_ID
from core.integrations.fields import Field
from core.integrations.mapping_types import Column
from core.values.instants import EPOCH

Bulk = Callable[[list[Any]], list[Any] | None]

_UTC = re.compile(
    r"\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z", re.ASCII
)
_MOST_DIGITS = 14


def bulk_of(field: Field, column: Column, latest: datetime) -> Bulk | None:
    """The quick way for a field, when there is one: a cell that is taken as it
    stands, without translation, pattern or default."""
    if column.words or column.format or column.after or column.default is not None:
        return None
    match field.type:
        case "id":
            return ids
        case "whole":
            return wholes
        case "instant":
            return lambda cells: instants(cells, latest)
        case "text":
            return required_texts if field.required else texts
    return None


def ids(cells: list[Any]) -> list[Any] | None:
    try:
        return cells if all(map(PLAIN_ID.fullmatch, cells)) else None
    except TypeError:  # no text: from JSON
        return None


def wholes(cells: list[Any]) -> list[Any] | None:
    try:
        joined = "".join(cells)
    except TypeError:
        return None
    plain = joined.isascii() and joined.isdigit() and "" not in cells
    if not plain or max(map(len, cells)) > _MOST_DIGITS:
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
