"""Rows as a change set keeps them: JSON by column, bytes in base64."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
NO_ROW = ""
"""A name that no column has: there was no row, and the others held without one."""
_BYTES = "base64"
# Made once: `json.dumps` makes an encoder a call, and a change may keep 300,000 rows.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def packed(row: Mapping[str, Any]) -> str:
    """A row, or some columns of it, as it is kept."""
    return _encoded({name: _in(value) for name, value in row.items()})


def without_row(usual: Mapping[str, Any]) -> Row:
    """What is kept where there is no row, and what is usual holds instead."""
    return {NO_ROW: "no row", **usual}


def unpacked(text: str | None) -> Row | None:
    """The columns of a row as they were kept; None where there was no row."""
    return row_of(shown(text))


def row_of(said: Row | None) -> Row | None:
    """The columns of a row as they were kept, of what is shown of it."""
    return None if said is None or NO_ROW in said else said


def shown(text: str | None) -> Row | None:
    """The same for a person: what is usual stands in place of a row."""
    if text is None:
        return None
    found: Row = json.loads(text)
    if _BYTES not in text:
        return found
    return {name: _out(value) for name, value in found.items()}


def _in(value: Any) -> Any:
    return {_BYTES: b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


def _out(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {_BYTES}:
        return b64decode(value[_BYTES])
    return value
