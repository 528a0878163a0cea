"""Columns as data: which key, under which title, shown how."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.values.money import Money, show_money

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

# SGR parameters. The word stands beside each colour, so no fact hangs on it.
_TIER_PAINT = {"critical": "1;31", "at_risk": "33", "healthy": "32", "unknown": "2"}


def show(value: Json) -> str:
    """A JSON value as the text of a cell; nothing for null."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value)
        case {"minor": int(minor), "currency": str(currency)}:
            return show_money(Money(minor, currency))
        case Mapping():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return ", ".join(show(item) for item in value)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `render` gives the text of a value (outside text
    may be left as it is: the table passes every cell through `safe_text`).
    `paint` gives the SGR parameters of a value, empty for none. An `extra`
    column is in csv and behind --cols, not in the table by itself. `money`
    values are two columns in csv: `key_minor` and `key_currency`. A `fixed`
    column is never cut: half an id or a moment would be a wrong one. `also` are
    other names that --cols takes: those that the field has in a query. `mark` is the key
    of a row that says whether `sign` stands behind the value in a table."""

    key: str
    title: str
    align: Literal["left", "right"] = "left"
    render: Callable[[Any], str] = show
    paint: Callable[[Any], str] | None = None
    extra: bool = False
    money: bool = False
    fixed: bool = False
    also: tuple[str, ...] = ()
    mark: str = ""
    sign: str = "~"


def number(key: str, title: str, *, extra: bool = False, also: tuple[str, ...] = ()) -> Column:
    """A column of whole numbers with grouped thousands."""
    return Column(key, title, "right", _grouped, extra=extra, also=also)


def money(key: str, title: str, *, extra: bool = False) -> Column:
    """A column of `{"minor": …, "currency": …}`, in whole major units."""
    return Column(key, title, "right", show, extra=extra, money=True)


def moment(key: str, title: str, *, extra: bool = False, also: tuple[str, ...] = ()) -> Column:
    """A column of RFC 3339 instants, shown to the minute: `2024-06-30 09:00Z`."""
    return Column(key, title, "left", _to_the_minute, extra=extra, fixed=True, also=also)


def tier(key: str = "tier", title: str = "tier") -> Column:
    """The tier in its sign and word, coloured where colour is wanted."""
    return Column(key, title, "left", _tier_word, _tier_paint, fixed=True)


def _grouped(value: float | None) -> str:
    return "" if value is None else f"{value:,}"


def _to_the_minute(value: str | None) -> str:
    return f"{value[:10]} {value[11:16]}Z" if value else ""


def _tier_word(value: str | None) -> str:
    from core.health.types import TIER_WORDS  # a list without tiers needs none

    return TIER_WORDS.get(value or "unknown", show(value))


def _tier_paint(value: str | None) -> str:
    return _TIER_PAINT.get(value or "unknown", "")
