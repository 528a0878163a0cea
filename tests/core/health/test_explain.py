from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.types import UsageDay
from core.health.change import Earlier
from core.health.components import COMPONENTS
from core.health.components.record import Evidence
from core.health.explain import HealthCase, explain_health, top_reason
from core.health.score import score_client
from core.health.types import (
    HealthConfig,
    HealthFacts,
    HistoryPoint,
    OpenPenalty,
)
from core.values.contribution import Contribution
from tests.core.health.drawn import cases, configs, facts

usual = settings(deadline=None, max_examples=120)
NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
LAST = 19904
DEFAULT = HealthConfig()
# The client of the worked example, with days and incidents behind its figures.
FACTS = HealthFacts(calls=3210, logins=17, penalty=25, days=30)
INCIDENTS = (
    OpenPenalty("INC-1", "API 5xx", "high", 20, resolved=False),
    OpenPenalty("INC-2", "slow export", "medium", 5, resolved=True, severity_assumed=True),
)
DAYS = tuple(UsageDay(LAST - 29 + n, 107, 1 if n < 17 else 0) for n in range(30))


def case_of(
    facts_: HealthFacts = FACTS,
    config: HealthConfig = DEFAULT,
    evidence: Evidence | None = None,
) -> HealthCase:
    return HealthCase(
        key="C-0007",
        name="Northwind Labs",
        facts=facts_,
        score=score_client(facts_, config),
        config=config,
        as_of=NOON,
        scored_at=NOON,
        run=8812,
        evidence=evidence or Evidence(INCIDENTS, DAYS),
        rows={"usage": 212},
    )


def points(parts: tuple[Contribution, ...]) -> list[int]:
    return [part.points for part in parts]


def test_worked_example() -> None:
    explained = explain_health(case_of())
    assert explained.score == explained.earned.total == 65
    assert points(explained.earned.parts) == [26, 17, 22]
    assert explained.lost.total == 35
    assert points(explained.lost.parts) == [14, 13, 8]
    incidents = explained.lost.parts[2].parts
    assert [(part.id, part.points) for part in incidents] == [("INC-1", 6), ("INC-2", 2)]


def test_what_a_bar_says() -> None:
    usage, _, incidents = explain_health(case_of()).earned.parts
    assert (usage.id, usage.label) == ("usage", "usage: calls ÷ 5,000")
    assert (usage.value, usage.weight, usage.rows) == ("64.20", 40, 212)
    assert usage.note == "3,210 calls in 30 days"
    assert (incidents.value, incidents.note, incidents.rows) == ("75.00", "penalties 25", None)


def test_it_says_of_whom_when_and_by_which_formula() -> None:
    explained = explain_health(case_of())
    assert (explained.client_key, explained.client_name) == ("C-0007", "Northwind Labs")
    assert (explained.scored_at, explained.run) == (NOON, 8812)
    assert explained.earned.config == explained.lost.config == "health/1"
    assert explained.change is None
    assert (explained.change_from, explained.score_before) == (None, None)


def test_lost_points_open_into_the_days_that_were_short() -> None:
    _, engagement, _ = explain_health(case_of()).lost.parts
    short = [part for part in engagement.parts if part.points > 0]
    # 13 logins were missing on 13 days: one point each, and no other day is listed.
    assert points(engagement.parts) == [1] * 13
    assert [part.id for part in short] == [f"2024-06-{day:02}" for day in range(18, 31)]
    assert short[0].value == "0 logins"


@usual
@given(cases(), configs())
def test_every_sum_is_exact_on_every_floor(
    case: tuple[HealthFacts, Evidence], config: HealthConfig
) -> None:
    facts_, evidence = case
    explained = explain_health(case_of(facts_, config, evidence))
    if explained.score is None:
        assert explained.earned.total is explained.lost.total is None
        return
    assert sum(points(explained.earned.parts)) == explained.score
    assert sum(points(explained.lost.parts)) == 100 - explained.score
    for earned, lost in zip(explained.earned.parts, explained.lost.parts, strict=True):
        assert earned.weight == earned.points + lost.points
        assert lost.points >= 0
        # Days and incidents are there, so whatever is lost can be opened.
        assert bool(lost.parts) == (lost.points > 0)
        assert sum(points(lost.parts)) == lost.points
        assert all(part.points >= 0 for part in lost.parts)


@usual
@given(cases())
def test_days_and_incidents_lose_in_proportion(case: tuple[HealthFacts, Evidence]) -> None:
    facts_, evidence = case
    lost = explain_health(case_of(facts_, DEFAULT, evidence)).lost.parts
    totals = (
        ("usage", {d.day: _short(facts_.baseline.calls, d.calls) for d in evidence.days}),
        (
            "engagement",
            {d.day: _short(facts_.baseline.logins, d.logins) for d in evidence.days},
        ),
    )
    for bar, (name, shares) in zip(lost, totals, strict=False):
        assert bar.id == name
        found = {part.id: part.points for part in bar.parts}
        whole = sum(shares.values())
        for share, day in zip(shares.values(), evidence.days, strict=True):
            exact = bar.points * share / whole if whole else Fraction(0)
            assert abs(found.get(_text(day.day), 0) - exact) < 1


def _short(baseline: int, actual: int | None) -> Fraction:
    return max(Fraction(0), Fraction(baseline, 30) - (actual or 0))


def _text(day: int) -> str:
    return datetime.fromtimestamp(day * 86400, UTC).date().isoformat()


def test_without_evidence_the_bars_still_stand() -> None:
    explained = explain_health(case_of(evidence=Evidence(days=DAYS[:0])))
    assert points(explained.lost.parts) == [14, 13, 8]
    assert all(part.parts == () for part in explained.lost.parts)


def test_an_incident_that_rounds_to_no_point_is_still_listed() -> None:
    incidents = tuple(
        OpenPenalty(f"INC-{n}", "slow", "low", 2, resolved=True) for n in range(3)
    )
    explained = explain_health(
        case_of(replace(FACTS, penalty=6), evidence=Evidence(incidents, DAYS))
    )
    bar = explained.lost.parts[2]
    assert bar.points < len(bar.parts) == 3
    assert 0 in points(bar.parts)


@pytest.mark.parametrize(
    ("facts_", "note"),
    [
        (replace(FACTS, days=0), "no score: not started yet, or ended"),
        (replace(FACTS, calls=None, logins=None), "no score: usage and engagement unknown"),
    ],
)
def test_no_score_says_why(facts_: HealthFacts, note: str) -> None:
    explained = explain_health(case_of(facts_))
    assert explained.earned.total is explained.lost.total is None
    assert explained.earned.note == explained.lost.note == note
    assert explained.what_if == ()


def test_flags_say_what_the_number_rests_on() -> None:
    young = replace(FACTS, logins=None, days=10)
    assert explain_health(case_of(young)).flags == (
        "engagement unknown: its weight is shared",
        "measured over 10 of 30 days",
        "INC-2 has no severity: counted as medium",
    )
    assert explain_health(case_of(evidence=Evidence())).flags == ()


@pytest.mark.parametrize(
    ("facts_", "open_incidents", "reason"),
    [
        (
            HealthFacts(calls=1200, logins=30, penalty=0, days=30),
            0,
            "usage 24% of baseline: −30",
        ),
        (HealthFacts(calls=5000, logins=30, penalty=40, days=30), 2, "2 incidents open: −12"),
        (
            HealthFacts(calls=5000, logins=30, penalty=10, days=30),
            0,
            "incidents resolved lately: −3",
        ),
        (HealthFacts(calls=0, logins=0, penalty=0, days=30), 0, "no calls in 30 days: −40"),
        (
            HealthFacts(calls=5000, logins=0, penalty=100, days=30),
            1,
            "no logins in 30 days: −30",
        ),
        (HealthFacts(calls=9000, logins=90, penalty=0, days=30), 0, ""),
        (HealthFacts(calls=None, logins=None, penalty=100, days=30), 5, ""),
        (HealthFacts(calls=None, logins=30, penalty=0, days=30), 0, ""),
    ],
)
def test_top_reason(facts_: HealthFacts, open_incidents: int, reason: str) -> None:
    assert top_reason(score_client(facts_, DEFAULT), facts_, open_incidents) == reason


@usual
@given(facts(st.integers(0, 30)), configs(), st.integers(0, 9))
def test_top_reason_names_the_greatest_loss(
    facts_: HealthFacts, config: HealthConfig, open_incidents: int
) -> None:
    score = score_client(facts_, config)
    reason = top_reason(score, facts_, open_incidents)
    lost = [w - p for w, p in zip(score.weights, score.points, strict=True)]
    assert bool(reason) == (score.score is not None and max(lost) > 0)
    if reason:
        assert reason.endswith(f": −{max(lost)}")
        first = COMPONENTS[lost.index(max(lost))]
        assert reason.startswith(first.reason(facts_, open_incidents))


def test_an_earlier_day_adds_the_change() -> None:
    point = HistoryPoint(LAST - 7, 72, "healthy", (8000, 6000, 7500), "health/1", NOON, False)
    explained = explain_health(case_of(), Earlier(point))
    assert (explained.change_from, explained.score_before) == (LAST - 7, 72)
    assert explained.change is not None
    assert explained.change.total == 65 - 72
