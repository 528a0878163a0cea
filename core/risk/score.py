"""The risk score of one client (DEFINITIONS 14.3), in exact numbers throughout."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from core.risk.types import MOST_PENALTY, MOST_SILENT, WEIGHTS, RiskFacts, RiskScore
from core.values.rounding import apportion, half_up, normalised_weights


@lru_cache(maxsize=10_000)
def risk_score(facts: RiskFacts) -> RiskScore:
    """The score with what each input adds to it. An input that is not known leaves its
    weight to the others (DEFINITIONS 1.6)."""
    shares = _shares(facts)
    weights = shared_weights(tuple(share is not None for share in shares))
    raw = [weight * (share or 0) for weight, share in zip(weights, shares, strict=True)]
    total = Fraction(sum(raw))
    score = half_up(total.numerator, total.denominator)
    return RiskScore(score, shares, weights, apportion(raw, score))


@lru_cache(maxsize=32)
def shared_weights(known: tuple[bool, ...]) -> tuple[int, ...]:
    """Whole percents over the inputs that are known, which sum to 100."""
    return normalised_weights(
        [weight if there else 0 for weight, there in zip(WEIGHTS, known, strict=True)]
    )


def _shares(facts: RiskFacts) -> tuple[Fraction | None, ...]:
    silent = MOST_SILENT if facts.silent is None else facts.silent
    return (
        None if facts.health is None else _part(100 - facts.health, 100),
        _part(silent, MOST_SILENT),
        _part(facts.penalty, MOST_PENALTY),
        _part(facts.stale, facts.opportunities),
        None if facts.sentiment is None else _within(-facts.sentiment),
    )


def _part(value: int, most: int) -> Fraction:
    """How much of `most` it is, 0 to 1; of nothing it is none."""
    return _within(Fraction(value, most)) if most else Fraction(0)


def _within(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(1), value))
