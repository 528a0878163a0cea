from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from core.health.components.record import Evidence
from core.health.score import score_client, tier_of
from core.health.types import HealthConfig, HealthFacts, Needed, OpenPenalty, WhatIf
from core.health.what_if import what_if
from tests.core.health.drawn import cases, configs

usual = settings(deadline=None, max_examples=80)
DEFAULT = HealthConfig()
LOW = HealthFacts(calls=1200, logins=10, penalty=40, days=30)
OPEN = (
    OpenPenalty("INC-1", "API 5xx", "high", 20, resolved=False),
    OpenPenalty("INC-2", "slow export", "high", 20, resolved=False),
)


def lines(facts: HealthFacts, evidence: Evidence, config: HealthConfig) -> tuple[WhatIf, ...]:
    return what_if(facts, score_client(facts, config), config, evidence)


def test_the_client_of_the_screen() -> None:
    told = [(w.text, w.before, w.after, w.tier) for w in lines(LOW, Evidence(OPEN), DEFAULT)]
    # 38 points: 9.6 + 10 + 18. One incident mended: penalty 30, 21 points, 40.6.
    assert told == [
        ("at risk with INC-1 resolved", 38, 41, "at_risk"),
        # 39.5 rounds to 40: usage at 29.7 %, 11.9 points.
        ("at risk with 238 calls more", 38, 40, "at_risk"),
        ("at risk with 2 logins more", 38, 40, "at_risk"),
        # No component alone: 24 of incidents and 10 of engagement leave 35.5 to usage.
        ("healthy with 2 incidents resolved and 3,238 calls more", 38, 70, "healthy"),
        ("no incidents", 38, 50, "at_risk"),
        ("usage back at baseline", 38, 68, "at_risk"),
        ("engagement back at baseline", 38, 58, "at_risk"),
    ]


def test_what_is_needed_is_told_as_values() -> None:
    found = lines(LOW, Evidence(OPEN), DEFAULT)
    assert found[0].needed == (Needed("incidents", 1, ("INC-1",)),)
    assert found[3].needed == (
        Needed("incidents", 2, ("INC-1", "INC-2")),
        Needed("calls", 3238),
    )
    assert found[4].needed == ()


def test_the_worst_incident_goes_first_and_a_mended_one_not_at_all() -> None:
    found = (
        OpenPenalty("INC-1", "a", "low", 4, resolved=False),
        OpenPenalty("INC-2", "b", "critical", 40, resolved=False),
        OpenPenalty("INC-3", "c", "critical", 20, resolved=True),
    )
    facts = HealthFacts(calls=5000, logins=18, penalty=64, days=30)
    first = lines(facts, Evidence(found), DEFAULT)[0]
    assert first.needed == (Needed("incidents", 1, ("INC-2",)),)
    assert (first.text, first.before, first.after) == ("healthy with INC-2 resolved", 69, 75)


@pytest.mark.parametrize(
    "facts",
    [
        HealthFacts(calls=9000, logins=90, penalty=0, days=30),
        HealthFacts(calls=None, logins=None, penalty=40, days=30),
        replace(LOW, days=0),
    ],
    ids=["full", "unknown", "not_started"],
)
def test_nothing_where_nothing_could_be_better(facts: HealthFacts) -> None:
    assert lines(facts, Evidence(OPEN), DEFAULT) == ()


def applied(facts: HealthFacts, evidence: Evidence, needed: tuple[Needed, ...]) -> HealthFacts:
    """The facts once it has happened, by DEFINITIONS and not by the code under test."""
    for each in needed:
        if each.unit == "incidents":
            left = [
                p.penalty // 2 if p.key in each.which else p.penalty for p in evidence.penalties
            ]
            assert len(each.which) == each.n
            assert not any(p.resolved for p in evidence.penalties if p.key in each.which)
            facts = replace(facts, penalty=sum(left))
        elif each.unit == "calls":
            assert facts.calls is not None
            facts = replace(facts, calls=facts.calls + each.n)
        else:
            assert facts.logins is not None
            facts = replace(facts, logins=facts.logins + each.n)
    return facts


@usual
@given(cases(), configs())
def test_each_line_is_the_score_with_the_change_applied_and_no_less_would_do(
    case: tuple[HealthFacts, Evidence], config: HealthConfig
) -> None:
    facts, evidence = case
    score = score_client(facts, config)
    for line in what_if(facts, score, config, evidence):
        assert line.before == score.score
        assert line.after > line.before
        if not line.needed:
            continue
        then = score_client(applied(facts, evidence, line.needed), config)
        assert (then.score, then.tier) == (line.after, line.tier)
        assert then.tier != score.tier
        last = line.needed[-1]
        fewer = replace(last, n=last.n - 1, which=last.which[: last.n - 1])
        less = score_client(applied(facts, evidence, (*line.needed[:-1], fewer)), config)
        assert less.score is not None
        assert tier_of(less.score, config) != line.tier
