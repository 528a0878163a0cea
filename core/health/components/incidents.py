"""Incidents: 100 less the penalties (DEFINITIONS 2.1, 2.2)."""

from __future__ import annotations

from dataclasses import replace

from core.health.components.record import (
    FULL,
    Component,
    Evidence,
    Lever,
    Remedy,
    Slice,
    count_text,
)
from core.health.types import HealthFacts, Needed, OpenPenalty

_MOST = FULL // 100


def _centipoints(facts: HealthFacts) -> int:
    return max(0, FULL - 100 * facts.penalty)


def _measured(facts: HealthFacts) -> str:
    if facts.penalty == 0:
        return "no penalty"
    cap = f", capped at {_MOST}" if facts.penalty > _MOST else ""
    return f"penalties {facts.penalty}{cap}"


def _slices(_: HealthFacts, evidence: Evidence) -> tuple[Slice, ...]:
    return tuple(
        Slice(p.key, p.title, str(p.penalty), p.penalty, _note(p), kept=True)
        for p in evidence.penalties
        if p.penalty > 0
    )


def _note(penalty: OpenPenalty) -> str:
    severity = f"{penalty.severity}{' assumed' if penalty.severity_assumed else ''}"
    return f"{severity}, {'resolved' if penalty.resolved else 'open'}"


def _reason(_: HealthFacts, open_incidents: int) -> str:
    if open_incidents == 0:
        return "incidents resolved lately"
    return f"{count_text(open_incidents, 'incidents')} open"


def _lever(_: HealthFacts, evidence: Evidence) -> Lever | None:
    """Open incidents resolved one by one, those that weigh most first; each goes on
    to weigh half of what it did while it is in the window (DEFINITIONS 2.2)."""
    still = [p for p in evidence.penalties if not p.resolved]
    saved = sorted(((p.penalty - p.penalty // 2, p.key) for p in still), key=_most_first)
    keys = tuple(key for _, key in saved)

    def after(found: HealthFacts, n: int) -> HealthFacts:
        saving = sum(points for points, _ in saved[:n])
        return replace(found, penalty=max(0, found.penalty - saving))

    return Lever(
        most=len(saved),
        after=after,
        needed=lambda n: Needed("incidents", n, keys[:n]),
        words=lambda n: f"{keys[0] if n == 1 else count_text(n, 'incidents')} resolved",
    )


def _most_first(saved: tuple[int, str]) -> tuple[int, str]:
    return -saved[0], saved[1]


COMPONENT = Component(
    id="incidents",
    label="incidents",
    unit="penalties",
    reads=("penalty",),
    default_weight=30,
    centipoints=_centipoints,
    formula=lambda _: f"{_MOST} − penalties",
    measured=_measured,
    slices=_slices,
    reason=_reason,
    at_best=lambda facts: replace(facts, penalty=0),
    what_if="no incidents",
    lever=_lever,
    remedy=Remedy("Settle with support when its incidents end, and tell them", "task"),
    always_known=True,
)
