"""Read models of the health score (DEFINITIONS 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.values.contribution import Explanation
from core.values.money import Money

Tier = Literal["healthy", "at_risk", "critical", "unknown"]
Trend = Literal["up", "down", "flat", "new"]
TIERS: tuple[Tier, ...] = ("critical", "at_risk", "healthy", "unknown")
TIER_WORDS: dict[str, str] = {
    "critical": "!! critical",
    "at_risk": "!  at risk",
    "healthy": "   healthy",
    "unknown": "?  unknown",
}
WINDOW = 30


@dataclass(frozen=True, slots=True)
class Baseline:
    """What counts as full use in 30 days; both at least 1."""

    calls: int = 5000
    logins: int = 30


@dataclass(frozen=True, slots=True)
class HealthConfig:
    """One version of the formula. `weights` are whole percents that sum to 100,
    in the order of the component registry; `tiers` the lowest healthy and the
    lowest at-risk score; `plans` baselines by plan name."""

    version: str = "health/1"
    weights: tuple[int, ...] = (40, 30, 30)
    baseline: Baseline = Baseline()
    healthy_from: int = 70
    at_risk_from: int = 40
    plans: tuple[tuple[str, Baseline], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPenalty:
    """An incident that weighs on the score: its penalty points, and why."""

    key: str
    title: str
    severity: str
    penalty: int
    resolved: bool
    severity_assumed: bool = False


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What one client's score is made from, at one instant.

    `calls` and `logins` are sums over the 30-day window, None when unknown
    (DEFINITIONS 2.4); `penalty` is the uncapped sum of incident penalties;
    `days` is d: 1..30 local days of the window that the client has lived, 0
    for a client that has not started or has ended (no score).
    """

    calls: int | None
    logins: int | None
    penalty: int
    days: int
    baseline: Baseline = Baseline()


@dataclass(frozen=True, slots=True)
class HealthScore:
    """A score and its parts. `components` in centipoints (0..10000, None =
    unknown), `weights` in percent after sharing, `points` earned; all in the
    order of the component registry. `score` None: tier `unknown`."""

    score: int | None
    tier: Tier
    components: tuple[int | None, ...]
    weights: tuple[int, ...]
    points: tuple[int, ...]
    partial: bool


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The score that stood at the end of a local day, and what made it."""

    day: int
    score: int | None
    tier: Tier
    components: tuple[int | None, ...]
    config: str
    recorded_at: datetime
    backfilled: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """What has to happen: `n` more of a unit (`calls`, `logins`), or so many open
    incidents resolved (`which`: their ids, text from outside)."""

    unit: str
    n: int
    which: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The score if one thing were different. `tier` is the one that it would be in;
    `needed` the least that reaches that tier, nothing for a component at its best."""

    text: str
    before: int
    after: int
    tier: Tier
    needed: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthExplanation:
    """Everything that opens a score: `earned` sums to the score, `lost` to
    100 less the score (each part opened into incidents or days), `change` to
    the difference from `change_from`. None where there is no such number. `simulated`:
    a run in force has reached the client."""

    client_key: str
    client_name: str
    score: int | None
    tier: Tier
    partial: bool
    scored_at: datetime
    run: int | None
    earned: Explanation
    lost: Explanation
    change: Explanation | None = None
    change_from: int | None = None
    score_before: int | None = None
    what_if: tuple[WhatIf, ...] = ()
    flags: tuple[str, ...] = field(default=())
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Saturation:
    """A component that says the same of nearly everybody, and a baseline that fits."""

    component: str
    at: int
    share: float
    clients: int
    baseline: int
    fitting: int


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of weights, whole percents in the order of the component
    registry; baselines and bounds stay what they are."""

    id: str
    title: str
    weights: tuple[int, ...]
    about: str


@dataclass(frozen=True, slots=True)
class FormulaVersion:
    """One version of the formula: who set it and when (None: it came with the
    store), what it changed, and how many clients' scores name it. `actor` and
    `changed` hold text from outside."""

    config: HealthConfig
    in_force: bool
    created: datetime | None
    actor: str | None
    changed: tuple[str, ...]
    scores: int


@dataclass(frozen=True, slots=True)
class ComponentEnds:
    """How many of the clients that a component is known of stand at its ends.
    `fitting` is the baseline that would fit; None: nothing can be fitted."""

    component: str
    clients: int
    at_0: int
    at_100: int
    baseline: int
    fitting: int | None

    @property
    def saturated(self) -> int | None:
        """The end (0 or 100) at which more than 80 % stand; None: neither."""
        for end, same in ((0, self.at_0), (100, self.at_100)):
            if same * 5 > self.clients * 4:
                return end
        return None


@dataclass(frozen=True, slots=True)
class BaseStanding:
    """All active clients under one formula: mean and median score (two and one
    decimals, None without scores), revenue at risk by currency, its share of all
    ARR (None unless one currency holds it all), the ends of the components."""

    scored: int
    average: float | None
    median: float | None
    at_risk: tuple[Money, ...]
    at_risk_share: float | None
    ends: tuple[ComponentEnds, ...]


@dataclass(frozen=True, slots=True)
class TierMove:
    """The active clients that go from one tier to another (or stay), and their ARR."""

    before: Tier
    after: Tier
    clients: int
    arr: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class ScoreMove:
    """A client whose score another formula changes. `arr` is what its list row
    shows. Text comes from outside: show it through `safe_text`."""

    key: str
    name: str
    score_before: int | None
    score_after: int | None
    tier_before: Tier
    tier_after: Tier
    arr: Money | None


@dataclass(frozen=True, slots=True)
class FormulaPreview:
    """What another formula would do to the active clients of today.

    `config` is the formula in force, `proposed` the other one under the name that
    it would get. `moves` has a cell for each pair of tiers, in the order of TIERS;
    its rows sum to today's tiers, its columns to those of tomorrow. `rescored`
    clients get another score; `largest` are those with the greatest change first.
    `waiting` clients stand in the queue: their stored score may be out of date.
    """

    config: HealthConfig
    proposed: HealthConfig
    clients: int
    waiting: int
    rescored: int
    moves: tuple[TierMove, ...]
    before: BaseStanding
    after: BaseStanding
    largest: tuple[ScoreMove, ...]

    @property
    def moved(self) -> int:
        """How many clients change their tier."""
        return sum(move.clients for move in self.moves if move.before != move.after)

    @property
    def moved_arr(self) -> tuple[Money, ...]:
        """The ARR of those clients, by currency."""
        return total_money(
            money for move in self.moves if move.before != move.after for money in move.arr
        )

    def tier(self, tier: Tier, *, after: bool = False) -> TierMove:
        """All that stand in a tier before (or after), as one sum."""
        return in_tier(self.moves, tier, after=after)


def in_tier(moves: Iterable[TierMove], tier: Tier, *, after: bool = False) -> TierMove:
    """All that stand in a tier before the moves (or after), as one sum."""
    found = [move for move in moves if (move.after if after else move.before) == tier]
    arr = total_money(money for move in found for money in move.arr)
    return TierMove(tier, tier, sum(move.clients for move in found), arr)


def total_money(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """The sum by currency, sorted by code; currencies are never added."""
    sums: dict[str, int] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, 0) + money.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
