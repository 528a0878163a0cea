"""Columns of a list and the fields that a view names them by."""

from __future__ import annotations

from collections.abc import Iterable

_FIELDS = {"delta7": "trend"}
_IDS = {field: column for column, field in _FIELDS.items()}


def fields_of(ids: Iterable[str]) -> tuple[str, ...]:
    """Columns by the names that the query language and commands have for them."""
    return tuple(_FIELDS.get(each, each) for each in ids)


def ids_of(fields: Iterable[str]) -> tuple[str, ...]:
    """The other way round. A list passes over those that it does not have."""
    return tuple(_IDS.get(each, each) for each in fields)
