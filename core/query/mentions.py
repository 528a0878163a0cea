"""What a query asks about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from core.query.types import And, Clause, Keyword, Node, Not, Or


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


def says(node: Node | None, word: Literal["me", "look"]) -> bool:
    """Whether a query has a clause with this keyword as a value."""
    return any_clause(node, lambda clause: Keyword(word) in clause.values)
