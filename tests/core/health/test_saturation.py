from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.saturation import fitting_baseline, saturated
from core.health.types import Saturation

usual = settings(deadline=None, max_examples=150)


def test_worked_example() -> None:
    assert fitting_baseline([4, 8, 12, 16, 40]) == 16


@pytest.mark.parametrize(
    ("totals", "fitting"),
    [([], None), ([0, None, 0], None), ([0, 7], 7), ([1, 2, 3, 4], 3), ([9, 1], 9)],
)
def test_fitting_baselines(totals: list[int | None], fitting: int | None) -> None:
    assert fitting_baseline(totals) == fitting


@usual
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40))
def test_three_quarters_reach_no_further(totals: list[int]) -> None:
    fitting = fitting_baseline(totals)
    assert fitting in totals
    assert sum(total <= fitting for total in totals) * 4 >= 3 * len(totals)
    assert sum(total < fitting for total in totals) * 4 < 3 * len(totals)


def test_more_than_eighty_per_cent_say_the_same() -> None:
    totals = [4, 8, 12, 16, 40, None]
    found = saturated("usage", [80, 9, 0, 0, 49, None], totals, 5000)
    assert found is None
    assert saturated("usage", [49, 9, 0, 0, 32], totals, 5000) == Saturation(
        "usage", at=0, share=1.0, clients=5, baseline=5000, fitting=16
    )
    high = saturated("engagement", [9950, 10000, 10000, 10000, 10000, 9949], totals, 30)
    assert high == Saturation(
        "engagement", at=100, share=5 / 6, clients=6, baseline=30, fitting=16
    )


def test_exactly_eighty_per_cent_is_not_enough() -> None:
    assert saturated("usage", [0, 0, 0, 0, 5000], [3], 5000) is None
    assert saturated("usage", [0, 0, 0, 0, None], [3], 5000) is None


def test_both_ends_together_are_no_saturation() -> None:
    assert saturated("usage", [0, 0, 0, 10000, 10000], [3], 5000) is None


def test_nobody_scored_and_no_baseline_to_set() -> None:
    assert saturated("usage", [], [], 5000) is None
    assert saturated("incidents", [10000] * 9, [3], 5000) is None


def test_nothing_can_be_fitted_to_no_usage_at_all() -> None:
    found = saturated("usage", [0] * 5, [0] * 5, 5000)
    assert found is not None
    assert found.fitting == found.baseline == 5000
