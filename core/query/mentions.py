"""What a query asks about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from core.query.fields import FieldSet
from core.query.types import And, Clause, Keyword, Node, Not, Or, Text


def any_clause(node: Node | None, holds: Callable[[Clause], bool]) -> bool:
    """Whether something holds of any clause of a query, however deep it stands."""
    match node:
        case Clause():
            return holds(node)
        case And() | Or():
            return any(any_clause(part, holds) for part in node.parts)
        case Not():
            return any_clause(node.part, holds)
        case _:
            return False


def speaks_of(node: Node | None, *fields: str) -> bool:
    """Whether a query has a clause on one of these fields."""
    return any_clause(node, lambda clause: clause.field in fields)


def rows_read(node: Node | None, fields: FieldSet) -> tuple[str, ...]:
    """The fields of a row that a query looks at, each once, in order of appearance."""
    return tuple(dict.fromkeys(_read(node, fields)))


def _read(node: Node | None, fields: FieldSet) -> Iterator[str]:
    match node:
        case Clause():
            yield fields[node.field].reads
        case Text():
            yield from (field.reads for field in fields.searched)
        case And() | Or():
            for part in node.parts:
                yield from _read(part, fields)
        case Not():
            yield from _read(node.part, fields)


def says(node: Node | None, word: Literal["me", "look"]) -> bool:
    """Whether a query has a clause with this keyword as a value."""
    return any_clause(node, lambda clause: Keyword(word) in clause.values)
