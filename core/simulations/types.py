"""Read models of simulations: what a scenario would do, computed and not written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.health.types import Tier, TierMove
from core.simulations.parameters import Parameter
from core.values.contribution import Explanation
from core.values.money import Money


@dataclass(frozen=True, slots=True)
class ScenarioTold:
    """A scenario as a list shows it."""

    id: str
    title: str
    about: str
    says: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Some clients before, or after. `points` is the sum of the scores that there are;
    money is an entry a currency."""

    clients: int
    scored: int
    points: int
    arr: tuple[Money, ...]
    at_risk: tuple[Money, ...]
    open_incidents: int

    @property
    def average(self) -> float | None:
        """Of the scores, to two decimals; None without any."""
        return round(self.points / self.scored, 2) + 0.0 if self.scored else None


@dataclass(frozen=True, slots=True)
class ClientEffect:
    """One client before and after; a score is None where there is none."""

    key: str
    name: str
    score: int | None
    tier: Tier
    score_after: int | None
    tier_after: Tier
    arr: tuple[Money, ...]
    arr_after: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What a run would write: incidents that it opens, calls and logins that it adds (less
    than 0: takes off), clients of whom incidents are resolved or stop counting, and
    clients whose subscriptions change."""

    incidents: int
    calls: int
    logins: int
    settled: int
    repriced: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen to the clients chosen. `touched`: of how many a fact would be
    written; `rescored`: whose score would change. `points` opens the change of the sum
    of scores, part by part. `largest`: who moves most. Without chance (what if) `run` is
    empty and `seed` None."""

    what: str
    run: str
    seed: int | None
    values: dict[str, int]
    at: datetime
    touched: int
    rescored: int
    before: Side
    after: Side
    moves: tuple[TierMove, ...]
    written: Written
    points: Explanation
    largest: tuple[ClientEffect, ...]


@dataclass(frozen=True, slots=True)
class SeedFigures:
    """The clients after a run with one seed."""

    seed: int
    after: Side


@dataclass(frozen=True, slots=True)
class Band:
    """A figure over all seeds: nearest rank, so each is that of a seed."""

    figure: str
    unit: str
    before: int | None
    low: int
    p10: int
    median: int
    p90: int
    high: int


@dataclass(frozen=True, slots=True)
class Bands:
    """What chance does to a scenario. `bands` has an entry a figure and currency."""

    what: str
    values: dict[str, int]
    at: datetime
    before: Side
    seeds: tuple[SeedFigures, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`calls` and `logins` of the window change by so many percent, -100 at least;
    `lost`: the clients end their subscriptions; `closed`: their open incidents are fixed."""

    calls: int = 0
    logins: int = 0
    lost: bool = False
    closed: bool = False

    @property
    def words(self) -> str:
        """`calls -20 %, incidents closed`; empty for nothing."""
        said = [
            f"{name} {by:+d} %"
            for name, by in (("calls", self.calls), ("logins", self.logins))
            if by
        ]
        said += ["clients lost"] * self.lost + ["open incidents closed"] * self.closed
        return ", ".join(said)
