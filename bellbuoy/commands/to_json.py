"""Read models as JSON values: the same keys as their fields, in the same order."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from bellbuoy.commands.columns import Json
from core.values.instants import day_text, iso

# Fields of the read models that hold a local day as a whole number.
DAY_FIELDS = frozenset(
    "change_from day end ended first_day last_day last_login last_seen newest offer_clock "
    "renews start".split()
)


def to_json(value: object, days: frozenset[str] = DAY_FIELDS) -> Json:
    """A frozen dataclass, or anything inside one, as plain JSON values.

    Instants become RFC 3339 UTC, local days (fields named in `days`) `2024-06-30`,
    money `{"minor": …, "currency": …}`, bytes `{"base64": …}` with `text` beside
    it when they are UTF-8. Numbers that JSON lacks are null, -0.0 is 0.0.
    Raises TypeError for a value that has no JSON form.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _number(value)
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case bytes():
            return _bytes(value)
        case Mapping():
            return {_key(key): to_json(item, days) for key, item in value.items()}
        case tuple() | list():
            return [to_json(item, days) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {
                field.name: _field(field.name, getattr(value, field.name), days)
                for field in fields(value)
            }
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


def record(value: object, days: frozenset[str] = DAY_FIELDS) -> dict[str, Json]:
    """A frozen dataclass as one row. Raises TypeError for anything else."""
    found = to_json(value, days)
    if not isinstance(found, dict):
        raise TypeError(f"{type(value).__name__} is no record")
    return found


def _field(name: str, value: object, days: frozenset[str]) -> Json:
    if name in days and isinstance(value, int):
        return day_text(value)
    return to_json(value, days)


def _number(value: float) -> float | None:
    return value + 0.0 if math.isfinite(value) else None


def _bytes(value: bytes) -> dict[str, Json]:
    found: dict[str, Json] = {"base64": base64.b64encode(value).decode("ascii")}
    try:
        found["text"] = value.decode("utf-8")
    except UnicodeDecodeError:
        return found
    return found


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    raise TypeError("a JSON key is text")
