"""What a health component is: one record from which all else follows.

The score, its explanation, the what-if lines and the reason in a list row loop
over these records and know no component by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from core.health.types import Baseline, HealthFacts, Needed, OpenPenalty

FULL = 10_000


class DayOfUse(Protocol):
    """The usage of one local day; None is not known, and counts as none here."""

    @property
    def day(self) -> int: ...
    @property
    def calls(self) -> int | None: ...
    @property
    def logins(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind the facts: the incidents that weigh on the score, and
    the d days of the window, oldest first."""

    penalties: tuple[OpenPenalty, ...] = ()
    days: tuple[DayOfUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """One thing that lost points are split over, in proportion to `share` >= 0.

    `kept`: it is listed even when rounding leaves it without a point.
    """

    id: str
    label: str
    value: str
    share: int
    note: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Lever:
    """How a component is raised one by one: `most` times at most. `after` gives the
    facts after n of them, `needed` those n as a value, `words` in words."""

    most: int
    after: Callable[[HealthFacts, int], HealthFacts]
    needed: Callable[[int], Needed]
    words: Callable[[int], str]


class Remedy(NamedTuple):
    """A next step in words, and whether it is a call or a task for somebody."""

    what: str
    verb: Literal["call", "task"]


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the health score.

    - `reads`: the fields of HealthFacts that it is made from
    - `default_weight`: percent, before sharing
    - `centipoints`: facts -> 0..10000, None when unknown
    - `formula`: how it is made (`calls ÷ 5,000`)
    - `measured`: what was measured (`1,200 calls in 30 days`)
    - `slices`: what its lost points are split over
    - `reason`: facts, number of open incidents -> why it is low, in a few words
    - `at_best`: the same facts with this component full; unchanged when unknown
    - `what_if`: those better facts in words
    - `lever`: what raises it one by one; None where nothing does
    - `always_known`: known even of a client that nobody hears from, so that it
      makes no score by itself
    - `remedy`: what to begin with where it costs the most points and nobody has a plan
    - `baseline`: its figure in a baseline, None where it has none
    """

    id: str
    label: str
    unit: str
    reads: tuple[str, ...]
    default_weight: int
    centipoints: Callable[[HealthFacts], int | None]
    formula: Callable[[HealthFacts], str]
    measured: Callable[[HealthFacts], str]
    slices: Callable[[HealthFacts, Evidence], tuple[Slice, ...]]
    reason: Callable[[HealthFacts, int], str]
    at_best: Callable[[HealthFacts], HealthFacts]
    what_if: str
    lever: Callable[[HealthFacts, Evidence], Lever | None]
    remedy: Remedy
    always_known: bool = False
    baseline: Callable[[Baseline], int] | None = None


def value_text(centipoints: int | None) -> str:
    """`24.00`; empty for an unknown component."""
    return "" if centipoints is None else f"{centipoints // 100}.{centipoints % 100:02}"


def count_text(number: int, plural: str) -> str:
    """`1,200 calls`, `1 call`; `plural` is a word that takes a plain s."""
    return f"{number:,} {plural.removesuffix('s') if number == 1 else plural}"
