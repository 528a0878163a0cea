"""A statement in PostgreSQL's own words: placeholders, and patterns.

`:name` and `?` become what psycopg reads, and every `%` is doubled; quoted text
and comments stay as they are otherwise. The pattern in front of `bb_match` is
marked, or translated where it stands in the statement itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from storage.engine.postgresql_pattern import postgresql_pattern
from storage.engine.reader import Params

_TOKEN = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*'|"[^"]*"|--[^\n]*|/\*.*?\*/|::|:=)
      | :(?P<name>[A-Za-z_]\w*)
      | (?P<mark>\?)
      | (?P<percent>%)
      | (?P<hint>\s+NOT\ INDEXED\b)
      | (?P<match>\bbb_match\s*\(\s*)""",
    re.VERBOSE | re.DOTALL,
)
_LITERAL = re.compile(r"'((?:[^']|'')*)'")
_PATTERN = "~pattern"


class Translated(NamedTuple):
    """`patterns` are the parameters, by name or place, that are patterns."""

    sql: str
    patterns: tuple[str | int, ...]


@lru_cache(maxsize=2048)
def postgresql_sql(sql: str) -> Translated:
    writer = _Writer(sql)
    return Translated(writer.written(), tuple(writer.patterns))


def bound(statement: Translated, params: Params) -> Mapping[str, Any] | list[Any]:
    """Parameters as the translated statement wants them. Raises PatternError."""
    if isinstance(params, Mapping):
        if not statement.patterns:
            return params
        patterns = {
            f"{name}{_PATTERN}": _pattern(params[str(name)]) for name in statement.patterns
        }
        return {**params, **patterns}
    values = list(params)
    for place in statement.patterns:
        values[int(place)] = _pattern(values[int(place)])
    return values


def _pattern(value: object) -> object:
    return postgresql_pattern(value) if isinstance(value, str) else value


class _Writer:
    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.patterns: list[str | int] = []
        self.marks = 0
        self.match_ends = -1

    def written(self) -> str:
        parts: list[str] = []
        at = 0
        for token in _TOKEN.finditer(self.sql):
            parts += [self.sql[at : token.start()], self.token(token)]
            at = token.end()
        return "".join([*parts, self.sql[at:]])

    def token(self, token: re.Match[str]) -> str:
        text = token[0]
        is_pattern = token.start() == self.match_ends
        if token["match"]:
            self.match_ends = token.end()
        elif token["name"]:
            if is_pattern:
                self.patterns.append(token["name"])
            return f"%({token['name']}{_PATTERN if is_pattern else ''})s"
        elif token["mark"]:
            if is_pattern:
                self.patterns.append(self.marks)
            self.marks += 1
            return "%s"
        elif token["percent"]:
            return "%%"
        elif token["hint"]:
            return ""
        elif is_pattern and (literal := _LITERAL.fullmatch(text)):
            pattern = postgresql_pattern(literal[1].replace("''", "'"))
            text = "'" + pattern.replace("'", "''") + "'"
        return text.replace("%", "%%")
