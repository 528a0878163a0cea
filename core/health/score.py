"""The health score, its tier, and the baseline that a client is held against.

DEFINITIONS 2.1, 2.3, 2.4, 2.5. Whole numbers throughout: the same result in
SQL, in arrays and here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from core.health.components import COMPONENTS
from core.health.components.record import FULL
from core.health.types import Baseline, HealthConfig, HealthFacts, HealthScore, Tier
from core.values.errors import UsageError
from core.values.rounding import apportion_whole, half_up, normalised_weights
from core.values.text import fold

BaselineSource = Literal["default", "plan", "client"]
_NOTHING = (0,) * len(COMPONENTS)
_SILENT = tuple(component.always_known for component in COMPONENTS)


def score_client(facts: HealthFacts, config: HealthConfig) -> HealthScore:
    """The score of one client, with its components and points earned.

    No score (tier `unknown`) for a client outside its life (`days` 0), for one
    whose usage and engagement are both unknown, and where every known component
    has weight 0. Raises UsageError for weights that cannot be shared.
    """
    return score_components(tuple([c.centipoints(facts) for c in COMPONENTS]), config)


def score_components(components: tuple[int | None, ...], config: HealthConfig) -> HealthScore:
    """The score of components that are known already, in centipoints."""
    known = tuple([value is not None for value in components])
    weights = shared_weights(config.weights, known)
    if weights is None:
        return HealthScore(None, "unknown", components, _NOTHING, _NOTHING, partial=False)
    weighted = [
        weight * (value or 0) for weight, value in zip(weights, components, strict=True)
    ]
    score = half_up(sum(weighted), FULL)
    points = apportion_whole(weighted, FULL, score)
    return HealthScore(
        score, tier_of(score, config), components, weights, points, partial=False in known
    )


@lru_cache(maxsize=256)
def shared_weights(weights: tuple[int, ...], known: tuple[bool, ...]) -> tuple[int, ...] | None:
    """Percents over the known components that sum to 100; None for no score.

    A formula older than a component gives that component no weight. Raises
    UsageError for weights that break DEFINITIONS 1.6, or for too many of them.
    """
    if len(weights) > len(COMPONENTS):
        raise UsageError(f"{len(weights)} weights for {len(COMPONENTS)} components")
    normalised_weights(weights)
    padded = weights + (0,) * (len(COMPONENTS) - len(weights))
    heard = any(there and not silent for there, silent in zip(known, _SILENT, strict=True))
    shares = [weight if there else 0 for weight, there in zip(padded, known, strict=True)]
    return normalised_weights(shares) if heard and any(shares) else None


def tier_of(score: int | None, config: HealthConfig) -> Tier:
    """The tier that a score falls in; bounds belong to the upper tier."""
    if score is None:
        return "unknown"
    if score >= config.healthy_from:
        return "healthy"
    return "at_risk" if score >= config.at_risk_from else "critical"


def baseline_for(
    config: HealthConfig,
    plan: str | None,
    calls_override: int | None,
    logins_override: int | None,
) -> tuple[Baseline, BaselineSource]:
    """The most specific baseline: the client's own, its plan's, the default.

    Each figure of a client's own stands for itself; what it leaves open comes
    from the plan. Plan names compare folded; an override below 1 counts as none.
    """
    found = _by_plan(config.plans).get(fold(plan)) if plan and config.plans else None
    general = found or config.baseline
    calls = calls_override if calls_override and calls_override > 0 else None
    logins = logins_override if logins_override and logins_override > 0 else None
    if calls is None and logins is None:
        return general, "plan" if found else "default"
    return Baseline(calls or general.calls, logins or general.logins), "client"


@lru_cache(maxsize=16)
def _by_plan(plans: tuple[tuple[str, Baseline], ...]) -> dict[str, Baseline]:
    return {fold(name): baseline for name, baseline in plans}
