"""A statement as words, signs and quoted text: enough to judge it, no more.

The tokens are those that SQLite and PostgreSQL agree on. What the two read
differently (dollar quotes, escape strings, comments inside comments) is
refused, so that nothing can be text to one and a word to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from core.values.errors import UsageError

Kind = Literal["word", "quoted", "text", "number", "sign"]

_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINE_COMMENT = re.compile(r"--[^\r\n]*")
_TOKEN = re.compile(
    r"""(?P<word>[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*)
      | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<text>'(?:[^']|'')*')
      | (?P<sign>::|\|\||<>|!=|<=|>=|==|->>|->|[-+*/%<>=(),.;&|~\[\]:])""",
    re.VERBOSE,
)
# Before a quote these change what is inside it.
_PREFIXES = {"e": "an escape string", "u": "a Unicode escape", "n": "a national string"}


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as it stands in the statement; `at` is where it begins."""

    kind: Kind
    text: str
    at: int

    @property
    def name(self) -> str:
        """What it names: a word folded to lower case, a quoted name as it is."""
        if self.kind == "quoted":
            return self.text[1:-1].replace('""', '"')
        return self.text.lower()

    @property
    def names(self) -> bool:
        """Whether it may name something: a table, a column, a function."""
        return self.kind in ("word", "quoted")


def tokens(sql: str) -> list[Token]:
    """The tokens of a statement. Raises UsageError that names the place."""
    found: list[Token] = []
    at = 0
    while at < len(sql):
        after = _blank(sql, at)
        if after > at:
            at = after
            continue
        token = _next(sql, at)
        _refuse_prefix(sql, found, token)
        found.append(token)
        at += len(token.text)
    return found


def place(sql: str, at: int) -> str:
    """`line 2, column 7`: where a place in the statement is."""
    line = sql.count("\n", 0, at) + 1
    column = at - (sql.rfind("\n", 0, at) + 1) + 1
    return f"line {line}, column {column}"


def fault(sql: str, at: int, message: str, hint: str = "") -> UsageError:
    """What is wrong, led by its place."""
    return UsageError(f"{place(sql, at)}: {message}", hint)


def _blank(sql: str, at: int) -> int:
    """Where blanks and comments that begin at a place end."""
    if found := _SPACE.match(sql, at):
        return found.end()
    if found := _LINE_COMMENT.match(sql, at):
        end = found.end()
        if sql.startswith("\r", end) and not sql.startswith("\r\n", end):
            # It ends the comment for PostgreSQL alone.
            raise fault(
                sql, end, "a carriage return inside a comment", "write each line on its own"
            )
        return end
    if not sql.startswith("/*", at):
        return at
    end = sql.find("*/", at + 2)
    if end < 0:
        raise fault(sql, at, "a comment that does not end", "close it with */")
    if "/*" in sql[at + 2 : end]:
        raise fault(sql, at, "a comment inside a comment", "take one of them out")
    return end + 2


def _next(sql: str, at: int) -> Token:
    found = _TOKEN.match(sql, at)
    if found is None:
        raise fault(sql, at, *_strange(sql[at]))
    if found[0] == ":" and sql[at + 1 : at + 2].isidentifier():
        raise fault(sql, at, "a statement takes no parameters", "write the value itself")
    return Token(cast("Kind", found.lastgroup), found[0], at)


def _strange(char: str) -> tuple[str, str]:
    if char in "?@$":
        return f"“{char}” is not read here", "write the value itself, text in '…'"
    if char == "'":
        return "a text that does not end", "close it with '"
    if char in '"`':
        return "a name that does not end, or in wrong quotes", 'write "name"'
    return f"“{char}” is not read here", ""


def _refuse_prefix(sql: str, before: list[Token], token: Token) -> None:
    """E'…', U&'…' and N'…' are read by one engine alone."""
    if token.kind not in ("text", "quoted") or not before:
        return
    last = before[-1]
    if last.text == "&" and last.at + 1 == token.at and len(before) > 1:
        last, end = before[-2], token.at - 1
    else:
        end = token.at
    if last.kind == "word" and last.name in _PREFIXES and last.at + len(last.text) == end:
        raise fault(sql, last.at, f"{_PREFIXES[last.name]} is not read here", "write '…'")


def within(found: list[Token], opening: int) -> int:
    """The place in the list of the `)` that closes the `(` at `opening`; the
    length of the list where nothing does."""
    depth = 0
    for place_, token in enumerate(found[opening:], opening):
        depth += {"(": 1, ")": -1}.get(token.text if token.kind == "sign" else "", 0)
        if depth == 0:
            return place_
    return len(found)


def pairs(found: list[Token]) -> Iterator[tuple[Token | None, Token, Token | None]]:
    """Each token with the one before and the one behind it."""
    for number, token in enumerate(found):
        before = found[number - 1] if number else None
        yield before, token, found[number + 1] if number + 1 < len(found) else None
