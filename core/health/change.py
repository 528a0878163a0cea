"""Why a score moved between two days (DEFINITIONS 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.health.components import COMPONENTS
from core.health.components.record import Component, Evidence, value_text
from core.health.moved import moved_parts
from core.health.score import score_client, score_components
from core.health.types import HealthConfig, HealthFacts, HealthScore, HistoryPoint
from core.values.contribution import Contribution, Explanation
from core.values.instants import day_text


@dataclass(frozen=True, slots=True)
class Earlier:
    """The score that stood on an earlier day.

    `facts` are that day's, with today's baseline: give them when the formula or
    the client's baseline changed in between. Without them the stored components
    count, under today's weights. `evidence` is what stood behind them; `rows` the
    number of stored rows behind a component of either day, by its id.
    """

    point: HistoryPoint
    facts: HealthFacts | None = None
    evidence: Evidence | None = None
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Today:
    """What the change leads to: the score of the day looked at, its facts, and what
    stands behind them (None: nobody asked)."""

    score: HealthScore
    facts: HealthFacts
    evidence: Evidence | None = None


def explain_change(
    subject: str, now: Today, earlier: Earlier, config: HealthConfig, as_of: datetime
) -> Explanation | None:
    """Signed points that sum to the change of score; None without both scores.

    The step from the stored score to the same day under today's formula is a
    contribution of its own, `config`; it stands first where it is not 0.
    """
    point = earlier.point
    if now.score.score is None or point.score is None:
        return None
    then = _under_today(earlier, config)
    total = now.score.score - point.score
    return Explanation(
        subject=subject,
        measure=f"change since {day_text(point.day)}",
        total=total,
        parts=_step(point, then, total, config) + _moves(then, now, earlier),
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


def _moves(then: HealthScore, now: Today, earlier: Earlier) -> tuple[Contribution, ...]:
    if then.score is None:
        return ()
    return tuple(
        _move(component, i, then, now, earlier) for i, component in enumerate(COMPONENTS)
    )


def _move(
    component: Component, i: int, then: HealthScore, now: Today, earlier: Earlier
) -> Contribution:
    """One bar: how the component went, by what, and what was measured on both days."""
    score, note, parts = now.score, "", tuple[Contribution, ...]()
    if earlier.facts is not None:
        note = f"{component.measured(earlier.facts)} → {component.measured(now.facts)}"
        if earlier.evidence is not None and now.evidence is not None:
            before = (then.weights[i] - then.points[i], earlier.facts, earlier.evidence)
            after = (score.weights[i] - score.points[i], now.facts, now.evidence)
            weight = (then.weights[i], score.weights[i])
            parts = moved_parts(component, before, after, weight)
    return Contribution(
        id=component.id,
        label=component.label,
        points=score.points[i] - then.points[i],
        value=f"{_known(then.components[i])} → {_known(score.components[i])}",
        weight=score.weights[i],
        note=note,
        rows=earlier.rows.get(component.id),
        parts=parts,
    )


def _known(centipoints: int | None) -> str:
    return value_text(centipoints) or "unknown"
