from collections import Counter

import pytest

from core.simulations.demo.activity import factor
from core.simulations.demo.dice import demo_draws
from core.simulations.demo.incidents import IncidentShape
from core.simulations.demo.moods import MOODS, mood_of


def test_the_shares_are_those_of_a_thousand_clients() -> None:
    assert sum(mood.share for mood in MOODS) == 1_000


def test_every_mood_occurs_about_as_often_as_it_says() -> None:
    found = Counter(mood_of(demo_draws(42, f"C-{n:04d}"))[1] for n in range(4_000))
    expected: Counter[tuple[IncidentShape, ...]] = Counter()
    for mood in MOODS:
        expected[mood.incidents] += mood.share
    assert set(found) == set(expected)
    for incidents, share in expected.items():
        assert found[incidents] / 4 == pytest.approx(share, rel=0.35, abs=5)


def test_a_slope_leaves_the_mean_of_the_window_alone() -> None:
    for n in range(50):
        curve = mood_of(demo_draws(1, f"C-{n}"))[0].curve
        assert sum(factor(curve, back) for back in range(30)) == pytest.approx(30)
        assert min(factor(curve, back) for back in range(90)) > 0
