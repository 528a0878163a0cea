"""Times on a fixed scale: never told too short, and at most twice too long."""

from __future__ import annotations

import math
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from core.operations.scale import FIRST_US, LAST_US, nearest_rank, quantile, step_of

TIMES = st.lists(st.integers(0, LAST_US), min_size=1, max_size=60)


@given(st.integers(0, LAST_US))
def test_a_step_holds_its_time(micros: int) -> None:
    upto = step_of(micros)
    assert upto >= micros
    assert upto == FIRST_US or upto < 2 * micros


@settings(max_examples=80)
@given(TIMES, st.sampled_from((0.5, 0.95, 1.0)))
def test_a_quantile_is_the_step_of_the_value_at_its_rank(
    times: list[int], share: float
) -> None:
    told = quantile(Counter(map(step_of, times)), share)
    exact = nearest_rank(times, share)
    assert exact is not None
    assert told == step_of(int(exact))


@settings(max_examples=60)
@given(TIMES, st.sampled_from((0.5, 0.95, 1.0)))
def test_the_nearest_rank_is_passed_by_few(times: list[int], share: float) -> None:
    found = nearest_rank(times, share)
    assert found in times
    assert found == sorted(times)[math.ceil(round(share * 100) * len(times) / 100) - 1]


def test_nothing_counted_has_no_quantile() -> None:
    assert quantile({}, 0.95) is None
    assert nearest_rank([], 0.95) is None
    assert step_of(LAST_US * 9) == LAST_US
