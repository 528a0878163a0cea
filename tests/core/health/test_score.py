from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.health.score import (
    baseline_for,
    score_client,
    score_components,
    shared_weights,
    tier_of,
)
from core.health.types import Baseline, HealthConfig, HealthFacts
from core.values.errors import UsageError
from tests.core.health.drawn import configs, facts

usual = settings(deadline=None, max_examples=150)
DEFAULT = HealthConfig()


def test_worked_example() -> None:
    score = score_client(HealthFacts(calls=3210, logins=17, penalty=25, days=30), DEFAULT)
    assert score.components == (6420, 5667, 7500)
    assert score.weights == (40, 30, 30)
    assert score.score == 65
    assert score.points == (26, 17, 22)
    assert score.tier == "at_risk"
    assert not score.partial


def test_a_young_client_is_held_against_its_share() -> None:
    score = score_client(HealthFacts(calls=1200, logins=0, penalty=0, days=10), DEFAULT)
    assert score.components[0] == 7200


def test_an_exact_half_goes_up() -> None:
    score = score_client(HealthFacts(calls=3125, logins=15, penalty=25, days=30), DEFAULT)
    assert score.components == (6250, 5000, 7500)
    assert score.score == 63


def test_unknown_engagement_shares_its_weight() -> None:
    score = score_client(HealthFacts(calls=3210, logins=None, penalty=25, days=30), DEFAULT)
    assert score.components == (6420, None, 7500)
    assert score.weights == (57, 0, 43)
    assert score.score == 69
    assert score.points == (37, 0, 32)
    assert score.partial


@pytest.mark.parametrize(
    "facts_",
    [
        HealthFacts(calls=None, logins=None, penalty=0, days=30),
        HealthFacts(calls=5000, logins=30, penalty=0, days=0),
    ],
    ids=["silence", "outside its life"],
)
def test_no_score_without_a_word_from_the_client(facts_: HealthFacts) -> None:
    score = score_client(facts_, DEFAULT)
    assert (score.score, score.tier, score.partial) == (None, "unknown", False)
    assert score.weights == score.points == (0, 0, 0)


def test_no_score_when_only_the_unknown_has_weight() -> None:
    engaged = HealthConfig(weights=(0, 100, 0))
    score = score_client(HealthFacts(calls=5000, logins=None, penalty=0, days=30), engaged)
    assert score.score is None
    assert score.tier == "unknown"


def test_a_zero_is_a_real_zero() -> None:
    score = score_client(HealthFacts(calls=0, logins=0, penalty=0, days=30), DEFAULT)
    assert score.components == (0, 0, 10000)
    assert score.score == 30


def by_the_book(facts_: HealthFacts, config: HealthConfig) -> int | None:
    """The score in fractions, straight from the formulas."""

    def measure(total: int | None, baseline: int) -> Fraction | None:
        if total is None:
            return None
        exact = Fraction(10000 * total * 30, baseline * facts_.days)
        return min(Fraction(10000), Fraction(floor(exact + Fraction(1, 2))))

    components = [
        measure(facts_.calls, facts_.baseline.calls),
        measure(facts_.logins, facts_.baseline.logins),
        Fraction(max(0, 10000 - 100 * facts_.penalty)),
    ]
    weights = shared_weights(config.weights, tuple(c is not None for c in components))
    if weights is None:
        return None
    total = sum(w * (c or 0) for w, c in zip(weights, components, strict=True))
    return floor(Fraction(total) / 10000 + Fraction(1, 2))


@usual
@given(facts(), configs())
def test_the_score_is_the_formula(facts_: HealthFacts, config: HealthConfig) -> None:
    assert score_client(facts_, config).score == by_the_book(facts_, config)


@usual
@given(facts(), configs())
def test_bounds_and_sums(facts_: HealthFacts, config: HealthConfig) -> None:
    score = score_client(facts_, config)
    assume(score.score is not None)
    assert score.score is not None
    assert 0 <= score.score <= 100
    assert sum(score.weights) == 100
    assert sum(score.points) == score.score
    for weight, points, component in zip(
        score.weights, score.points, score.components, strict=True
    ):
        assert 0 <= points <= weight
        assert component is None or 0 <= component <= 10000
        if component is None:
            assert weight == 0
    assert score.partial == (None in score.components)


@usual
@given(facts(), configs(), st.integers(0, 5000), st.integers(0, 60), st.integers(0, 90))
def test_more_use_never_lowers_and_more_penalty_never_raises(
    facts_: HealthFacts, config: HealthConfig, calls: int, logins: int, penalty: int
) -> None:
    score = score_client(facts_, config).score
    assume(score is not None)
    assert score is not None

    def other(changed: HealthFacts) -> int:
        found = score_client(changed, config).score
        assert found is not None
        return found

    if facts_.calls is not None:
        assert other(replace(facts_, calls=facts_.calls + calls)) >= score
    if facts_.logins is not None:
        assert other(replace(facts_, logins=facts_.logins + logins)) >= score
    assert other(replace(facts_, penalty=facts_.penalty + penalty)) <= score


@usual
@given(facts())
def test_full_use_without_incidents_is_a_hundred(facts_: HealthFacts) -> None:
    full = replace(
        facts_, calls=facts_.baseline.calls, logins=facts_.baseline.logins, penalty=0
    )
    assert score_client(full, DEFAULT).score == 100


@usual
@given(st.tuples(st.booleans(), st.booleans()), configs())
def test_shared_weights_keep_the_proportions(
    known: tuple[bool, bool], config: HealthConfig
) -> None:
    shared = shared_weights(config.weights, (*known, True))
    if not any(known):
        assert shared is None
        return
    there = [
        weight if k else 0 for weight, k in zip(config.weights, (*known, True), strict=True)
    ]
    if sum(there) == 0:
        assert shared is None
        return
    assert shared is not None
    assert sum(shared) == 100
    for weight, share in zip(there, shared, strict=True):
        assert abs(share - Fraction(100 * weight, sum(there))) < 1


def test_a_formula_older_than_a_component_gives_it_no_weight() -> None:
    older = HealthConfig(weights=(60, 40))
    score = score_components((5000, 10000, 0), older)
    assert score.weights == (60, 40, 0)
    assert score.score == 70


@pytest.mark.parametrize("weights", [(40, 30, 20, 10), (0, 0, 0), (50, -10, 60), ()])
def test_weights_that_cannot_be_shared(weights: tuple[int, ...]) -> None:
    with pytest.raises(UsageError):
        score_components((5000, 5000, 5000), HealthConfig(weights=weights))


@pytest.mark.parametrize(
    ("score", "tier"),
    [
        (100, "healthy"),
        (70, "healthy"),
        (69, "at_risk"),
        (40, "at_risk"),
        (39, "critical"),
        (0, "critical"),
        (None, "unknown"),
    ],
)
def test_tiers(score: int | None, tier: str) -> None:
    assert tier_of(score, DEFAULT) == tier


@usual
@given(configs(), st.integers(0, 99))
def test_a_higher_score_is_never_in_a_worse_tier(config: HealthConfig, score: int) -> None:
    order = ["critical", "at_risk", "healthy"]
    worse, better = tier_of(score, config), tier_of(score + 1, config)
    assert order.index(worse) <= order.index(better)


PLANS = HealthConfig(plans=(("Enterprise", Baseline(20000, 90)), ("Basic", Baseline(500, 5))))


@pytest.mark.parametrize(
    ("plan", "calls", "logins", "baseline", "source"),
    [
        (None, None, None, Baseline(), "default"),
        ("Pro", None, None, Baseline(), "default"),
        ("Enterprise", None, None, Baseline(20000, 90), "plan"),
        ("ENTERPRISE", None, None, Baseline(20000, 90), "plan"),
        ("Enterprise", 8000, None, Baseline(8000, 90), "client"),
        ("Enterprise", None, 12, Baseline(20000, 12), "client"),
        (None, 8000, 12, Baseline(8000, 12), "client"),
        ("Basic", 0, -3, Baseline(500, 5), "plan"),
    ],
)
def test_the_most_specific_baseline_wins(
    plan: str | None, calls: int | None, logins: int | None, baseline: Baseline, source: str
) -> None:
    assert baseline_for(PLANS, plan, calls, logins) == (baseline, source)
