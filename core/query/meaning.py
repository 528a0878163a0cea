"""What a clause means: a few plain tests that every back end can run.

All rules about spans, months, money, lists and missing values are settled
here, once; evaluation in Python and compilation to SQL only translate atoms.
Every atom is false on a missing value, except `Missing` (DEFINITIONS 12.1).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, NamedTuple

from core.query.bounds import cover
from core.query.context import QueryContext
from core.query.fields import Field, FieldSet
from core.query.types import (
    Amount,
    Between,
    Clause,
    Found,
    Keyword,
    Op,
    Scalar,
    Span,
    Text,
    Value,
    Word,
)
from core.values.instants import day_end, to_micros
from core.values.text import fold

How = Literal["starts", "contains", "ends"]
_EARLIER: dict[Op, Op] = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_UNSEEN = timedelta(days=1)
"""How far back `look` reaches for whoever has never looked."""
_HOW: dict[Op, How] = {"starts": "starts", "like": "contains", "ends": "ends"}


class Present(NamedTuple):
    field: Field


class Missing(NamedTuple):
    field: Field


class Within(NamedTuple):
    """Between two bounds in the stored unit, None: no bound. Money also has to
    be in `currency`."""

    field: Field
    low: int | float | None = None
    high: int | float | None = None
    low_open: bool = False
    high_open: bool = False
    currency: str | None = None


class Among(NamedTuple):
    """The stored text (of a reference: its key) is exactly one of these."""

    field: Field
    tokens: tuple[str, ...]


class Same(NamedTuple):
    """The folded text (of a reference: its key) is one of these."""

    field: Field
    texts: tuple[str, ...]


class Like(NamedTuple):
    """The folded text (of a reference: its name) holds this at that place."""

    field: Field
    how: How
    text: str


class Matching(NamedTuple):
    """The pattern occurs in the folded text (of a reference: its name)."""

    field: Field
    pattern: str


Atom = Present | Missing | Within | Among | Same | Like | Matching


class Meaning(NamedTuple):
    """True when one of `any_of` is, and none of `unless`."""

    any_of: tuple[Atom, ...]
    unless: tuple[Atom, ...] = ()


def meaning(node: Clause | Text, fields: FieldSet, context: QueryContext) -> Meaning:
    """The test behind a leaf of the tree."""
    if isinstance(node, Text):
        text = fold(node.text)
        return Meaning(tuple(Like(f, "contains", text) for f in fields.searched))
    field = fields[node.field]
    op: Op = "eq" if node.op == "ne" else node.op
    atoms = tuple(a for value in node.values for a in _atoms(value, op, field, context))
    if node.op == "ne":
        return Meaning(_comparable(node.values, field, context), atoms)
    return Meaning(atoms)


def _comparable(
    values: tuple[Value, ...], field: Field, context: QueryContext
) -> tuple[Atom, ...]:
    """What a row needs for `!=` to be true of it: a value, in a currency that was
    named, on the side of today where the span looks."""
    parts = [p for v in values for p in ((v.low, v.high) if isinstance(v, Between) else (v,))]
    if any(isinstance(p, Span) for p in parts):
        return (_side(field, context),)
    currencies = {p.currency or context.base_currency for p in parts if isinstance(p, Amount)}
    if currencies:
        return tuple(Within(field, currency=c) for c in sorted(currencies))
    return (Present(field),)


def _atoms(value: Value, op: Op, field: Field, context: QueryContext) -> tuple[Atom, ...]:
    match value:
        case Keyword():
            return (_keyword(value, field, context),)
        case Found():
            return (Among(field, value.keys),)
        case Between():
            return (_between(value, field, context),)
        case Word():
            return _word(value.text, op, field)
        case _:
            return (_ordered(value, op, field, context),)


def _keyword(value: Keyword, field: Field, context: QueryContext) -> Atom:
    if value.name == "none":
        return Missing(field)
    if value.name == "any":
        return Present(field)
    if value.name == "me":
        return Same(field, (fold(context.viewer.name),))
    if value.name == "look":
        last = context.looked or context.now - _UNSEEN
        return Within(field, low=to_micros(last), low_open=True)
    return Within(field, high=_now(field, context), high_open=True)


def _word(text: str, op: Op, field: Field) -> tuple[Atom, ...]:
    if field.type == "flag":
        bit = int(text == "yes")
        return (Within(field, bit, bit),)
    if field.type == "enum":
        return (Among(field, (text,)),)
    if op == "matches":
        return (Matching(field, text),)
    folded = fold(text)
    if op != "eq":
        return (Like(field, _HOW[op], folded),)
    same = Same(field, (folded,))
    # A word on a reference is its id, its name or the beginning of its name.
    return (same, Like(field, "starts", folded)) if field.type == "reference" else (same,)


def _ordered(value: Scalar, op: Op, field: Field, context: QueryContext) -> Within:
    first, last = cover(value, field, context)
    if isinstance(value, Span) and not field.future:
        # More time since is an earlier moment.
        op = _EARLIER.get(op, op)
    found = {
        "eq": Within(field, first, last),
        "lt": Within(field, high=first, high_open=True),
        "le": Within(field, high=last),
        "gt": Within(field, low=last, low_open=True),
        "ge": Within(field, low=first),
    }[op]
    if isinstance(value, Span):
        return _both(found, _side(field, context, value))
    if isinstance(value, Amount):
        return found._replace(currency=value.currency or context.base_currency)
    return found


def _between(value: Between, field: Field, context: QueryContext) -> Within:
    low = Within(field) if value.low is None else _ordered(value.low, "ge", field, context)
    high = Within(field) if value.high is None else _ordered(value.high, "le", field, context)
    return _both(low, high)


def _both(one: Within, other: Within) -> Within:
    """The overlap. Where two bounds are equal, the open one is the narrower."""
    lows = [(w.low, w.low_open) for w in (one, other) if w.low is not None]
    highs = [(w.high, not w.high_open) for w in (one, other) if w.high is not None]
    low, low_open = max(lows, default=(None, False))
    high, high_closed = min(highs, default=(None, True))
    currency = one.currency or other.currency
    return Within(one.field, low, high, low_open, not high_closed, currency)


def _side(field: Field, context: QueryContext, span: Span | None = None) -> Within:
    """Where spans look: what has passed has no time left, and what is yet to
    come no time since. Counted in days, all of today has come."""
    now = _now(field, context)
    if field.future:
        return Within(field, low=now)
    if field.type == "instant" and (span is None or span.unit not in ("min", "h")):
        now = to_micros(day_end(context.today, context.zone))
    return Within(field, high=now)


def _now(field: Field, context: QueryContext) -> int:
    return context.today if field.type == "day" else to_micros(context.now)
