from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.health.arrays import (
    TIER_CODES,
    UNKNOWN,
    FactArrays,
    ScoreArrays,
    counted_centipoints,
    score_arrays,
)
from core.health.score import score_client
from core.health.types import Baseline, HealthConfig, HealthFacts
from core.values.errors import UsageError
from tests.core.health.drawn import configs

HUGE = 2**62
totals = st.one_of(
    st.none(), st.integers(0, 200), st.integers(0, 100_000), st.integers(0, HUGE)
)
baselines = st.one_of(st.integers(1, 100), st.integers(1, 20_000), st.integers(1, HUGE))
facts = st.builds(
    HealthFacts,
    calls=totals,
    logins=totals,
    penalty=st.one_of(st.integers(0, 150), st.integers(0, 2**61)),
    days=st.integers(0, 30),
    baseline=st.builds(Baseline, baselines, baselines),
)


def as_arrays(rows: list[HealthFacts]) -> FactArrays:
    def told(values: list[int | None]) -> np.ndarray:
        return np.array([UNKNOWN if v is None else v for v in values], dtype=np.int64)

    return FactArrays(
        calls=told([r.calls for r in rows]),
        logins=told([r.logins for r in rows]),
        penalty=told([r.penalty for r in rows]),
        days=told([r.days for r in rows]),
        baseline_calls=told([r.baseline.calls for r in rows]),
        baseline_logins=told([r.baseline.logins for r in rows]),
    )


def known(value: int) -> int | None:
    return None if value == UNKNOWN else value


def row_of(scores: ScoreArrays, i: int) -> tuple[object, ...]:
    parts = (scores.usage[i], scores.engagement[i], scores.incidents[i])
    return (
        known(int(scores.score[i])),
        TIER_CODES[scores.tier[i]],
        tuple(known(int(part)) for part in parts),
        tuple(scores.weights[i].tolist()),
        tuple(scores.points[i].tolist()),
        bool(scores.partial[i]),
    )


@settings(deadline=None, max_examples=150)
@given(rows=st.lists(facts, max_size=20), config=configs())
@example(
    rows=[HealthFacts(HUGE, HUGE, 2**61, 30, Baseline(HUGE, HUGE)), HealthFacts(1, 1, 1, 1)],
    config=HealthConfig(),
)
@example(rows=[HealthFacts(0, 0, 0, 30)], config=HealthConfig(weights=(100, 0, 0)))
@example(rows=[HealthFacts(None, 3, 0, 30)], config=HealthConfig(weights=(100, 0, 0)))
def test_arrays_give_what_one_client_gives(
    rows: list[HealthFacts], config: HealthConfig
) -> None:
    scores = score_arrays(as_arrays(rows), config)
    for i, each in enumerate(rows):
        one = score_client(each, config)
        assert row_of(scores, i) == (
            one.score,
            one.tier,
            one.components,
            one.weights,
            one.points,
            one.partial,
        )


def test_every_day_of_a_young_client_at_every_small_total() -> None:
    rows = [
        HealthFacts(n, n % 31, n % 7 * 20, d) for d in range(31) for n in range(0, 5200, 173)
    ]
    scores = score_arrays(as_arrays(rows), HealthConfig())
    expected = [score_client(row, HealthConfig()).score for row in rows]
    assert [known(int(score)) for score in scores.score] == expected


def test_a_total_just_under_the_baseline_is_not_full() -> None:
    one = np.array([2**61 - 1], dtype=np.int64)
    found = counted_centipoints(one, one + 1, np.array([30], dtype=np.int64))
    assert found.tolist() == [10_000]
    found = counted_centipoints(one // 2, one, np.array([30], dtype=np.int64))
    assert found.tolist() == [5_000]


def test_weights_that_cannot_be_shared_are_refused() -> None:
    with pytest.raises(UsageError):
        score_arrays(as_arrays([HealthFacts(1, 1, 0, 30)]), HealthConfig(weights=(0, 0, 0)))
