"""Everything that opens a score: points earned and lost, what moved it, what if.

DEFINITIONS 2.3. Every list sums exactly to the number that it explains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.health.change import Earlier, Today, explain_change
from core.health.components import COMPONENTS
from core.health.components.record import Component, Evidence, value_text
from core.health.moved import shared_out
from core.health.types import (
    WINDOW,
    HealthConfig,
    HealthExplanation,
    HealthFacts,
    HealthScore,
)
from core.health.what_if import what_if
from core.values.contribution import Contribution, Explanation

KEPT = "as history keeps it"


@dataclass(frozen=True, slots=True)
class HealthCase:
    """One scored client: its score, the facts of it, and what stands behind them.

    `rows` gives the number of stored rows behind a component, by its id. `kept`: the
    parts are those that history keeps, and what was measured then is not known.
    """

    key: str
    name: str
    facts: HealthFacts
    score: HealthScore
    config: HealthConfig
    as_of: datetime
    scored_at: datetime
    run: int | None = None
    evidence: Evidence = field(default_factory=Evidence)
    rows: Mapping[str, int] = field(default_factory=dict)
    kept: bool = False


def explain_health(case: HealthCase, earlier: Earlier | None = None) -> HealthExplanation:
    """The whole explanation of one client's score; `earlier` adds what moved it."""
    score, point = case.score, earlier.point if earlier else None
    change = None
    if earlier:
        now = Today(score, case.facts, case.evidence)
        change = explain_change(case.name, now, earlier, case.config, case.as_of)
    return HealthExplanation(
        client_key=case.key,
        client_name=case.name,
        score=score.score,
        tier=score.tier,
        partial=score.partial,
        scored_at=case.scored_at,
        run=case.run,
        earned=_earned(case),
        lost=_lost(case),
        change=change,
        change_from=point.day if point else None,
        score_before=point.score if point else None,
        what_if=() if case.kept else what_if(case.facts, score, case.config, case.evidence),
        flags=_flags(case),
    )


def top_reason(score: HealthScore, facts: HealthFacts, open_incidents: int) -> str:
    """Where most points are lost, for a list row: `usage 24% of baseline: −30`.

    Of two equal losses the earlier component is named; empty when nothing is
    lost or there is no score.
    """
    if score.score is None:
        return ""
    lost = [w - p for w, p in zip(score.weights, score.points, strict=True)]
    most = max(lost)
    if most == 0:
        return ""
    return f"{COMPONENTS[lost.index(most)].reason(facts, open_incidents)}: −{most}"


def _earned(case: HealthCase) -> Explanation:
    parts = [
        _contribution(case, index, component, case.score.points[index])
        for index, component in enumerate(COMPONENTS)
    ]
    return _explanation(case, "health score", case.score.score, parts)


def _lost(case: HealthCase) -> Explanation:
    score, parts = case.score, []
    for index, component in enumerate(COMPONENTS):
        points = score.weights[index] - score.points[index]
        opened = _opened(case, component, points)
        parts.append(_contribution(case, index, component, points, opened))
    total = None if score.score is None else 100 - score.score
    return _explanation(case, "points lost", total, parts)


def _explanation(
    case: HealthCase, measure: str, total: int | None, parts: list[Contribution]
) -> Explanation:
    return Explanation(
        subject=case.name,
        measure=measure,
        total=total,
        parts=() if total is None else tuple(parts),
        as_of=case.as_of,
        config=case.config.version,
        note=_no_score(case) if total is None else "",
    )


def _contribution(
    case: HealthCase,
    index: int,
    component: Component,
    points: int,
    parts: tuple[Contribution, ...] = (),
) -> Contribution:
    return Contribution(
        id=component.id,
        label=f"{component.label}: {component.formula(case.facts)}",
        points=points,
        value=value_text(case.score.components[index]),
        weight=case.score.weights[index],
        note=KEPT if _is_kept(case, index) else component.measured(case.facts),
        rows=case.rows.get(component.id),
        parts=parts,
    )


def _opened(case: HealthCase, component: Component, lost: int) -> tuple[Contribution, ...]:
    """The lost points over incidents or days; nothing where no evidence was given."""
    slices = component.slices(case.facts, case.evidence)
    return tuple(
        Contribution(id=s.id, label=s.label, points=points, value=s.value, note=s.note)
        for s, points in shared_out(slices, lost)
        if points or s.kept
    )


def _unknown(case: HealthCase) -> list[Component]:
    values = case.score.components
    return [c for c, value in zip(COMPONENTS, values, strict=True) if value is None]


def _is_kept(case: HealthCase, index: int) -> bool:
    """Whether a part is known from history alone."""
    known = case.score.components[index] is not None
    return case.kept and known and "baseline" in COMPONENTS[index].reads


def _no_score(case: HealthCase) -> str:
    if case.facts.days == 0:
        return "no score: not started yet, or ended"
    if case.kept and not any(value is not None for value in case.score.components):
        return "no score: history has none of that day, and its use is known by month only"
    names = " and ".join(component.label for component in _unknown(case))
    return f"no score: {names} unknown"


def _flags(case: HealthCase) -> tuple[str, ...]:
    """What a reader should know before trusting the number, one line each."""
    flags = ["use is known by month only: the parts are those that history keeps"]
    flags = flags if case.kept else []
    if case.score.score is not None:
        flags += [f"{c.label} unknown: its weight is shared" for c in _unknown(case)]
        if case.facts.days < WINDOW:
            flags.append(f"measured over {case.facts.days} of {WINDOW} days")
    assumed = [p.key for p in case.evidence.penalties if p.severity_assumed]
    flags += [f"{key} has no severity: counted as medium" for key in assumed]
    return tuple(flags)
