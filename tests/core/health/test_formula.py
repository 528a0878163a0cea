"""A formula is read, checked, written and compared."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.formula import (
    MOST,
    checked,
    differences,
    plain_formula,
    read_fields,
    read_formula,
    with_plan,
)
from core.health.types import Baseline, HealthConfig
from core.values.errors import UsageError
from core.values.text import fold
from tests.core.health.drawn import baselines, weights

usual = settings(deadline=None, max_examples=100)
names = st.text(min_size=1, max_size=8).filter(lambda name: name.strip())


@st.composite
def formulas(draw: st.DrawFn) -> HealthConfig:
    """Formulas that hold."""
    at_risk = draw(st.integers(0, 99))
    plans = draw(
        st.lists(st.tuples(names, baselines), max_size=4, unique_by=lambda plan: fold(plan[0]))
    )
    return checked(
        HealthConfig(
            "health/7", draw(weights), draw(baselines), draw(st.integers(at_risk + 1, 100)),
            at_risk, tuple(plans),
        )
    )  # fmt: skip


@usual
@given(formulas())
def test_a_formula_that_holds_is_the_same_again(config: HealthConfig) -> None:
    assert sum(config.weights) == 100
    assert checked(config) == config
    plain = json.loads(json.dumps(plain_formula(config)))
    assert read_formula(plain, HealthConfig()) == replace(config, version="health/1")
    assert differences(config, config) == ()


@usual
@given(formulas(), formulas())
def test_two_formulas_differ_in_what_is_told(one: HealthConfig, other: HealthConfig) -> None:
    assert bool(differences(one, other)) == (one != other)
    assert len(differences(one, other)) == len(differences(other, one))


@pytest.mark.parametrize(
    ("raw", "shares"),
    [((0.4, 0.3, 0.3), (40, 30, 30)), ((1, 1, 1), (34, 33, 33)), ((2, 0, 0), (100, 0, 0)),
     ((3, 1, 0), (75, 25, 0))],
)  # fmt: skip
def test_weights_become_whole_percents(raw: Any, shares: tuple[int, ...]) -> None:
    named = dict(zip(("usage", "engagement", "incidents"), raw, strict=True))
    assert read_formula({"weights": named}, HealthConfig()).weights == shares


def test_a_formula_older_than_a_component_gives_it_no_weight() -> None:
    assert checked(HealthConfig(weights=(60, 40))).weights == (60, 40, 0)


def test_what_is_left_out_stays() -> None:
    base = HealthConfig("health/3", (50, 25, 25), Baseline(9, 8), 80, 20, (("x", Baseline()),))
    assert read_formula({}, base) == base
    assert read_formula({"baseline": {"logins": 5}}, base).baseline == Baseline(9, 5)
    assert read_formula({"tiers": {"healthy": 60}}, base).healthy_from == 60
    # A share that is left out keeps its part: 50, 25 and 75 of 150.
    assert read_formula({"weights": {"incidents": 75}}, base).weights == (33, 17, 50)
    assert read_formula({"plans": []}, base).plans == ()


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ([], "the formula is no table"),
        ({"weight": {}}, "the formula has no “weight”"),
        ({"weights": [1, 2, 3]}, "weights is no table"),
        ({"weights": {"logins": 1}}, "weights has no “logins”"),
        ({"weights": {"usage": -1}}, "weights must be finite numbers, 0 or more"),
        ({"weights": {"usage": float("inf")}}, "weights must be finite"),
        ({"weights": {"usage": float("nan")}}, "weights must be finite"),
        ({"weights": {"usage": "40"}}, "weights.usage: “40” is no number"),
        ({"weights": {"usage": True}}, "weights.usage: True is no number"),
        (
            {"weights": {"usage": 0, "engagement": 0, "incidents": 0}},
            "at least one weight must be above 0",
        ),
        ({"baseline": {"calls": 0}}, "baseline calls: 0 is not 1 to"),
        ({"baseline": {"logins": -3}}, "baseline logins: -3 is not 1 to"),
        ({"baseline": {"calls": MOST + 1}}, "is not 1 to 1,000,000,000,000"),
        ({"baseline": {"calls": 4000.5}}, "baseline.calls: 4000.5 is no whole number"),
        ({"baseline": {"minutes": 1}}, "baseline has no “minutes”"),
        ({"tiers": {"healthy": 101}}, "healthy from 101 and at risk from 40 do not fit"),
        ({"tiers": {"healthy": 40}}, "healthy from 40 and at risk from 40 do not fit"),
        ({"tiers": {"at_risk": -1}}, "do not fit"),
        ({"tiers": {"critical": 5}}, "tiers.critical starts at 0"),
        ({"plans": {}}, "plans is no list"),
        ({"plans": "pro"}, "plans is no list"),
        ({"plans": [{"calls": 1}]}, "plans 1 has no name"),
        ({"plans": [{"plan": " "}]}, "needs a name"),
        ({"plans": [{"plan": "a"}, {"plan": "Ａ"}]}, "plan “Ａ” stands twice"),
        ({"plans": [{"plan": "a", "calls": 0}]}, "plan a: calls: 0 is not 1 to"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(plain: Any, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        read_formula(plain, HealthConfig())
    assert "\n" not in caught.value.message


def test_what_a_person_types() -> None:
    fields = {
        "usage": "50", "engagement": "25", "incidents": " 25 ", "calls": "12,000",
        "logins": "20", "healthy": "75", "at_risk": "45",
    }  # fmt: skip
    found = read_fields(fields, HealthConfig())
    assert found == HealthConfig("health/1", (50, 25, 25), Baseline(12000, 20), 75, 45)
    assert read_fields({}, found) == found
    assert (
        read_fields({"usage": ".5", "engagement": "0.25", "incidents": "0.25"}, found) == found
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"usage": "4o"}, "weight of usage: “4o” is no number"),
        ({"usage": ""}, "weight of usage: “” is no number"),
        ({"incidents": "-1"}, "weight of incidents: “-1”"),
        ({"usage": "nan"}, "weight of usage: “nan”"),
        ({"calls": "5.5"}, "baseline calls: “5.5” is no whole number"),
        ({"calls": "1,00"}, "baseline calls: “1,00”"),
        ({"logins": "0"}, "baseline logins: 0 is not"),
        ({"healthy": "٧٠"}, "healthy from: “٧٠”"),
        ({"at_risk": "70"}, "healthy from 70 and at risk from 70 do not fit"),
    ],
)
def test_what_a_person_types_wrong(fields: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        read_fields(fields, HealthConfig())


def test_a_plan_gets_its_baseline_and_loses_it_again() -> None:
    one = with_plan(HealthConfig(), "Pro", {"calls": 9000})
    assert one.plans == (("Pro", Baseline(9000, 30)),)
    two = with_plan(one, "pro", {"logins": 60})
    assert two.plans == (("Pro", Baseline(9000, 60)),)
    assert with_plan(two, "PRO", {}) == HealthConfig()
    with pytest.raises(UsageError, match="no plan “basic”"):
        with_plan(two, "basic", {})
    with pytest.raises(UsageError, match="plan Pro: logins: 0"):
        with_plan(two, "pro", {"logins": 0})


def test_differences_in_words() -> None:
    before = HealthConfig(plans=(("old", Baseline(9, 8)),))
    after = HealthConfig(
        "health/2", (50, 25, 25), Baseline(4000, 30), 75, 45, (("new", Baseline(7, 6)),)
    )
    assert differences(before, after) == (
        "weights 40/30/30 → 50/25/25",
        "calls 5,000 → 4,000",
        "healthy from 70 → 75",
        "at risk from 40 → 45",
        "plan new: as all → 7 calls, 6 logins",
        "plan old: 9 calls, 8 logins → as all",
    )
