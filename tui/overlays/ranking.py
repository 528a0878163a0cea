"""Which hits fit what was typed, and in which order: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from core.values.text import fold

_WORD = re.compile(r"\w+")
EXACT, BEGINS, WORD, INSIDE, HINT, SCATTERED = range(6)


class Rankable(Protocol):
    """`names` are what it is called exactly: its key, its id. `label` is matched
    loosely, `hint` only by whole parts. `here`: it can be done on this screen.
    `found_for` is what it was searched by, where the store found it."""

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def label(self) -> str: ...

    @property
    def hint(self) -> str: ...

    @property
    def here(self) -> bool: ...

    @property
    def found_for(self) -> str: ...


H = TypeVar("H", bound=Rankable)


def ranked(typed: str, hits: Sequence[H]) -> list[H]:
    """The hits that fit, best first: an exact key or id, then what can be done here,
    then the rest; among those the closer ones, then in the order given. Behind all of
    them come those that fit by their hint, or by letters scattered over the label."""
    graded = [(quality(typed, hit), at, hit) for at, hit in enumerate(hits)]
    found = [(found, at, hit) for found, at, hit in graded if found is not None]

    def place(entry: tuple[int, int, H]) -> tuple[int, bool, int, int]:
        grade, at, hit = entry
        tier = 0 if grade == EXACT else 1 if grade <= INSIDE else grade
        return tier, not hit.here, grade, at

    return [hit for _, _, hit in sorted(found, key=place)]


def quality(typed: str, hit: Rankable) -> int | None:
    """How well a hit fits, EXACT (0) the best; None: not at all. Nothing typed fits
    everything alike."""
    terms = fold(typed).split()
    whole = " ".join(terms)
    # A key is what it is: `t` is not `T`. Longer names are read as they are meant.
    if typed.strip() in hit.names or any(whole == fold(n) for n in hit.names if len(n) > 1):
        return EXACT
    label, hint = fold(hit.label), fold(hit.hint)
    if label.startswith(whole):
        return BEGINS
    grades = [grade for term in terms if (grade := _part(term, label, hint)) is not None]
    if len(grades) == len(terms):
        return max(grades)
    if hit.found_for and hit.found_for == typed.strip():
        # The store knows more of it than is shown.
        return INSIDE
    return SCATTERED if _scattered("".join(terms), label) else None


def _part(term: str, label: str, hint: str) -> int | None:
    if any(word.startswith(term) for word in _WORD.findall(label)):
        return WORD
    return INSIDE if term in label else HINT if term in hint else None


def _scattered(letters: str, label: str) -> bool:
    """Whether all letters stand in the label, in this order."""
    rest = iter(label)
    return len(letters) > 1 and all(letter in rest for letter in letters)
