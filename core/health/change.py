"""Why a score moved between two days (DEFINITIONS 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.health.components import COMPONENTS
from core.health.components.record import value_text
from core.health.score import score_client, score_components
from core.health.types import HealthConfig, HealthFacts, HealthScore, HistoryPoint
from core.values.contribution import Contribution, Explanation
from core.values.instants import day_text


@dataclass(frozen=True, slots=True)
class Earlier:
    """The score that stood on an earlier day.

    `facts` are that day's, with today's baseline: give them when the formula or
    the client's baseline changed in between. Without them the stored components
    count, under today's weights.
    """

    point: HistoryPoint
    facts: HealthFacts | None = None


def explain_change(
    subject: str, now: HealthScore, earlier: Earlier, config: HealthConfig, as_of: datetime
) -> Explanation | None:
    """Signed points that sum to the change of score; None without both scores.

    The step from the stored score to the same day under today's formula is a
    contribution of its own, `config`; it stands first where it is not 0.
    """
    point = earlier.point
    if now.score is None or point.score is None:
        return None
    then = _under_today(earlier, config)
    total = now.score - point.score
    return Explanation(
        subject=subject,
        measure=f"change since {day_text(point.day)}",
        total=total,
        parts=_step(point, then, total, config) + _moves(then, now),
        as_of=as_of,
        config=config.version,
    )


def _under_today(earlier: Earlier, config: HealthConfig) -> HealthScore:
    if earlier.facts is not None:
        return score_client(earlier.facts, config)
    return score_components(earlier.point.components, config)


def _step(
    point: HistoryPoint, then: HealthScore, total: int, config: HealthConfig
) -> tuple[Contribution, ...]:
    """The bar of the formula: all of the change where it gives that day no score."""
    stored = point.score or 0
    points = total if then.score is None else then.score - stored
    if points == 0:
        return ()
    same = point.config == config.version
    value = "baseline" if same else f"{point.config} → {config.version}"
    note = f"{day_text(point.day)} under today's formula: {stored} → {_text(then.score)}"
    return (Contribution("config", "formula", points, value=value, note=note),)


def _text(score: int | None) -> str:
    return "no score" if score is None else str(score)


def _moves(then: HealthScore, now: HealthScore) -> tuple[Contribution, ...]:
    if then.score is None:
        return ()
    return tuple(
        Contribution(
            id=component.id,
            label=component.label,
            points=now.points[i] - then.points[i],
            value=f"{_known(then.components[i])} → {_known(now.components[i])}",
            weight=now.weights[i],
        )
        for i, component in enumerate(COMPONENTS)
    )


def _known(centipoints: int | None) -> str:
    return value_text(centipoints) or "unknown"
