"""Versions of the formula: kept, named, read back as they were."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.health.types import Baseline, HealthConfig
from storage.health.config import config_body, read_config

baselines = st.builds(Baseline, st.integers(1, 10**9), st.integers(1, 10**9))
configs = st.builds(
    HealthConfig,
    version=st.text(min_size=1),
    weights=st.tuples(*[st.integers(0, 100)] * 3),
    baseline=baselines,
    healthy_from=st.integers(0, 100),
    at_risk_from=st.integers(0, 100),
    plans=st.lists(st.tuples(st.text(), baselines), max_size=4).map(tuple),
)


@given(config=configs)
def test_a_formula_is_read_as_it_was_written(config: HealthConfig) -> None:
    assert read_config(config.version, config_body(config)) == config


@given(one=configs, two=configs)
def test_two_formulas_have_one_body_only_when_they_are_one(
    one: HealthConfig, two: HealthConfig
) -> None:
    same = replace(one, version="") == replace(two, version="")
    assert (config_body(one) == config_body(two)) == same
