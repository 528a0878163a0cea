"""A figure over the rows of a query, opened into the groups that it is the sum of.

An average is a sum over a number of rows: each group's part of it is its own sum over
the same number, rounded with the others so that they add up to what is shown
(DEFINITIONS 1.5).
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from core.analytics.tally import NO_AMOUNTS, Amounts, Tally
from core.analytics.types import NONE_WORD, Key
from core.health.types import TIERS
from core.query.fields import Field
from core.query.parse import conjunction
from core.query.types import Clause, Keyword, Query, Reference
from core.query.write import to_text
from core.values.contribution import Contribution, Explanation
from core.values.counting import counted
from core.values.money import Money, show_money
from core.values.rounding import apportion, half_even

_MEASURES: Mapping[str, str] = {"trend": "change of health in 7 days"}


@dataclass(frozen=True, slots=True)
class Part:
    """A group of the rows: what it is called, the query that finds them (None: none does),
    and what they add up to."""

    id: str
    label: str
    query: Query | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Over:
    """The rows that figures are over, in parts: each row is in one of them. `subject` is
    their query; of one without conditions, and without a subject, they are all."""

    noun: str
    subject: str
    parts: Sequence[Part]
    as_of: datetime


def how_many(over: Over) -> Explanation:
    """How many rows there are."""
    what = f"{over.noun}s"
    parts = tuple(_part(over, part, part.tally.n, part.tally.n) for part in over.parts)
    return _explained(over, what, what, sum(part.points for part in parts), parts)


def summed(over: Over, field: Field, measure: str = "") -> tuple[Explanation, ...]:
    """A sum of money in minor units, an explanation a currency: never added across."""
    codes = {code for p in over.parts for name, code in p.tally.cells if name == field.reads}
    found = []
    for code in sorted(codes):
        totals = [_amounts(part, field, code).total for part in over.parts]
        if not any(totals):
            continue
        exact = [Fraction(total, field.per) for total in totals]
        shown = half_even(sum(exact, Fraction()))
        parts = tuple(
            _part(over, part, points, part.tally.n)
            for part, points in zip(over.parts, apportion(exact, shown), strict=True)
        )
        found.append(_explained(over, measure or field.label, f"minor {code}", shown, parts))
    return tuple(found)


def averaged(over: Over, field: Field) -> Explanation:
    """An average in tenths, over the rows that have a value."""
    measure = _MEASURES.get(field.name, f"average {field.label}")
    told = [(part, _amounts(part, field)) for part in over.parts]
    told = [(part, amounts) for part, amounts in told if amounts.n]
    rows = sum(amounts.n for _, amounts in told)
    if not rows:
        return _explained(over, measure, "tenths", None, (), "none of them has one")
    total = sum(amounts.total for _, amounts in told)
    # As groups show it: what is shown is what is explained.
    shown = round(round(total / rows, 1) * 10)
    points = apportion([Fraction(10 * amounts.total, rows) for _, amounts in told], shown)
    known = Clause(field.name, "eq", (Keyword("any"),))
    parts = tuple(
        _part(over, part, each, amounts.n, f"{amounts.total:,} ÷ {rows:,}", known)
        for (part, amounts), each in zip(told, points, strict=True)
    )
    return _explained(
        over, measure, "tenths", shown, parts, f"{total:,} ÷ {counted(rows, over.noun)}"
    )


def key_words(key: Key) -> str:
    """What a key is called; text may come from outside."""
    match key:
        case None:
            return NONE_WORD
        case bool():
            return "yes" if key else "no"
        case Money():
            return show_money(key, whole=False)
        case Reference():
            return key.name or key.key
        case str() if key in TIERS:
            return key.replace("_", " ")
        case _:
            return str(key)


def _amounts(part: Part, field: Field, currency: str = "") -> Amounts:
    return part.tally.cells.get((field.reads, currency), NO_AMOUNTS)


def _part(
    over: Over,
    part: Part,
    points: int,
    rows: int,
    value: str = "",
    known: Clause | None = None,
) -> Contribution:
    command = ""
    if part.query is not None:
        nodes = [each for each in (part.query.where, known) if each is not None]
        query = to_text(Query(conjunction(nodes), part.query.directives))
        command = f"{over.noun} list {shlex.quote(query)}"
    return Contribution(part.id, part.label, points, value=value, rows=rows, command=command)


def _explained(
    over: Over,
    measure: str,
    unit: str,
    total: int | None,
    parts: tuple[Contribution, ...],
    note: str = "",
) -> Explanation:
    subject = over.subject or f"all {over.noun}s"
    return Explanation(subject, measure, total, parts, over.as_of, "", unit, note)
