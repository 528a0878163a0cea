"""Read models of the health score (DEFINITIONS 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.values.contribution import Explanation

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
class WhatIf:
    """The score if one thing were different."""

    text: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HealthExplanation:
    """Everything that opens a score: `earned` sums to the score, `lost` to
    100 less the score (each part opened into incidents or days), `change` to
    the difference from `change_from`. None where there is no such number."""

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


@dataclass(frozen=True, slots=True)
class Saturation:
    """A component that says the same of nearly everybody, and a baseline that fits."""

    component: str
    at: int
    share: float
    clients: int
    baseline: int
    fitting: int
