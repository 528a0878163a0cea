"""Why a risk score is what it is: its inputs in points that add up to it exactly."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.risk.score import risk_score
from core.risk.types import (
    CHURN_RISK,
    MOST_PENALTY,
    MOST_SILENT,
    WEIGHTS,
    RiskFacts,
    RiskScore,
    risk_words,
)
from core.values.contribution import Contribution, Explanation

VERSION = "risk/1"
NO_SOURCE = "no source yet"
_IDS = ("health", "silence", "incidents", "opportunities", "sentiment")


@dataclass(frozen=True, slots=True)
class RiskCase:
    """One client and what stands behind its score. `facts` None: it is no client at that
    moment, so there is no score. `contacts` counts the interactions of `kinds` up to it,
    None where the reader may not know; `incidents` are the ids of those that weigh."""

    key: str
    name: str
    as_of: datetime
    facts: RiskFacts | None
    contacts: int | None
    kinds: Sequence[str]
    incidents: Sequence[str]


def explain_risk(case: RiskCase) -> Explanation:
    """The score by its inputs, also those that nothing is known of: they say so, and
    where their weight went."""
    if case.facts is None:
        return _explained(case, None, (), "no score: not started yet, or ended")
    facts, found = case.facts, risk_score(case.facts)
    rows = (None, case.contacts, len(case.incidents), None, None)
    parts = tuple(
        Contribution(
            name, label, points, value=_value(share, weight), weight=weight, rows=behind,
            command=command,
        )
        for name, label, share, weight, points, behind, command in zip(
            _IDS, _labels(facts), _shares(facts), found.weights, found.points, rows,
            _commands(case), strict=True,
        )
    )  # fmt: skip
    return _explained(case, found.score, parts, _note(found))


def _explained(
    case: RiskCase, total: int | None, parts: tuple[Contribution, ...], note: str
) -> Explanation:
    return Explanation(case.name, "risk score", total, parts, case.as_of, VERSION, note=note)


def _labels(facts: RiskFacts) -> tuple[str, ...]:
    deals = f"{facts.stale} of {facts.opportunities} opportunities stale"
    return (
        "health unknown" if facts.health is None else f"health {facts.health} of 100",
        _contact(facts.silent),
        f"incident penalties {facts.penalty}",
        deals if facts.opportunities else f"open opportunities: {NO_SOURCE}",
        f"sentiment: {NO_SOURCE}" if facts.sentiment is None
        else f"sentiment {float(facts.sentiment):.2f}",
    )  # fmt: skip


def _contact(silent: int | None) -> str:
    if silent is None:
        return "no contact ever"
    if silent == 0:
        return "last contact today"
    return f"last contact {silent:,} day{'' if silent == 1 else 's'} ago"


def _shares(facts: RiskFacts) -> tuple[str, ...]:
    """How much of its weight each takes, as it is worked out; empty: not known."""
    silent = MOST_SILENT if facts.silent is None else facts.silent
    return (
        "" if facts.health is None else f"{100 - facts.health}/100",
        f"{min(silent, MOST_SILENT)}/{MOST_SILENT}",
        f"{min(facts.penalty, MOST_PENALTY)}/{MOST_PENALTY}",
        f"{facts.stale}/{facts.opportunities}" if facts.opportunities else "0",
        "" if facts.sentiment is None else f"{max(0.0, -float(facts.sentiment)):.2f}",
    )


def _value(share: str, weight: int) -> str:
    return f"{share} × {weight}" if share else ""


def _commands(case: RiskCase) -> tuple[str, ...]:
    """What lists the rows behind each input."""
    spoken = f"client:{case.key} kind:{','.join(case.kinds)}"
    weighing = f"id:{','.join(case.incidents)}"
    return (
        f"health explain {shlex.quote(case.key)}",
        f"interaction list {shlex.quote(spoken)}" if case.contacts else "",
        f"incident list {shlex.quote(weighing)}" if case.incidents else "",
        "",
        "",
    )


def _note(found: RiskScore) -> str:
    """`churn risk: above 70 · sentiment not known: its weight of 15 goes to the others`"""
    word = risk_words(found.score)
    told = [f"{word}: above {CHURN_RISK}"] if word else []
    told += [
        f"{name} not known: its weight of {weight} goes to the others"
        for name, weight, share in zip(_IDS, WEIGHTS, found.shares, strict=True)
        if share is None
    ]
    return " · ".join(told)
