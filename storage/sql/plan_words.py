"""The steps of a plan in words, the same for both engines."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.sql.tokens import Token
from core.sql.types import Access, PlanStep


def step(depth: int, access: Access, table: str, index: str | None = None) -> PlanStep:
    """A step that reads a table, in words."""
    does = {
        "scan": f"reads every row of {table}",
        "walk": f"walks through the index {index} of {table}",
        "index": f"seeks in the index {index} of {table}",
        "key": f"seeks in {table} by its key",
    }[access]
    return PlanStep(depth, access, does, table, index)


def aliases(found: Collection[Token], tables: Collection[str]) -> Mapping[str, str]:
    """What each table of a statement may be called in its plan: its own name,
    and the name given to it (`client c`, `client AS c`)."""
    named: dict[str, str] = {}
    listed = list(found)
    for number, token in enumerate(listed):
        if not token.names or token.name not in tables:
            continue
        named.setdefault(token.name, token.name)
        rest = listed[number + 1 : number + 3]
        if rest and rest[0].kind == "word" and rest[0].name == "as":
            rest = rest[1:]
        if rest and rest[0].names:
            named.setdefault(rest[0].name, token.name)
    return named
