from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.change import Earlier, Today, explain_change
from core.health.score import score_client, score_components
from core.health.types import Baseline, HealthConfig, HealthFacts, HistoryPoint
from core.values.contribution import Explanation
from tests.core.health.drawn import configs, facts

usual = settings(deadline=None, max_examples=150)
NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
DAY = 19897
DEFAULT = HealthConfig()


def point_of(
    components: tuple[int | None, ...], config: HealthConfig = DEFAULT
) -> HistoryPoint:
    score = score_components(components, config)
    return HistoryPoint(DAY, score.score, score.tier, components, config.version, NOON, False)


def change(
    now: HealthFacts, earlier: Earlier, config: HealthConfig = DEFAULT
) -> Explanation | None:
    today = Today(score_client(now, config), now)
    return explain_change("Northwind", today, earlier, config, NOON)


LOW = HealthFacts(calls=1200, logins=10, penalty=40, days=30)


def test_the_week_on_the_screen() -> None:
    moved = change(LOW, Earlier(point_of((5400, 5333, 7000))))
    assert moved is not None
    assert moved.total == -21
    assert [(p.id, p.points) for p in moved.parts] == [
        ("usage", -12),
        ("engagement", -6),
        ("incidents", -3),
    ]
    assert moved.parts[0].value == "54.00 → 24.00"
    assert moved.measure == "change since 2024-06-23"


def test_other_weights_are_a_bar_of_their_own() -> None:
    usage_first = HealthConfig(version="health/2", weights=(80, 10, 10))
    moved = change(LOW, Earlier(point_of((5400, 5333, 7000))), usage_first)
    assert moved is not None
    # 59 under health/1; the same day 80·54 + 10·53.33 + 10·70 = 55.53 under health/2.
    step = moved.parts[0]
    assert (step.id, step.points) == ("config", 56 - 59)
    assert step.value == "health/1 → health/2"
    assert step.note == "2024-06-23 under today's formula: 59 → 56"
    assert moved.total == 29 - 59 == sum(p.points for p in moved.parts)


def test_another_baseline_is_measured_by_that_day_s_facts() -> None:
    then = HealthFacts(calls=2500, logins=30, penalty=0, days=30)
    stored = point_of(score_client(then, DEFAULT).components)
    assert stored.score == 80
    wider = Baseline(calls=10000)
    moved = change(
        replace(LOW, baseline=wider), Earlier(stored, facts=replace(then, baseline=wider))
    )
    assert moved is not None
    step = moved.parts[0]
    assert (step.id, step.points, step.value) == ("config", -10, "baseline")
    assert moved.parts[1].value == "25.00 → 12.00"


def test_what_became_known_is_called_so() -> None:
    moved = change(LOW, Earlier(point_of((5400, None, 7000))))
    assert moved is not None
    assert moved.parts[1].value == "unknown → 33.33"


def test_a_day_without_a_score_under_the_formula_of_today() -> None:
    logins_only = HealthConfig(version="health/2", weights=(0, 100, 0))
    moved = change(LOW, Earlier(point_of((5400, None, 7000))), logins_only)
    assert moved is not None
    assert [p.id for p in moved.parts] == ["config"]
    assert moved.parts[0].points == moved.total
    assert moved.parts[0].note.endswith("→ no score")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (replace(LOW, days=0), (5400, 5333, 7000)),
        (LOW, (None, None, 7000)),
    ],
)
def test_without_both_scores_there_is_no_change(
    now: HealthFacts, then: tuple[int | None, ...]
) -> None:
    assert change(now, Earlier(point_of(then))) is None


@usual
@given(facts(), facts(), configs(), configs(), st.booleans())
def test_a_change_sums_exactly(
    now: HealthFacts,
    then: HealthFacts,
    config: HealthConfig,
    old: HealthConfig,
    with_facts: bool,
) -> None:
    stored = point_of(score_client(then, old).components, old)
    moved = change(now, Earlier(stored, then if with_facts else None), config)
    score = score_client(now, config).score
    if score is None or stored.score is None:
        assert moved is None
        return
    assert moved is not None
    assert moved.total == score - stored.score == sum(p.points for p in moved.parts)
    steps = [part for part in moved.parts if part.id == "config"]
    assert len(steps) <= 1
    if old.weights == config.weights and score_client(then, config).score is not None:
        assert steps == []
