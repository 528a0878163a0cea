"""Conditions that a script sets on an answer: on its rows, its size, its age.

A condition is a query (SCREENS 3). Of a list its fields are those of the list; of any
other answer they are the keys of its rows, each with the type of its values. The one
word beside them is `rows`: how many rows the answer has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeGuard

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.fields import field_set
from bellbuoy.services.lists import looking, query_context
from core.query.errors import QueryError
from core.query.evaluate import Row, RowValue, predicate
from core.query.fields import Field, FieldSet, FieldType
from core.query.parse import parse
from core.query.references import bind, lookups
from core.query.types import And, Clause, Directives, Node, Not, Or, Reference
from core.values.errors import UsageError
from core.values.instants import from_micros, parse_day
from core.values.money import Money
from storage.cache.age import imported_at
from storage.jobs.reads import newest_good
from storage.query.references import references

SCORING = "score-clients"
Told = Mapping[str, Any]
"""A row of an answer, as JSON has it."""
_SIZE = FieldSet("answer", (Field("rows", "number", "rows", "how many rows there are"),))
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_LISTED = ("client", "incident", "quarantine")


@dataclass(frozen=True, slots=True)
class Condition:
    """`whole`: it is about the answer, and `fits` takes `{"rows": 12}`; else it is
    about each of its rows."""

    whole: bool
    fits: Callable[[Told], bool]


@service("fields:read")
def condition(ctx: Context, text: str, noun: str, rows: Sequence[Told]) -> Condition:
    """A condition on an answer about `noun`, of which `rows` are at hand: all that
    there are, or of a list the first.

    Raises QueryError for one that cannot be read, UsageError for a field that the rows
    do not have.
    """
    if _about_size(ctx, text):
        size = parse(text, _SIZE, query_context(ctx)).where
        return Condition(True, predicate(size, _SIZE, query_context(ctx)))
    fields, context = _fields(noun, rows), query_context(ctx)
    query = parse(text, fields, context)
    if query.directives != Directives() or query.where is None:
        raise UsageError("a condition asks about rows, and says nothing of their order")
    tree = query.where
    if rows:
        _check_keys(tree, fields, rows[0])
    with ctx.reader() as reader:
        context = looking(reader, ctx, fields.noun, tree)
        wanted = lookups(tree, fields, context)
        tree = bind(tree, fields, context, references(reader, wanted))
    test = predicate(tree, fields, context)
    return Condition(False, lambda row: any(test(each) for each in _read(row, fields)))


def _about_size(ctx: Context, text: str) -> bool:
    try:
        found = parse(text, _SIZE, query_context(ctx))
    except QueryError:
        return False
    names = _names(found.where)
    return names is not None and names != set()


def _names(node: Node | None) -> set[str] | None:
    """The fields that a tree asks about; None where it also looks for words."""
    match node:
        case And() | Or():
            found = [_names(part) for part in node.parts]
            return None if None in found else set[str]().union(*filter(None, found))
        case Not():
            return _names(node.part)
        case Clause():
            return {node.field}
    return None if node is not None else set()


def _check_keys(tree: Node, fields: FieldSet, row: Told) -> None:
    for name in sorted(_names(tree) or ()):
        key = fields[name].reads
        if key not in _flat(row):
            raise UsageError(f"the answer has no “{name}” to set a condition on", "drop cols:")


# Fields


def _fields(noun: str, rows: Sequence[Told]) -> FieldSet:
    """Those of a list, else what the rows say of themselves."""
    if noun in _LISTED:
        return field_set(noun)
    types: dict[str, FieldType | None] = {}
    for row in rows:
        for key, value in _flat(row).items():
            types[key] = types.get(key) or _type(value)
    return FieldSet(noun, tuple(_field(key, found) for key, found in types.items()))


def _field(key: str, found: FieldType | None) -> Field:
    behind = False if found in ("day", "instant") else None
    return Field(
        key, found or "number", key, key, future=behind, share=key.endswith(("share", "part"))
    )


def _flat(row: Told, above: str = "") -> dict[str, Any]:
    """Keys inside keys with a dot between: `tiers.critical.n`."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        name = f"{above}{key.lower()}"
        if isinstance(value, Mapping) and not _is_money(value):
            found |= _flat(value, f"{name}.")
        else:
            found[name] = value
    return found


def _type(value: Any) -> FieldType | None:
    match value:
        case None | [] | ():
            return None
        case bool():
            return "flag"
        case int() | float():
            return "number"
        case str():
            if _DAY.fullmatch(value):
                return "day"
            return "instant" if _INSTANT.fullmatch(value) else "text"
        case _:
            money = _is_money(value) or (_is_list(value) and all(map(_is_money, value)))
            return "money" if money else "text"


def _is_money(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"minor", "currency"}


def _is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


# Values


def _read(row: Told, fields: FieldSet) -> Iterable[Row]:
    """The row as a query sees it; of sums in several currencies one for each of them."""
    flat = _flat(row)
    wanted = {field.reads: fields[field.reads] for field in fields.fields}
    codes = sorted(
        {
            money["currency"]
            for key, value in flat.items()
            if key in wanted and _is_list(value)
            for money in value
            if _is_money(money)
        }
    )
    for code in codes or [""]:
        yield {key: _value(flat, key, field, code) for key, field in wanted.items()}


def _value(row: Told, key: str, field: Field, code: str) -> RowValue:
    value = row.get(key)
    if field.many:
        return tuple(value or ())
    if _is_list(value):
        own = [each for each in value if _is_money(each) and each["currency"] == code]
        value = own[0] if own else None if field.type == "money" else str(value)
    if value in (None, ""):  # an empty text says nothing, in the store as well
        return None
    if field.type == "money":
        return Money(value["minor"], value["currency"])
    if field.type == "day":
        return parse_day(value)
    if field.type == "instant":
        return datetime.fromisoformat(value)
    if field.type == "flag":
        return bool(value)
    if field.type == "reference":
        return Reference(value, str(row.get(f"{key}_name") or value))
    found: RowValue = value
    return found


# Age


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the newest import ended, and when clients were last scored, by the machine's
    clock; None: never."""

    imported: datetime | None
    scored: datetime | None


@service("client:read")
def freshness(ctx: Context) -> Freshness:
    """How far the store has come."""
    with ctx.reader() as reader:
        found = (imported_at(reader), newest_good(reader, SCORING))
    imported, scored = (None if us is None else from_micros(us) for us in found)
    return Freshness(imported, scored)


def too_old(ctx: Context, seconds: int) -> str:
    """What is older than that, in words; empty: nothing is. Raises UsageError in a look
    at a past day, of which nobody can say that it is too old."""
    if ctx.as_of is not None:
        raise UsageError("--max-age is about now", "drop --max-age, or --as-of")
    now, found = ctx.clock.now(), freshness(replace(ctx, as_of=None))
    told = []
    whence = (
        ("facts", "import", found.imported),
        ("scores", f"run of {SCORING}", found.scored),
    )
    for what, source, at in whence:
        if at is None:
            told.append(f"no {source} yet")
        elif (age := int((now - at).total_seconds())) > seconds:
            told.append(f"{what} are {age:,} s old")
    return " and ".join(told)
