"""What a query asks about."""

from __future__ import annotations

from core.query.types import And, Clause, Node, Not, Or


def speaks_of(node: Node | None, *fields: str) -> bool:
    """Whether a query has a clause on one of these fields."""
    match node:
        case Clause():
            return node.field in fields
        case And() | Or():
            return any(speaks_of(part, *fields) for part in node.parts)
        case Not():
            return speaks_of(node.part, *fields)
        case _:
            return False
