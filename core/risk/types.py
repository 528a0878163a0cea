"""What the risk score of a client is made from (DEFINITIONS 14.3)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

CHURN_RISK = 70
"""A score above it is a churn risk; exactly at it is none."""
WEIGHTS = (40, 20, 15, 10, 15)
"""Percents of health, silence, incidents, opportunities and sentiment."""
MOST_SILENT = 90
MOST_PENALTY = 40


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What one client's risk is made from, at one instant.

    `health` is the score, 0 to 100, None without one; `silent` whole local days since
    the last contact, None: there never was any; `penalty` the sum of incident penalties,
    not capped; `stale` of `opportunities` open ones are stale; `sentiment` lies between
    -1 and 1, None: not known.
    """

    health: int | None
    silent: int | None
    penalty: int
    opportunities: int = 0
    stale: int = 0
    sentiment: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RiskScore:
    """0 to 100, high is bad. `shares` say how much of its weight each input takes (0 to
    1, None: not known), `weights` are whole percents after sharing, `points` sum to the
    score; all in the order of `WEIGHTS`."""

    score: int
    shares: tuple[Fraction | None, ...]
    weights: tuple[int, ...]
    points: tuple[int, ...]


def risk_words(score: int | None) -> str:
    """`churn risk` where a score is one, else nothing."""
    return "churn risk" if score is not None and score > CHURN_RISK else ""
