"""Solved incidents that are like one, and why: by the words they share, weighed by how
much each of them tells, by components and by client.

    weight of a word = ln(1 + (n - with it + 0.5) / (with it + 0.5))    (the idf of BM25)
    points = 70 x weights of the shared words / weights of all words asked for
           + 20 x components in common / components of either
           + 10 where the client is the same

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), for the
weights. Where nothing is known of components or client, words alone make the points.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from heapq import nlargest
from math import floor, log

from core.record.words import words_of
from core.values.contribution import Contribution, Explanation
from core.values.rounding import apportion

WORDS, COMPONENTS, CLIENT = 70, 20, 10
_MOST_WORDS = 24
_FEW = 50
_CONFIG = "similar 1"
# Weights are whole, so that their shares are exact.
_SCALE = 10**9


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two incidents are compared by; text from outside."""

    text: str
    components: tuple[str, ...] = ()
    client: str | None = None


class WordIndex:
    """Which incidents hold which word; made once, then asked while somebody types.

    `add` numbers in growing order. Memory: eight bytes a word of an incident.
    """

    def __init__(self) -> None:
        self.n = 0
        self._holding: dict[str, array[int]] = {}

    def add(self, number: int, text: str) -> None:
        self.n += 1
        for word in words_of(text):
            self._holding.setdefault(word, array("q")).append(number)

    def holds(self, word: str) -> bool:
        """Whether any incident holds a word."""
        return word in self._holding

    def weight(self, word: str) -> int:
        """How much a word tells, in billionths; more than 0, and the most for one that
        no incident holds."""
        held = len(self._holding.get(word, ()))
        return max(1, floor(_SCALE * log(1 + (self.n - held + 0.5) / (held + 0.5))))

    def candidates(self, words: Sequence[str], most: int) -> list[int]:
        """The incidents whose words weigh most, heaviest first, then the newest. Words
        that as good as everything holds only add to what rarer ones have found."""
        weights = {word: self.weight(word) for word in words if word in self._holding}
        found: dict[int, int] = {}
        for word in sorted(weights, key=lambda each: (-weights[each], each)):
            holding, weight = self._holding[word], weights[word]
            if len(found) >= _FEW and len(holding) > len(found):
                for number in (
                    found.keys() & set(holding)
                    if len(found) > most
                    else (number for number in found if _holds(holding, number))
                ):
                    found[number] += weight
                continue
            for number in holding:
                found[number] = found.get(number, 0) + weight
        return nlargest(most, found, key=lambda number: (found[number], number))


def _holds(numbers: array[int], wanted: int) -> bool:
    """Whether growing numbers hold one."""
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low < len(numbers) and numbers[low] == wanted


def asked_words(text: str, index: WordIndex) -> tuple[str, ...]:
    """The words that are looked for: of many those that tell most, in their order."""
    words = words_of(text)
    kept = set(sorted(words, key=lambda word: (-index.weight(word), word))[:_MOST_WORDS])
    return tuple(word for word in words if word in kept)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, made ready once: its words, each with its weight."""

    like: Likeness
    weights: Mapping[str, int]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.weights)


def asked(like: Likeness, index: WordIndex) -> Asked:
    """Ready to be compared with others."""
    return Asked(like, {word: index.weight(word) for word in asked_words(like.text, index)})


def likeness(sought: Asked, other: Likeness, subject: str, as_of: datetime) -> Explanation:
    """Why another incident is like the one asked for: whole points up to 100, whose parts
    are the shared words, the components in common, and the client."""
    asked, there = sought.like, set(words_of(other.text))
    whole = sum(sought.weights.values())
    parts: list[tuple[str, str, Fraction, str]] = [
        (f"word:{word}", f"“{word}”", Fraction(WORDS * weight, whole), "word")
        for word, weight in sought.weights.items()
        if word in there
    ]
    common = [name for name in asked.components if name in other.components]
    if common:
        either = len({*asked.components, *other.components})
        share = Fraction(COMPONENTS * len(common), either)
        parts.append(("components", ", ".join(common), share, "same component"))
    if asked.client is not None and asked.client == other.client:
        parts.append(("client", asked.client, Fraction(CLIENT), "same client"))
    raw = _out_of_a_hundred(asked, parts)
    total = floor(sum(raw) + Fraction(1, 2))
    points = apportion(raw, total) if raw else ()
    return Explanation(
        subject=subject,
        measure="likeness",
        total=total,
        parts=tuple(
            Contribution(name, label, value, value=kind)
            for (name, label, _, kind), value in zip(parts, points, strict=True)
            if value  # a word that everything holds tells nothing
        ),
        as_of=as_of,
        config=_CONFIG,
    )


def _out_of_a_hundred(
    asked: Likeness, parts: Iterable[tuple[str, str, Fraction, str]]
) -> list[Fraction]:
    """What cannot be had, since nothing is known of it, is shared by the rest."""
    most = WORDS + (COMPONENTS if asked.components else 0) + (CLIENT if asked.client else 0)
    return [points * 100 / most for _, _, points, _ in parts]
