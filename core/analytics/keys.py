"""What groups have in common: from stored values to keys, and how keys are ordered."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from core.analytics.months import month_of
from core.analytics.types import Key
from core.query.fields import Field
from core.query.types import Reference
from core.values.money import Money
from core.values.rounding import half_even
from core.values.text import fold

Stored = str | int | None
Rank = tuple[str | int, ...]


def width(field: Field, *, named: bool) -> int:
    """How many stored values a key of the field is made of; `named`: a reference
    whose name is not its key."""
    return 2 if field.type == "money" or named else 1


def key_of(field: Field, stored: Sequence[Stored], months: Sequence[str] = ()) -> Key:
    """The key of stored values: a day becomes its month, a number its place among
    `months` likewise, empty text is no text. None where a value is missing."""
    first = stored[0]
    if first is None or first == "":
        return None
    match field.type:
        case "day":
            return month_of(int(first))
        case "instant":
            return months[int(first)]
        case "flag":
            return bool(first)
        case "number":
            return int(first)
        case "money":
            minor, currency = int(first), stored[1]
            # MRR of an ARR of 12,000: the amount as it is shown.
            return None if currency is None else _money(field, minor, str(currency))
        case "reference" if len(stored) == 2:
            return Reference(str(first), str(first if stored[1] is None else stored[1]))
        case _:
            return str(first)


def _money(field: Field, minor: int, currency: str) -> Money:
    return Money(half_even(Fraction(minor, field.per)), currency)


def rank(field: Field, key: Key) -> Rank:
    """Where a key stands among those of its field: tiers and severities from the
    worst, text by its letters, the rest by size. Of keys that are there."""
    match key:
        case Money():
            return (key.currency, key.minor)
        case Reference():
            return (fold(key.name), key.name, key.key)
        case bool() | int():
            return (int(key),)
        case str():
            if field.allowed:
                known = field.allowed
                return (known.index(key) if key in known else len(known), key)
            return (fold(key), key)
        case None:
            raise ValueError("a missing key has no rank")
