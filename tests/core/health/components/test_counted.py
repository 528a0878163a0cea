from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.components import usage
from core.health.components.counted import full_total
from core.health.types import Baseline, HealthFacts

USAGE = usage.COMPONENT


def with_calls(calls: int | None, days: int = 30, baseline: int = 5000) -> HealthFacts:
    return HealthFacts(
        calls=calls, logins=None, penalty=0, days=days, baseline=Baseline(baseline)
    )


@pytest.mark.parametrize(
    ("calls", "days", "baseline", "centipoints"),
    [
        (3210, 30, 5000, 6420),
        (1200, 10, 5000, 7200),
        (0, 30, 5000, 0),
        (5000, 30, 5000, 10000),
        (1, 30, 20000, 1),
        (1, 30, 20001, 0),
        (9999999, 1, 1, 10000),
        (None, 30, 5000, None),
        (5, 0, 5000, None),
    ],
)
def test_centipoints(calls: int | None, days: int, baseline: int, centipoints: int) -> None:
    assert USAGE.centipoints(with_calls(calls, days, baseline)) == centipoints


def test_the_formula_names_the_baseline_and_the_share_of_a_young_client() -> None:
    assert USAGE.formula(with_calls(9)) == "calls ÷ 5,000"
    assert USAGE.formula(with_calls(9, days=10)) == "calls ÷ (5,000 × 10/30)"


def test_what_was_measured() -> None:
    assert USAGE.measured(with_calls(1200)) == "1,200 calls in 30 days"
    assert USAGE.measured(with_calls(1, days=1)) == "1 call in 1 day"
    assert USAGE.measured(with_calls(None)) == "calls not known"


@pytest.mark.parametrize(
    ("calls", "reason"),
    [
        (1200, "usage 24% of baseline"),
        (4999, "usage 99% of baseline"),
        (10, "usage under 1% of baseline"),
        (0, "no calls in 30 days"),
    ],
)
def test_the_reason(calls: int, reason: str) -> None:
    assert USAGE.reason(with_calls(calls), 0) == reason


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 20000), st.integers(1, 30))
def test_the_full_total_is_the_smallest_that_reaches_the_baseline(
    baseline: int, days: int
) -> None:
    full = full_total(baseline, days)
    assert full * 30 >= baseline * days > (full - 1) * 30
