"""`sort:` `by:` `cols:` `limit:` `asof:`: how the rows are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.query.bounds import instants
from core.query.context import QueryContext
from core.query.errors import QueryError, quoted
from core.query.fields import FieldSet
from core.query.grammar import Item, RawClause
from core.query.scalars import read_date
from core.query.types import Directives

DIRECTIVES = {
    "sort": "order, - for the largest first",
    "by": "group by",
    "cols": "columns",
    "limit": "at most so many rows",
    "asof": "as it stood on a past day",
}
MAX_LIMIT = 1_000_000


def read_directive(
    clause: RawClause, before: Directives, fields: FieldSet, context: QueryContext
) -> Directives:
    """`before` with one more directive. Raises QueryError."""
    name = clause.field.lower()
    if clause.sign != ":":
        raise QueryError(f"`{name}` is followed by `:`", clause.op_at)
    if getattr(before, name) != getattr(Directives(), name):
        raise QueryError(f"`{name}:` is given twice", clause.at)
    if name in ("limit", "asof"):
        if len(clause.items) > 1:
            raise QueryError(f"`{name}:` takes one value", clause.items[1].at)
        return _single(clause.items[0], name, before, context)
    if name == "sort":
        return replace(before, sort=_sort(clause.items, fields))
    found = tuple(_field(item, item.text, item.at, fields) for item in clause.items)
    _refuse_doubles(found, clause.items)
    for each, item in zip(found, clause.items, strict=True):
        if name == "by" and fields[each].many and not fields[each].grouped:
            problem = f"a {fields.noun} may have several of `{each}`: they make no groups"
            raise QueryError(problem, item.at)
    return replace(before, by=found) if name == "by" else replace(before, cols=found)


def as_of(directives: Directives, context: QueryContext) -> datetime | None:
    """The instant that `asof:` asks for: the end of its day, month or minute,
    and never later than now. None when it does not."""
    if directives.asof is None:
        return None
    return min(instants(directives.asof, context)[1], context.now)


def _single(item: Item, name: str, before: Directives, context: QueryContext) -> Directives:
    if name == "limit":
        digits = item.text if item.text.isascii() and item.text.isdecimal() else ""
        if not digits or not 1 <= int(digits) <= MAX_LIMIT:
            problem = f"{quoted(item.text)} is no number of rows"
            raise QueryError(problem, item.at, f"1 to {MAX_LIMIT}")
        return replace(before, limit=int(digits))
    date = None if item.quoted else read_date(item.text, item.at)
    if date is None:
        raise QueryError(
            f"{quoted(item.text)} is no day", item.at, "write 2026-10-31 or today-7d"
        )
    if instants(date, context, item.at)[0] > context.now:
        raise QueryError(f"{quoted(item.text)} is yet to come", item.at)
    return replace(before, asof=date)


def _sort(items: tuple[Item, ...], fields: FieldSet) -> tuple[tuple[str, bool], ...]:
    keys: list[tuple[str, bool]] = []
    for item in items:
        descending = item.text.startswith("-") and not item.quoted
        name = item.text[descending:]
        keys.append((_field(item, name, item.at + descending, fields), descending))
    _refuse_doubles(tuple(name for name, _ in keys), items)
    return tuple(keys)


def _field(item: Item, name: str, at: int, fields: FieldSet) -> str:
    found = fields.find(name)
    if found is None:
        raise QueryError(f"unknown field {quoted(name)}", at, fields.nearest(name))
    return found.name


def _refuse_doubles(names: tuple[str, ...], items: tuple[Item, ...]) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise QueryError(f"`{name}` is named twice", items[position].at)
