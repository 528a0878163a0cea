"""A standing whose score is the one that history keeps.

Life, ARR, renewal and incidents are told from their facts; use is not known, so the
score and its parts are what was stored of that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.clients.standing import UNRANKED, Standing
from core.health.components import COMPONENTS
from core.health.components.record import FULL
from core.health.score import score_components
from core.health.types import HealthConfig, HealthScore

_INCIDENTS = next(n for n, each in enumerate(COMPONENTS) if each.id == "incidents")
_NONE = (None,) * len(COMPONENTS)


def kept_standing(
    standing: Standing, components: Sequence[int | None] | None, config: HealthConfig
) -> Standing:
    """`standing` with the stored parts of its day (centipoints; None: history has no
    row of it), under the formula that its row names. Outside its life a client has no
    score, whatever is stored."""
    told = _NONE if components is None or standing.facts.days == 0 else tuple(components)
    health = score_components(told, config)
    return replace(
        standing,
        health=health,
        facts=replace(
            standing.facts,
            calls=None,
            logins=None,
            penalty=_penalty(standing.facts.penalty, told[_INCIDENTS]),
        ),
        rank=UNRANKED if health.score is None else health.score,
        delta7=None,
        top_reason=kept_reason(health),
    )


def kept_reason(health: HealthScore) -> str:
    """Where most points are lost, by the stored parts alone: `usage 24%: −30`."""
    if health.score is None:
        return ""
    lost = [w - p for w, p in zip(health.weights, health.points, strict=True)]
    most = max(lost)
    if most == 0:
        return ""
    place = lost.index(most)
    return f"{COMPONENTS[place].label} {(health.components[place] or 0) // 100}%: −{most}"


def _penalty(counted: int, stored: int | None) -> int:
    """The penalty behind the stored part: as counted where that agrees with it."""
    if stored is None or stored == max(0, FULL - 100 * counted):
        return counted
    return (FULL - stored) // 100
