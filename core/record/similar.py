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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor, log

from core.record.words import words_of
from core.values.contribution import Contribution, Explanation
from core.values.rounding import apportion_whole, half_up

WORDS, COMPONENTS, CLIENT = 70, 20, 10
_MOST_WORDS = 24
_FEW = 50
_MANY = 5_000
"""From so many incidents on arrays are quicker than their import is slow."""
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

    `add` numbers in growing order. Memory: four bytes a word of an incident, and eight an
    incident.
    """

    def __init__(self) -> None:
        self._numbers = array("q")
        self._holding: dict[str, array[int]] = {}
        """Word to the places in `_numbers` of those that hold it."""

    @property
    def n(self) -> int:
        """How many incidents it knows."""
        return len(self._numbers)

    def add(self, number: int, text: str) -> None:
        place = len(self._numbers)
        self._numbers.append(number)
        for word in words_of(text):
            self._holding.setdefault(word, array("i")).append(place)

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
        rarest = sorted(weights, key=lambda each: (-weights[each], each))
        held = [(weights[word], self._holding[word]) for word in rarest]
        if self.n < _MANY:
            places = _heaviest_of(held, _FEW, most)
        else:
            from core.record.heaviest import heaviest_of  # numpy

            places = heaviest_of(held, self.n, _FEW, most)
        return [self._numbers[place] for place in places]


def _heaviest_of(held: Sequence[tuple[int, array[int]]], enough: int, most: int) -> list[int]:
    """What `heaviest.heaviest_of` finds, without numpy."""
    total: dict[int, int] = {}
    for weight, places in held:
        found = len(total)
        few = found >= enough and len(places) > found
        for place in places:
            if not few or place in total:
                total[place] = total.get(place, 0) + weight
    return sorted(total, key=lambda place: (-total[place], -place))[:most]


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
    common = [name for name in asked.components if name in other.components]
    # Whole numbers over one denominator: somebody waits for this with each key.
    whole = sum(sought.weights.values()) or 1
    either = len({*asked.components, *other.components}) or 1
    parts: list[tuple[str, str, int, str]] = [
        (f"word:{word}", f"“{word}”", WORDS * weight * either, "word")
        for word, weight in sought.weights.items()
        if word in there
    ]
    if common:
        share = COMPONENTS * len(common) * whole
        parts.append(("components", ", ".join(common), share, "same component"))
    if asked.client is not None and asked.client == other.client:
        parts.append(("client", asked.client, CLIENT * whole * either, "same client"))
    raw = [100 * points for _, _, points, _ in parts]
    denominator = whole * either * _most(asked)
    total = half_up(sum(raw), denominator) if raw else 0
    points = apportion_whole(raw, denominator, total) if raw else ()
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


def _most(asked: Likeness) -> int:
    """The points that can be had. What cannot, since nothing is known of it, is shared by
    the rest."""
    return WORDS + (COMPONENTS if asked.components else 0) + (CLIENT if asked.client else 0)
