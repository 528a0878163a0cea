"""Clients before and after a simulation, added up one by one."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from core.clients.standing import Standing
from core.health.components import COMPONENTS
from core.health.types import TIERS, HealthConfig, Tier, TierMove
from core.simulations.effect import Effect
from core.simulations.types import ClientEffect, Side, Written
from core.values.contribution import Contribution, Explanation
from core.values.money import Money

AT_RISK: tuple[Tier, ...] = ("critical", "at_risk")
_NO_SCORE = 101
"""How far a score is from none: further than any two scores."""


@dataclass(slots=True)
class Sum:
    """The sums of one side."""

    clients: int = 0
    scored: int = 0
    points: int = 0
    open_incidents: int = 0
    arr: Counter[str] = field(default_factory=Counter)
    at_risk: Counter[str] = field(default_factory=Counter)

    def add(self, standing: Standing) -> None:
        self.clients += 1
        self.open_incidents += standing.open_incidents
        if standing.health.score is not None:
            self.scored += 1
            self.points += standing.health.score
        for currency, minor in standing.arr:
            self.arr[currency] += minor
            if standing.health.tier in AT_RISK:
                self.at_risk[currency] += minor

    def side(self) -> Side:
        return Side(
            self.clients, self.scored, self.points, money(self.arr.items()),
            money(self.at_risk.items()), self.open_incidents,
        )  # fmt: skip


def money(amounts: Iterable[tuple[str, int]]) -> tuple[Money, ...]:
    """(currency, minor) as money, by code."""
    return tuple(Money(minor, currency) for currency, minor in sorted(amounts))


@dataclass(frozen=True, slots=True, order=True)
class Moved:
    """A client that moves: who moves most comes first, then by the store's number."""

    by: int
    id: int
    key: str = field(compare=False)
    name: str = field(compare=False)
    before: Standing = field(compare=False)
    after: Standing = field(compare=False)


class Tally:
    """Feed it with clients in any order: what it says of them does not depend on it."""

    def __init__(self, largest: int) -> None:
        self._most = largest
        self._sides = (Sum(), Sum())
        self._cells: Counter[tuple[Tier, Tier]] = Counter()
        self._arr: dict[tuple[Tier, Tier], Counter[str]] = defaultdict(Counter)
        self._parts = [0] * len(COMPONENTS)
        self._appeared = 0
        self._written = [0, 0, 0, 0, 0]
        self.touched = 0
        self.rescored = 0
        self._moved: list[Moved] = []

    def add(
        self, key: str, name: str, before: Standing, after: Standing, effect: Effect
    ) -> None:
        """Count one client in, and the facts that would be written about it."""
        for side, standing in zip(self._sides, (before, after), strict=True):
            side.add(standing)
        cell = (before.health.tier, after.health.tier)
        self._cells[cell] += 1
        for currency, minor in before.arr:
            self._arr[cell][currency] += minor
        by = self._add_points(before, after)
        self.rescored += by > 0
        if by or before.arr != after.arr:
            insort(self._moved, Moved(-by, before.id, key, name, before, after))
            del self._moved[self._most :]
        self._add_written(before, effect)

    def _add_points(self, before: Standing, after: Standing) -> int:
        """How far the score moves."""
        was, now = before.health.score, after.health.score
        if was is None or now is None:
            self._appeared += (now or 0) - (was or 0)
            return 0 if was == now else _NO_SCORE
        pairs = zip(before.health.points, after.health.points, strict=True)
        for place, (less, more) in enumerate(pairs):
            self._parts[place] += more - less
        return abs(now - was)

    def _add_written(self, before: Standing, effect: Effect) -> None:
        settled = effect.resolves is not None and before.open_incidents > 0
        repriced = bool(effect.price or effect.ends)
        what = (
            len(effect.opens), effect.calls, effect.logins,
            int(settled or effect.excludes), int(repriced),
        )  # fmt: skip
        self.touched += any(what)
        self._written = [sum(pair) for pair in zip(self._written, what, strict=True)]

    @property
    def before(self) -> Side:
        return self._sides[0].side()

    @property
    def after(self) -> Side:
        return self._sides[1].side()

    @property
    def largest(self) -> tuple[ClientEffect, ...]:
        """Who moves most."""
        return tuple(
            ClientEffect(
                each.key, each.name, each.before.health.score, each.before.health.tier,
                each.after.health.score, each.after.health.tier,
                money(each.before.arr), money(each.after.arr),
            )
            for each in self._moved
        )  # fmt: skip

    @property
    def written(self) -> Written:
        return Written(*self._written)

    def moves(self) -> tuple[TierMove, ...]:
        """A cell for each pair of tiers, in the order of TIERS; ARR is that before."""
        return tuple(
            TierMove(was, now, self._cells[was, now], money(self._arr[was, now].items()))
            for was in TIERS
            for now in TIERS
        )

    def points(self, what: str, config: HealthConfig, at: datetime) -> Explanation:
        """Why the sum of scores changes: a contribution a component, and one for clients
        that begin or cease to have a score."""
        parts = [
            Contribution(component.id, component.label, points)
            for component, points in zip(COMPONENTS, self._parts, strict=True)
        ]
        if self._appeared:
            parts.append(Contribution("scores", "scores that begin or end", self._appeared))
        return Explanation(
            subject=what,
            measure="change of all scores together",
            total=sum(part.points for part in parts),
            parts=tuple(parts),
            as_of=at,
            config=config.version,
        )
