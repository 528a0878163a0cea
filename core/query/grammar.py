"""Characters to tokens, each with its column (SCREENS 3).

A clause is one token, since what a value may look like depends on standing
behind an operator: `at>=2026-11-01T10:30` holds a colon, `file:a-b.csv` a dash.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

from core.query.errors import QueryError, quoted
from core.query.types import Op

MAX_LENGTH = 4000
_SIGNS: dict[str, Op] = {
    ":": "eq",
    "=": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
    "~": "like",
    **{f":{op}:": op for op in get_args(Op)},
}
_FIELD = re.compile(
    r'[A-Za-z_]\w*(?:\.(?:\w+|"(?:[^"\\]|\\.)*"))*(?=[:=<>~]|!=)', re.ASCII | re.DOTALL
)
OPERATOR = re.compile(rf":(?:{'|'.join(get_args(Op))}):|!=|<=|>=|[:=<>~]")
_OPERATOR_SIGNS = frozenset(":=<>~!")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\])')
_ENDS_TEXT = frozenset('()"')
_ENDS_VALUE = frozenset('(),"')


class Item(NamedTuple):
    """A value as it was written; `quoted` text is never a keyword, number or range."""

    text: str
    quoted: bool
    at: int


class Mark(NamedTuple):
    """A parenthesis, `-`, or one of the words AND, OR, NOT."""

    sign: Literal["(", ")", "-", "AND", "OR", "NOT"]
    at: int


class Phrase(NamedTuple):
    """A bare word or string."""

    text: str
    at: int


class RawClause(NamedTuple):
    """A field or directive, the operator and the values, all still text."""

    field: str
    op: Op
    sign: str
    items: tuple[Item, ...]
    at: int
    op_at: int


Token = Mark | Phrase | RawClause


def tokens(text: str) -> list[Token]:
    """All tokens of a query. Raises QueryError with a column from 1."""
    if len(text) > MAX_LENGTH:
        raise QueryError("the query is too long", MAX_LENGTH + 1, f"{MAX_LENGTH} at most")
    _refuse_controls(text)
    scanner = _Scanner(text)
    found: list[Token] = []
    while scanner.skip_blanks():
        found.append(scanner.token())
    return found


def _refuse_controls(text: str) -> None:
    for position, char in enumerate(text):
        control = char < " " or "\x7f" <= char < "\xa0" or "\ud800" <= char <= "\udfff"
        if control and not char.isspace():
            raise QueryError("there is a control character", position + 1)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def column(self) -> int:
        return self.at + 1

    def peek(self, ahead: int = 0) -> str:
        position = self.at + ahead
        return self.text[position] if position < len(self.text) else ""

    def skip_blanks(self) -> bool:
        """Whether anything is left."""
        while self.peek().isspace():
            self.at += 1
        return self.at < len(self.text)

    def token(self) -> Token:
        char = self.peek()
        if char == "(" or char == ")":
            self.at += 1
            return Mark("(" if char == "(" else ")", self.at)
        if char == "-" and not self._is_dash():
            self.at += 1
            return Mark("-", self.at)
        field = _FIELD.match(self.text, self.at)
        if field:
            return self._clause(field[0], field.end())
        column = self.column
        if char == '"':
            phrase = Phrase(self.string(), column)
            if not phrase.text.strip():
                raise QueryError("nothing stands between the quotes", column)
            return phrase
        if char in _OPERATOR_SIGNS:
            raise QueryError(f"a field is missing before {quoted(char)}", column)
        return self._word(self.word(_ENDS_TEXT), column)

    def _is_dash(self) -> bool:
        """A dash that stands alone or before another is text, as in `Acme - North`."""
        following = self.peek(1)
        return not following or following.isspace() or following in "-)"

    def _word(self, word: str, column: int) -> Token:
        match word:
            case "AND" | "OR" | "NOT":
                return Mark(word, column)
            case _:
                return Phrase(word, column)

    def _clause(self, field: str, end: int) -> RawClause:
        column = self.column
        self.at = end
        found = OPERATOR.match(self.text, self.at)
        assert found  # the field pattern looked ahead
        op_at = self.column
        self.at = found.end()
        sign = found[0]
        items = [self._item(quoted(field + sign))]
        while self.peek() == ",":
            self.at += 1
            items.append(self._item("the comma"))
        return RawClause(field, _SIGNS[sign], sign, tuple(items), column, op_at)

    def _item(self, before: str) -> Item:
        column = self.column
        if self.peek() == '"':
            item = Item(self.string(), True, column)
        else:
            text = self.word(_ENDS_VALUE)
            if not text:
                raise QueryError(f"a value is missing after {before}", column)
            if text[0] in _OPERATOR_SIGNS:
                raise QueryError(
                    f"{quoted(text)} is no value", column, "quote it if it is meant"
                )
            item = Item(text, False, column)
        if (char := self.peek()) and char not in ",)" and not char.isspace():
            raise QueryError("a blank is missing", self.column)
        return item

    def word(self, ends: frozenset[str]) -> str:
        start = self.at
        while (char := self.peek()) and char not in ends and not char.isspace():
            self.at += 1
        return self.text[start : self.at]

    def string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if not found:
            raise QueryError("the quote is never closed", self.column)
        self.at = found.end()
        return _ESCAPE.sub(r"\1", found[1])
