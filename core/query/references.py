"""Words that name another row: its id, its name or the beginning of its name.

The caller looks up `lookups(tree)` in the store, and `bind` puts the keys into
the tree: exact, so that an index serves them, and an error when several rows fit.
A tree that was not bound compares keys and beginnings of names row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.query.context import QueryContext
from core.query.errors import QueryError, quoted
from core.query.fields import FieldSet
from core.query.types import And, Clause, Found, Keyword, Node, Not, Or, Reference, Value, Word
from core.values.text import fold

_LISTED = 5


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows wanted for a field: folded key or name equal to `text` (folded), or,
    unless `whole`, a folded name that begins with it."""

    field: str
    text: str
    whole: bool = False


def lookups(node: Node | None, fields: FieldSet, context: QueryContext) -> tuple[Lookup, ...]:
    """What has to be looked up before `bind`, each once, in order of appearance."""
    found: dict[Lookup, None] = {}
    for clause in _clauses(node):
        for value in clause.values:
            lookup = _lookup(clause, value, fields, context)
            if lookup is not None:
                found[lookup] = None
    return tuple(found)


def bind(
    node: Node,
    fields: FieldSet,
    context: QueryContext,
    rows: Mapping[Lookup, Sequence[Reference]],
) -> Node:
    """The tree with keys in place of the words that were looked up.

    The best fit counts: keys, else whole names, else beginnings. No row is no
    key: the clause finds nothing. Raises QueryError when several rows fit best.
    """
    match node:
        case And() | Or():
            return replace(
                node, parts=tuple(bind(p, fields, context, rows) for p in node.parts)
            )
        case Not():
            return Not(bind(node.part, fields, context, rows))
        case Clause():
            values = tuple(_bound(node, v, fields, context, rows) for v in node.values)
            return replace(node, values=values)
        case _:
            return node


def _clauses(node: Node | None) -> tuple[Clause, ...]:
    match node:
        case And() | Or():
            return tuple(clause for part in node.parts for clause in _clauses(part))
        case Not():
            return _clauses(node.part)
        case Clause():
            return (node,)
        case _:
            return ()


def _lookup(
    clause: Clause, value: Value, fields: FieldSet, context: QueryContext
) -> Lookup | None:
    if fields[clause.field].type != "reference" or clause.op not in ("eq", "ne"):
        return None
    if isinstance(value, Word):
        return Lookup(clause.field, fold(value.text))
    if value == Keyword("me"):
        return Lookup(clause.field, fold(context.viewer.name), whole=True)
    return None


def _bound(
    clause: Clause,
    value: Value,
    fields: FieldSet,
    context: QueryContext,
    rows: Mapping[Lookup, Sequence[Reference]],
) -> Value:
    lookup = _lookup(clause, value, fields, context)
    if lookup is None or lookup not in rows or not isinstance(value, Word | Keyword):
        return value
    fitting = _best(lookup, rows[lookup])
    # Spellings of one key that differ in case alone are one thing.
    if len({fold(row.key) for row in fitting}) > 1 and isinstance(value, Word):
        shown = sorted({f"{row.name} ({row.key})" for row in fitting})
        more = f" and {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
        problem = f"{quoted(value.text)} fits several"
        raise QueryError(problem, value.at, f"{', '.join(shown[:_LISTED])}{more}")
    return Found(value, tuple(sorted({row.key for row in fitting})))


def _best(lookup: Lookup, rows: Sequence[Reference]) -> list[Reference]:
    by_key = [row for row in rows if fold(row.key) == lookup.text]
    by_name = [row for row in rows if fold(row.name) == lookup.text]
    if by_key or by_name or lookup.whole:
        return by_key or by_name
    return [row for row in rows if fold(row.name).startswith(lookup.text)]
