"""Tokens to a typed tree (SCREENS 3): NOT binds before AND, AND before OR."""

from __future__ import annotations

from core.query.context import QueryContext
from core.query.directives import DIRECTIVES, read_directive
from core.query.errors import QueryError, quoted
from core.query.fields import FieldSet
from core.query.grammar import Mark, Phrase, RawClause, Token, tokens
from core.query.types import And, Clause, Directives, Node, Not, Or, Query, Text
from core.query.values import read_values

MAX_DEPTH = 40
MAX_VALUES = 500


def parse(text: str, fields: FieldSet, context: QueryContext) -> Query:
    """The query of a text. Raises QueryError with the column of the fault.

    `context` serves to check dates and local times; the tree itself holds what
    was written, so that `today` goes on meaning today.
    """
    reader = _Parser(text, fields, context)
    where = reader.query()
    return Query(where, reader.directives, text)


def conjunction(parts: list[Node]) -> Node | None:
    """All of the parts: flat, and without a wrapper around a single one."""
    flat = tuple(
        p for part in parts for p in (part.parts if isinstance(part, And) else (part,))
    )
    return And(flat) if len(flat) > 1 else flat[0] if flat else None


def disjunction(parts: list[Node]) -> Node:
    """Any of the parts, at least one."""
    flat = tuple(p for part in parts for p in (part.parts if isinstance(part, Or) else (part,)))
    return Or(flat) if len(flat) > 1 else flat[0]


class _Parser:
    def __init__(self, text: str, fields: FieldSet, context: QueryContext) -> None:
        self.tokens = tokens(text)
        self.end = len(text) + 1
        self.fields = fields
        self.context = context
        self.directives = Directives()
        self.at = 0
        self._refuse_many()

    def _refuse_many(self) -> None:
        """Bounds the work of every back end, and the depth of its expressions."""
        count = 0
        for token in self.tokens:
            if isinstance(token, Mark):
                continue
            count += len(token.items) if isinstance(token, RawClause) else 1
            if count > MAX_VALUES:
                raise QueryError("too many conditions", token.at, f"{MAX_VALUES} at most")

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def sign(self) -> str:
        token = self.peek()
        return token.sign if isinstance(token, Mark) else ""

    def column(self) -> int:
        token = self.peek()
        return token.at if token else self.end

    def query(self) -> Node | None:
        parts: list[Node] = []
        while (token := self.peek()) is not None:
            if isinstance(token, RawClause) and token.field.lower() in DIRECTIVES:
                self.at += 1
                self.directives = read_directive(
                    token, self.directives, self.fields, self.context
                )
            elif self.sign() == ")":
                raise QueryError("`)` closes nothing", token.at)
            else:
                parts.append(self.any_of(0))
        return conjunction(parts)

    def any_of(self, depth: int) -> Node:
        parts = [self.all_of(depth)]
        while self.sign() == "OR":
            self.at += 1
            parts.append(self.all_of(depth))
        return disjunction(parts)

    def all_of(self, depth: int) -> Node:
        parts = [self.unary(depth)]
        while self._goes_on():
            if self.sign() == "AND":
                self.at += 1
            parts.append(self.unary(depth))
        found = conjunction(parts)
        assert found is not None
        return found

    def _goes_on(self) -> bool:
        token = self.peek()
        if isinstance(token, RawClause):
            return token.field.lower() not in DIRECTIVES
        return token is not None and self.sign() not in (")", "OR")

    def unary(self, depth: int) -> Node:
        if self.sign() in ("NOT", "-"):
            self.at += 1
            return Not(self.primary(depth))
        return self.primary(depth)

    def primary(self, depth: int) -> Node:
        token = self.peek()
        if isinstance(token, Phrase):
            self.at += 1
            return Text(token.text)
        if isinstance(token, RawClause):
            self.at += 1
            return self.clause(token)
        if token is not None and token.sign == "(":
            return self.group(token, depth + 1)
        behind = self.tokens[self.at - 1] if self.at else None
        place = f" after `{behind.sign}`" if isinstance(behind, Mark) else ""
        raise QueryError(f"a condition is missing{place}", self.column())

    def group(self, opening: Mark, depth: int) -> Node:
        if depth > MAX_DEPTH:
            problem = "too many parentheses inside each other"
            raise QueryError(problem, opening.at, f"{MAX_DEPTH} at most")
        self.at += 1
        found = self.any_of(depth)
        token = self.peek()
        if isinstance(token, RawClause):
            raise QueryError(f"`{token.field}:` stands outside parentheses", token.at)
        if self.sign() != ")":
            raise QueryError("`(` is never closed", opening.at)
        self.at += 1
        return found

    def clause(self, raw: RawClause) -> Node:
        name = raw.field.lower()
        if name in DIRECTIVES:
            raise QueryError(f"`{name}:` is no condition", raw.at, "it stands on its own")
        if name.startswith("event."):
            raise QueryError("field `event…` is not available in this list", raw.at)
        field = self.fields.find(raw.field)
        if field is None:
            advice = self.fields.nearest(raw.field) or "quote the text to search for it"
            raise QueryError(f"unknown field {quoted(raw.field)}", raw.at, advice)
        values = read_values(raw, field, self.context.zone)
        return Clause(field.name, raw.op, values)
