"""What this Python knows of characters, as ranges and maps for another engine.

Case folding and the classes of a pattern are computed from Python's own tables,
so that a database with other tables of its own finds what Python finds.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
Ranges = tuple[tuple[int, int], ...]
"""First and last code point of each run, ascending, apart from each other."""


class Folding(NamedTuple):
    """Beyond ASCII: characters that fold to one other, and those that fold to more."""

    simple: tuple[tuple[str, str], ...]
    full: tuple[tuple[str, str], ...]


@cache
def folding() -> Folding:
    """Case folding, character by character; it never looks at the neighbours."""
    changed = [(c, c.casefold()) for c in _characters(0x80) if c.casefold() != c]
    return Folding(
        tuple(pair for pair in changed if len(pair[1]) == 1),
        tuple(pair for pair in changed if len(pair[1]) > 1),
    )


@cache
def unassigned() -> Ranges:
    """Code points that mean nothing here: a newer database may know them."""
    return _runs(lambda c: unicodedata.category(c) == "Cn")


@cache
def digits() -> Ranges:
    return _runs(str.isdecimal)


@cache
def words() -> Ranges:
    return _runs(lambda c: c.isalnum() or c == "_")


@cache
def blanks() -> Ranges:
    return _runs(str.isspace)


def complement(ranges: Ranges) -> Ranges:
    """Every other character but U+0000, which no PostgreSQL text holds."""
    found = []
    following = 1
    for low, high in ranges:
        if low > following:
            found.append((following, low - 1))
        following = max(following, high + 1)
    if following <= LAST:
        found.append((following, LAST))
    return tuple(found)


def lower_of(low: str, high: str) -> Iterator[str]:
    """The characters whose capital lies between two."""
    capitals = _by_capital()
    for upper, char in capitals[bisect_left(capitals, (low, "")) :]:
        if upper > high:
            return
        yield char


@cache
def _by_capital() -> tuple[tuple[str, str], ...]:
    pairs = ((c.upper(), c) for c in _characters(1))
    return tuple(sorted((upper, c) for upper, c in pairs if len(upper) == 1 and upper != c))


def _characters(first: int) -> Iterable[str]:
    return map(chr, chain(range(first, _SURROGATES.start), range(_SURROGATES.stop, LAST + 1)))


def _runs(belongs: Callable[[str], bool]) -> Ranges:
    found: list[tuple[int, int]] = []
    for char in _characters(1):
        if belongs(char):
            number = ord(char)
            if found and found[-1][1] == number - 1:
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
    return tuple(found)
