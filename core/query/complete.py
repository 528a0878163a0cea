"""What could be typed next: fields, operators, directives, values of enums and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from core.query.directives import DIRECTIVES
from core.query.fields import Field, FieldSet
from core.query.grammar import OPERATOR
from core.query.types import Candidate, Op

_START = re.compile(r"[^\s()]*\Z")
_NAME = re.compile(r"(-?)([A-Za-z_]\w*)", re.ASCII)
_EQUALS = (":", "=", "!=", ":eq:", ":ne:")
_SIGNS: dict[Op, tuple[str, str]] = {
    "eq": (":", ""),
    "ne": ("!=", "is another"),
    "lt": ("<", "less than"),
    "le": ("<=", "at most"),
    "gt": (">", "more than"),
    "ge": (">=", "at least"),
    "like": ("~", "holds"),
    "starts": (":starts:", "begins with"),
    "ends": (":ends:", "ends in"),
    "matches": (":matches:", "fits a pattern"),
}
_PRESENCE = (("none", "missing"), ("any", "present"))
_DAYS = (
    ("today", "the current local day"),
    ("today-7d", "seven days ago"),
    ("30d", "a span of days"),
)


class Typing(NamedTuple):
    """A value that is being typed: its field and sign, the values of the clause before
    it, what there is of it, where it begins (characters from 0), and where its clause
    does; `denied`: a dash stands before the clause."""

    field: Field
    sign: str
    before: tuple[str, ...]
    typed: str
    start: int
    clause: int
    denied: bool


def typing_at(text: str, cursor: int, fields: FieldSet) -> Typing | None:
    """The value that is being typed at `cursor`; None where none is."""
    before = text[: max(0, min(cursor, len(text)))]
    found = _START.search(before)
    if found is None or _in_string(before):
        return None
    word = found[0]
    name = _NAME.match(word)
    operator = OPERATOR.match(word, name.end()) if name else None
    field = fields.find(name[2]) if name else None
    if name is None or operator is None or field is None:
        return None
    *others, typed = word[operator.end() :].split(",")
    start = len(before) - len(typed)
    return Typing(field, operator[0], tuple(others), typed, start, found.start(), bool(name[1]))


def complete(text: str, cursor: int, fields: FieldSet) -> list[Candidate]:
    """Candidates at `cursor` (characters from 0), those that begin as typed.

    Values that only the store knows (owners, plans) are not among them.
    """
    cursor = max(0, min(cursor, len(text)))
    before = text[:cursor]
    if _in_string(before):
        return []
    found = _START.search(before)
    start = found.start() if found else cursor
    word = before[start:]
    name = _NAME.match(word)
    operator = OPERATOR.match(word, name.end()) if name else None
    if name is None or operator is None:
        dash = word.startswith("-")
        offered = [*_names(fields), *_operators(fields, word[dash:])]
        return _matching(offered, word[dash:], start + dash, cursor)
    typed = word[operator.end() :].rpartition(",")[2]
    begin = cursor - len(typed)
    if name[2].lower() in DIRECTIVES and not name[1]:
        return _directive(name[2].lower(), typed, begin, cursor, fields)
    field = fields.find(name[2])
    if field is None:
        return []
    return _matching(_values(field, operator[0]), typed, begin, cursor)


def _in_string(before: str) -> bool:
    return len(re.sub(r"\\.", "", before, flags=re.DOTALL).split('"')) % 2 == 0


def _matching(
    pairs: Iterable[tuple[str, str]], typed: str, start: int, end: int
) -> list[Candidate]:
    wanted = typed.lower()
    return [Candidate(text, start, end, doc) for text, doc in pairs if text.startswith(wanted)]


def _names(fields: FieldSet) -> list[tuple[str, str]]:
    named = [(f"{field.name}:", field.doc) for field in fields.fields]
    return named + [(f"{name}:", doc) for name, doc in DIRECTIVES.items()]


def _operators(fields: FieldSet, typed: str) -> list[tuple[str, str]]:
    """The other signs that fit a field whose name stands there as a whole."""
    field, name = fields.find(typed), typed.lower()
    if field is None or field.name != name:
        return []
    return [(f"{name}{_SIGNS[op][0]}", _SIGNS[op][1]) for op in field.ops if op != "eq"]


def _directive(
    name: str, typed: str, start: int, end: int, fields: FieldSet
) -> list[Candidate]:
    if name == "limit":
        return []
    if name == "asof":
        return _matching(_DAYS[:2], typed, start, end)
    dash = name == "sort" and typed.startswith("-")
    pairs = [(field.name, field.doc) for field in fields.fields]
    return _matching(pairs, typed[dash:], start + dash, end)


def _values(field: Field, sign: str) -> list[tuple[str, str]]:
    if field.type in ("day", "instant"):
        dates = list(_DAYS)
        if field.type == "instant":
            dates += [("now", "this instant"), ("2h", "a span of hours")]
        looked = [("look", "since you last looked")] if field.looked else []
        if sign not in _EQUALS:
            return dates
        past = [("past", "over already")] if field.future else []
        return [*looked, *dates, *past, *_PRESENCE]
    if sign not in _EQUALS:
        return []
    if field.type == "flag":
        return [("yes", field.doc), ("no", ""), *_PRESENCE]
    if field.people:
        return [("me", "yourself"), *_PRESENCE]
    short = [(word, token) for word, token in field.short]
    return [(token, "") for token in field.allowed] + short + list(_PRESENCE)
