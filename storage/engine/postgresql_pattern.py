r"""A pattern of `matches` as an expression of PostgreSQL's own engine.

PostgreSQL runs what has no backreference as an automaton too, so the time stays
linear. Classes are written out from Python's tables; what `core.query.pattern`
refuses is refused here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from core.query.automaton import automaton
from core.query.pattern import Chars, Choice, Edge, Part, Repeat, read_pattern
from storage.engine.unicode_tables import (
    LAST,
    Ranges,
    blanks,
    complement,
    digits,
    lower_of,
    words,
)

MARK = "***:"
"""How a translated pattern begins: PostgreSQL's word for “what follows is one”."""

_CLASSES = {"d": digits, "w": words, "s": blanks}


@lru_cache(maxsize=256)
def postgresql_pattern(pattern: str) -> str:
    """The pattern for `bb_match`. Raises PatternError."""
    automaton(pattern)  # it refuses what is too large
    return MARK + _written(read_pattern(pattern))


def _written(part: Part) -> str:
    if isinstance(part, Chars):
        return chars(_members(part), negated=part.negated)
    if isinstance(part, Edge):
        return "^" if part.start else "$"
    if isinstance(part, Choice):
        return f"(?:{'|'.join(_written(each) for each in part.parts)})"
    if isinstance(part, Repeat):
        return _repeated(part)
    return "".join(_written(each) for each in part.parts) or "(?:)"


def _repeated(part: Repeat) -> str:
    if part.most == 0:
        return "(?:)"
    inner = _written(part.part)
    if part.most == 1 and part.least == 1:
        return f"(?:{inner})"
    if part.most is None and part.least < 2:
        return f"(?:{inner}){'+' if part.least else '*'}"
    most = "" if part.most is None else str(part.most)
    return f"(?:{inner}){{{part.least},{most}}}"


def _members(part: Chars) -> Ranges:
    found: list[tuple[int, int]] = []
    for item in part.items:
        if isinstance(item, tuple):
            low, high = item
            found.append((ord(low), ord(high)))
            found += [(ord(char), ord(char)) for char in lower_of(low, high)]
        else:
            ranges = _CLASSES[item.lower()]()
            found += complement(ranges) if item.isupper() else ranges
    return tuple(found)


def chars(ranges: Iterable[tuple[int, int]], *, negated: bool = False) -> str:
    """A class of characters; without any it fits none (or, negated, all)."""
    kept = [(max(low, 1), high) for low, high in ranges if high > 0]
    if not kept:
        kept, negated = [(1, LAST)], not negated
    inside = "".join(
        _one(low) if low == high else f"{_one(low)}-{_one(high)}" for low, high in kept
    )
    return f"[{'^' if negated else ''}{inside}]"


def _one(number: int) -> str:
    char = chr(number)
    return char if char.isascii() and char.isalnum() else f"\\U{number:08x}"
