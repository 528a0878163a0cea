from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.risk.score import risk_score, shared_weights
from core.risk.types import RiskFacts, risk_words
from core.values.rounding import half_up

_health = st.none() | st.integers(0, 100)
_silent = st.none() | st.integers(0, 400)
_sentiment = st.none() | st.integers(-10_000, 10_000).map(lambda n: Fraction(n, 10_000))


@st.composite
def risk_facts(draw: st.DrawFn) -> RiskFacts:
    open_deals = draw(st.integers(0, 9))
    return RiskFacts(
        draw(_health), draw(_silent), draw(st.integers(0, 200)),
        open_deals, draw(st.integers(0, open_deals)), draw(_sentiment),
    )  # fmt: skip


EXAMPLE = RiskFacts(65, 45, 20, 2, 1, Fraction(-30, 100))


def test_worked_example() -> None:
    found = risk_score(EXAMPLE)
    assert found.weights == (40, 20, 15, 10, 15)
    assert [w * (s or 0) for w, s in zip(found.weights, found.shares, strict=True)] == [
        14, 10, Fraction(15, 2), 5, Fraction(9, 2),
    ]  # fmt: skip
    assert found.score == 41
    assert found.points == (14, 10, 8, 5, 4)


@pytest.mark.parametrize(
    ("known", "weights"),
    [
        ((True, True, True, True, False), (47, 23, 18, 12, 0)),
        ((False, True, True, True, False), (0, 45, 33, 22, 0)),
        ((False, True, True, True, True), (0, 33, 25, 17, 25)),
    ],
)
def test_weights_of_what_is_not_known_are_shared(
    known: tuple[bool, ...], weights: tuple[int, ...]
) -> None:
    assert shared_weights(known) == weights


def test_who_was_never_spoken_with_counts_as_the_longest_silence() -> None:
    never = risk_score(replace(EXAMPLE, silent=None))
    assert never == risk_score(replace(EXAMPLE, silent=90))
    assert never == risk_score(replace(EXAMPLE, silent=91))


def test_a_churn_risk_is_above_seventy() -> None:
    assert [risk_words(score) for score in (None, 0, 70, 71)] == ["", "", "", "churn risk"]


@given(risk_facts())
def test_parts_add_up_and_the_score_stays_in_its_bounds(facts: RiskFacts) -> None:
    found = risk_score(facts)
    raw = sum(
        (Fraction(w) * (s or 0) for w, s in zip(found.weights, found.shares, strict=True)),
        Fraction(0),
    )
    assert sum(found.points) == found.score
    assert found.score == half_up(raw.numerator, raw.denominator)
    assert 0 <= found.score <= 100
    assert sum(found.weights) == 100
    for points, weight, share in zip(found.points, found.weights, found.shares, strict=True):
        assert (weight == 0) is (share is None)
        assert abs(points - weight * (share or 0)) < 1


@given(risk_facts(), risk_facts())
def test_no_input_that_gets_worse_lowers_the_score(facts: RiskFacts, other: RiskFacts) -> None:
    before = risk_score(facts).score
    worse = [
        replace(facts, silent=None),
        replace(facts, silent=max(facts.silent or 0, other.silent or 0))
        if facts.silent is not None
        else facts,
        replace(facts, penalty=max(facts.penalty, other.penalty)),
        replace(facts, stale=facts.opportunities),
    ]
    if facts.health is not None and other.health is not None:
        worse.append(replace(facts, health=min(facts.health, other.health)))
    if facts.sentiment is not None and other.sentiment is not None:
        worse.append(replace(facts, sentiment=min(facts.sentiment, other.sentiment)))
    assert all(risk_score(each).score >= before for each in worse)
