"""What a group adds up to, in parts that can be put together again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from core.analytics.types import Figure, How
from core.query.fields import Field
from core.values.instants import from_micros
from core.values.money import Money
from core.values.rounding import half_even

Cell = tuple[str, str]
"""A stored field (`arr`) and, of money, a currency; elsewhere an empty text."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """`n` values of a field: their sum, the least and the greatest."""

    n: int
    total: int
    low: int | None
    high: int | None

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.n + other.n,
            self.total + other.total,
            _least(self.low, other.low),
            _greatest(self.high, other.high),
        )


NO_AMOUNTS = Amounts(0, 0, None, None)


@dataclass(frozen=True, slots=True)
class Tally:
    """`n` rows, and the amounts of each cell that was asked for and occurs."""

    n: int = 0
    cells: Mapping[Cell, Amounts] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        cells = dict(self.cells)
        for cell, amounts in other.cells.items():
            cells[cell] = cells.get(cell, NO_AMOUNTS) + amounts
        return Tally(self.n + other.n, cells)


def whole(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, Tally())


def figure(how: How, field_: Field, tally: Tally) -> Figure:
    """One figure over a group. A sum of nothing is 0, any other figure None. Money is
    a list of the currencies that occur (of a sum: that are not 0), each rounded
    half-even, once; a field that reads another (`mrr`) is divided before that."""
    if field_.type == "money":
        found = {
            currency: amounts
            for (name, currency), amounts in tally.cells.items()
            if name == field_.reads and (amounts.total if how == "sum" else amounts.n)
        }
        return tuple(
            Money(half_even(_value(how, found[code]) / field_.per), code)
            for code in sorted(found)
        )
    amounts = tally.cells.get((field_.reads, ""), NO_AMOUNTS)
    if how == "sum":
        return amounts.total
    if not amounts.n:
        return None
    exact = _value(how, amounts)
    if how == "avg":
        return float(exact)
    return from_micros(int(exact)) if field_.type == "instant" else int(exact)


def _value(how: How, amounts: Amounts) -> Fraction:
    """The exact figure of at least one value."""
    if how == "sum":
        return Fraction(amounts.total)
    if how == "avg":
        return Fraction(amounts.total, amounts.n)
    end = amounts.low if how == "min" else amounts.high
    assert end is not None
    return Fraction(end)


def _least(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else min(a, b)


def _greatest(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else max(a, b)
