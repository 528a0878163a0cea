"""The health score of many clients at once, in arrays (DEFINITIONS 2.1 to 2.5).

`core.health.score.score_client` is the definition; this gives the same numbers,
row by row. It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.health.components.record import FULL
from core.health.score import shared_weights
from core.health.types import WINDOW, HealthConfig, Tier

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
UNKNOWN = -1
TIER_CODES: tuple[Tier, ...] = ("healthy", "at_risk", "critical", "unknown")
"""The tier that a code of `ScoreArrays.tier` stands for."""
_SAFE_BASELINE = 10**13
"""Up to this baseline no product of the formula leaves 64 bits."""


@dataclass(frozen=True, slots=True)
class FactArrays:
    """`core.health.types.HealthFacts` of n clients, as arrays of n: window sums
    (-1: unknown), the uncapped penalty, d (0..30), and the baselines (at least 1)."""

    calls: Ints
    logins: Ints
    penalty: Ints
    days: Ints
    baseline_calls: Ints
    baseline_logins: Ints


@dataclass(frozen=True, slots=True)
class ScoreArrays:
    """`core.health.types.HealthScore` of n clients: components in centipoints and
    the score (-1: unknown), the tier as an index of TIER_CODES, and the shared
    weights and points earned as (n, 3), in the order of the component registry."""

    usage: Ints
    engagement: Ints
    incidents: Ints
    score: Ints
    tier: Ints
    partial: Flags
    weights: Ints
    points: Ints


def score_arrays(facts: FactArrays, config: HealthConfig) -> ScoreArrays:
    """The scores of n clients. Raises UsageError for weights that cannot be shared."""
    usage = counted_centipoints(facts.calls, facts.baseline_calls, facts.days)
    engagement = counted_centipoints(facts.logins, facts.baseline_logins, facts.days)
    incidents = FULL - 100 * np.minimum(facts.penalty, FULL // 100)
    weights = _weights(usage != UNKNOWN, engagement != UNKNOWN, config)
    scored = weights.any(axis=1)
    components = np.stack([usage, engagement, incidents], axis=1)
    weighted = weights * np.maximum(components, 0)
    score = (2 * weighted.sum(axis=1) + FULL) // (2 * FULL)
    points = _points(weighted, score)
    score[~scored] = UNKNOWN
    return ScoreArrays(
        usage=usage,
        engagement=engagement,
        incidents=incidents,
        score=score,
        tier=tier_codes(score, config),
        partial=scored & ((usage == UNKNOWN) | (engagement == UNKNOWN)),
        weights=weights,
        points=points,
    )


def counted_centipoints(total: Ints, baseline: Ints, days: Ints) -> Ints:
    """min(10000, 10000 * total * 30 / (baseline * d)), half up; -1 where the total
    is unknown or d is 0."""
    known = (total >= 0) & (days > 0)
    found = np.full(len(total), UNKNOWN, dtype=np.int64)
    small = known & (baseline <= _SAFE_BASELINE)
    found[small] = _reached(total[small], baseline[small], days[small])
    large = known & ~small
    if large.any():
        found[large] = _reached(
            *(values[large].astype(object) for values in (total, baseline, days))
        ).astype(np.int64)
    return found


def _reached(total: Any, baseline: Any, days: Any) -> Any:
    """The formula over known totals: whole numbers of 64 bits, or of any size."""
    span = baseline * days
    # A total that reaches the baseline counts as just that, so that none overflows.
    capped = np.minimum(total, -(-span // WINDOW))
    return np.minimum((2 * FULL * WINDOW * capped + span) // (2 * span), FULL)


def _weights(usage: Flags, engagement: Flags, config: HealthConfig) -> Ints:
    """(n, 3) percents over the known components; all 0 where there is no score."""
    by_known = np.zeros((4, 3), dtype=np.int64)
    for code in range(4):
        shared = shared_weights(config.weights, (bool(code & 2), bool(code & 1), True))
        if shared is not None:
            by_known[code] = shared
    found: Ints = by_known[2 * usage.astype(np.int64) + engagement]
    return found


def _points(weighted: Ints, score: Ints) -> Ints:
    """Largest remainder: the points that are missing to the score go to the
    greatest remainders, of two equal ones to the earlier component."""
    wholes, remainders = np.divmod(weighted, FULL)
    missing = score - wholes.sum(axis=1)
    for index in range(weighted.shape[1]):
        mine = remainders[:, [index]]
        before = (remainders[:, :index] >= mine).sum(axis=1)
        before += (remainders[:, index + 1 :] > mine).sum(axis=1)
        wholes[:, index] += before < missing
    found: Ints = wholes
    return found


def tier_codes(score: Ints, config: HealthConfig) -> Ints:
    """Indexes of TIER_CODES for scores (-1: none); bounds belong to the upper tier."""
    found = np.full(len(score), 2, dtype=np.int64)
    found[score >= config.at_risk_from] = 1
    found[score >= config.healthy_from] = 0
    found[score == UNKNOWN] = 3
    return found
