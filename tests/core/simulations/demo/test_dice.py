from collections import Counter

import pytest

from core.simulations.demo.dice import demo_draws
from core.values.seed import draw


def test_draws_are_those_of_the_run_named_demo() -> None:
    dice = demo_draws(7, "T-0001")
    assert dice.real(0) == draw(7, "demo", "T-0001", 0) == 0.7192231653905065
    assert dice.whole(0, 1_000, 100_000) == 72_203
    assert dice.real(0, 10, 20) == pytest.approx(17.192231653905065)


def test_whole_numbers_reach_both_ends() -> None:
    found = {demo_draws(1, f"C-{n}").whole(0, 3, 5) for n in range(100)}
    assert found == {3, 4, 5}


def test_weighted_choices_come_in_proportion() -> None:
    found = Counter(demo_draws(1, f"C-{n}").weighted(0, "abc", (1, 0, 3)) for n in range(2_000))
    assert found["b"] == 0
    assert found["a"] + found["c"] == 2_000
    assert 0.21 < found["a"] / 2_000 < 0.29


def test_every_choice_can_be_picked() -> None:
    assert {demo_draws(2, f"C-{n}").pick(9, "xyz") for n in range(60)} == {"x", "y", "z"}


def test_weights_that_sum_to_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="shares"):
        demo_draws(1, "C-0001").weighted(0, "ab", (0, 0))
