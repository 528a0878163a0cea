"""A query on single rows, in Python: two-valued, as in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from core.query.automaton import automaton
from core.query.context import QueryContext
from core.query.fields import FieldSet
from core.query.meaning import (
    Among,
    Atom,
    Like,
    Matching,
    Meaning,
    Missing,
    Present,
    Same,
    Within,
    meaning,
)
from core.query.types import And, Node, Not, Or, Reference
from core.values.instants import to_micros
from core.values.money import Money
from core.values.text import fold

One = str | int | float | bool | Money | datetime | Reference | None
RowValue = One | tuple[One, ...]
Row = Mapping[str, RowValue]


def matches(node: Node | None, row: Row, fields: FieldSet, context: QueryContext) -> bool:
    """Whether a row belongs to the query; no query, every row.

    `row` maps field names to values: text and enums str, numbers int or float,
    money Money, days int (epoch day), instants aware datetime, flags bool,
    references Reference or, where key and name are one, str. Missing is None. A field
    of many values has a tuple; an empty one is missing.
    """
    return predicate(node, fields, context)(row)


def predicate(
    node: Node | None, fields: FieldSet, context: QueryContext
) -> Callable[[Row], bool]:
    """The same for many rows: dates and patterns are settled once."""
    if node is None:
        return lambda row: True
    if isinstance(node, And | Or):
        parts = [predicate(part, fields, context) for part in node.parts]
        if isinstance(node, And):
            return lambda row: all(part(row) for part in parts)
        return lambda row: any(part(row) for part in parts)
    if isinstance(node, Not):
        inner = predicate(node.part, fields, context)
        return lambda row: not inner(row)
    test = meaning(node, fields, context)
    return lambda row: _holds(test, row)


def _holds(test: Meaning, row: Row) -> bool:
    found = any(_true(atom, row[atom.field.reads]) for atom in test.any_of)
    return found and not any(_true(atom, row[atom.field.reads]) for atom in test.unless)


def _true(atom: Atom, value: RowValue) -> bool:
    if isinstance(value, tuple):
        return any(_one_true(atom, each) for each in value or (None,))
    return _one_true(atom, value)


def _one_true(atom: Atom, value: One) -> bool:
    if value is None:
        return isinstance(atom, Missing)
    match atom:
        case Present():
            return True
        case Missing():
            return False
        case Within():
            return _within(atom, value)
        case Among():
            return _key(value) in atom.tokens
        case Same():
            return fold(_key(value)) in atom.texts
        case Like():
            return _like(atom, fold(_name(value)))
        case Matching():
            return automaton(atom.pattern).search(fold(_name(value)))


def _within(atom: Within, value: One) -> bool:
    number = _number(value)
    if isinstance(value, Money) and value.currency != atom.currency:
        return False
    if atom.low is not None and (number < atom.low or (atom.low_open and number == atom.low)):
        return False
    return (
        atom.high is None or number < atom.high or (number == atom.high and not atom.high_open)
    )


def _number(value: One) -> int | float:
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, datetime):
        return to_micros(value)
    if isinstance(value, int | float):
        return value
    raise TypeError(f"{value!r} is no number, amount or time")


def _like(atom: Like, text: str) -> bool:
    if atom.how == "starts":
        return text.startswith(atom.text)
    return text.endswith(atom.text) if atom.how == "ends" else atom.text in text


def _key(value: One) -> str:
    return value.key if isinstance(value, Reference) else str(value)


def _name(value: One) -> str:
    return value.name if isinstance(value, Reference) else str(value)
