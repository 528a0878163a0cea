"""Which hits fit what was typed, and in which order: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from core.values.text import fold

_WORD = re.compile(r"\w+")
EXACT, BEGINS, WORD, INSIDE, SCATTERED = range(5)


class Rankable(Protocol):
    """`names` are what it is called exactly: its key, its id. `label` is matched
    loosely, `hint` only by whole parts. `here`: it can be done on this screen."""

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def label(self) -> str: ...

    @property
    def hint(self) -> str: ...

    @property
    def here(self) -> bool: ...


H = TypeVar("H", bound=Rankable)


def ranked(typed: str, hits: Sequence[H]) -> list[H]:
    """The hits that fit, best first: an exact key or id, then what can be done here,
    then the rest; among those the closer ones, then in the order given. Where the
    letters are merely scattered over the label, a hit comes after all others."""
    graded = [(quality(typed, hit), at, hit) for at, hit in enumerate(hits)]
    found = [(found, at, hit) for found, at, hit in graded if found is not None]

    def place(entry: tuple[int, int, H]) -> tuple[int, bool, int, int]:
        grade, at, hit = entry
        tier = 0 if grade == EXACT else 2 if grade == SCATTERED else 1
        return tier, not hit.here, grade, at

    return [hit for _, _, hit in sorted(found, key=place)]


def quality(typed: str, hit: Rankable) -> int | None:
    """How well a hit fits, EXACT (0) the best; None: not at all. Nothing typed fits
    everything alike."""
    if typed and typed.strip() in hit.names:
        return EXACT
    terms = fold(typed).split()
    if any(" ".join(terms) == fold(name) for name in hit.names if len(name) > 1):
        return EXACT
    label, hint = fold(hit.label), fold(hit.hint)
    whole = " ".join(terms)
    if not terms or label.startswith(whole):
        return BEGINS
    grades = [_part(term, label, hint) for term in terms]
    if None not in grades:
        return max(grade for grade in grades if grade is not None)
    return SCATTERED if _scattered("".join(terms), label) else None


def _part(term: str, label: str, hint: str) -> int | None:
    if any(word.startswith(term) for word in _WORD.findall(label)):
        return WORD
    return INSIDE if term in label or term in hint else None


def _scattered(letters: str, label: str) -> bool:
    """Whether all letters stand in the label, in this order."""
    rest = iter(label)
    return len(letters) > 1 and all(letter in rest for letter in letters)
