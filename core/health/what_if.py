"""What would raise a score, by the formula itself (DEFINITIONS 2.1, 2.2).

Each line states the score that it would give: that of the facts with the change
applied, scored as any other. A score never falls with more use or fewer penalties,
so the least that reaches a tier is found by halving.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.health.components import COMPONENTS
from core.health.components.record import Evidence, Lever
from core.health.score import score_client
from core.health.types import TIER_WORDS, HealthConfig, HealthFacts, HealthScore, Tier, WhatIf

_NO_EVIDENCE = Evidence()


def what_if(
    facts: HealthFacts,
    score: HealthScore,
    config: HealthConfig,
    evidence: Evidence = _NO_EVIDENCE,
) -> tuple[WhatIf, ...]:
    """The least that reaches each better tier, then each component at its best.

    Of the ways to a tier: one component alone, for each that can; where none can,
    all together, incidents first. Those without a baseline (incidents) stand first.
    Nothing without a score.
    """
    if score.score is None:
        return ()
    ways = _ways(facts, score.score, config, evidence)
    return (*ways, *_at_best(facts, score.score, config))


def _at_best(facts: HealthFacts, before: int, config: HealthConfig) -> Iterator[WhatIf]:
    """One component full, for each that would change the score."""
    for component in sorted(COMPONENTS, key=lambda c: c.baseline is not None):
        found = score_client(component.at_best(facts), config)
        if found.score is not None and found.score != before:
            yield WhatIf(component.what_if, before, found.score, found.tier)


def _ways(
    facts: HealthFacts, before: int, config: HealthConfig, evidence: Evidence
) -> Iterator[WhatIf]:
    levers = [
        lever
        for component in sorted(COMPONENTS, key=lambda c: c.baseline is not None)
        if (lever := component.lever(facts, evidence)) is not None and lever.most
    ]
    for bound in sorted({config.at_risk_from, config.healthy_from}):
        if bound <= before:
            continue
        alone = [
            _told(facts, before, config, [(lever, n)])
            for lever in levers
            if (n := _least(facts, config, lever, bound)) is not None
        ]
        yield from alone or _together(facts, before, config, levers, bound)


def _together(
    facts: HealthFacts, before: int, config: HealthConfig, levers: Sequence[Lever], bound: int
) -> Iterator[WhatIf]:
    """One lever after the other, each as far as it goes, the last as far as it must."""
    reached, pulled = facts, list[tuple[Lever, int]]()
    for lever in levers:
        n = _least(reached, config, lever, bound)
        pulled.append((lever, lever.most if n is None else n))
        reached = lever.after(reached, pulled[-1][1])
        if n is not None:
            yield _told(facts, before, config, pulled)
            return


def _least(facts: HealthFacts, config: HealthConfig, lever: Lever, bound: int) -> int | None:
    """How many it takes at least until the score is `bound`; None: all are too few."""

    def enough(n: int) -> bool:
        return (score_client(lever.after(facts, n), config).score or 0) >= bound

    if not enough(lever.most):
        return None
    low, high = 0, lever.most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _told(
    facts: HealthFacts, before: int, config: HealthConfig, pulled: Sequence[tuple[Lever, int]]
) -> WhatIf:
    reached = facts
    for lever, n in pulled:
        reached = lever.after(reached, n)
    found = score_client(reached, config)
    assert found.score is not None
    words = " and ".join(lever.words(n) for lever, n in pulled if n)
    needed = tuple(lever.needed(n) for lever, n in pulled if n)
    text = f"{_tier(found.tier)} with {words}"
    return WhatIf(text, before, found.score, found.tier, needed)


def _tier(tier: Tier) -> str:
    return TIER_WORDS[tier].lstrip("! ")
