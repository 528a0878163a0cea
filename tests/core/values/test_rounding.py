from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import floor, inf, nan

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.values.errors import UsageError
from core.values.rounding import (
    apportion,
    apportion_share,
    apportion_whole,
    half_even,
    half_up,
    normalised_weights,
)

usual = settings(deadline=None, max_examples=150)
exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=97)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(125, 2, 63), (1, 2, 1), (-1, 2, 0), (-3, 2, -1), (68844, 1000, 69), (7, 1, 7)],
)
def test_half_up(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@usual
@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12))
def test_half_up_is_the_floor_of_the_value_and_a_half(numerator: int, denominator: int) -> None:
    value = Fraction(numerator, denominator) + Fraction(1, 2)
    assert half_up(numerator, denominator) == floor(value)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("0.125", 12), ("0.135", 14), ("2.345", 234), ("-0.125", -12), ("2.675", 268)],
)
def test_half_even_examples(text: str, cents: int) -> None:
    assert half_even(Fraction(text) * 100) == cents


@usual
@given(st.decimals(-10000, 10000, places=3))
def test_half_even_agrees_with_decimal(value: Decimal) -> None:
    expected = int(value.quantize(Decimal(1), ROUND_HALF_EVEN))
    assert half_even(Fraction(value)) == expected


def test_apportion_example() -> None:
    raw = [Fraction("25.68"), Fraction("17.001"), Fraction("22.5")]
    assert apportion(raw, 65) == (26, 17, 22)


def test_splitting_an_amount_example() -> None:
    assert apportion([Fraction(10000, 3)] * 3, 10000) == (3334, 3333, 3333)
    assert apportion_share([1, 1, 1], 10000) == (3334, 3333, 3333)


@usual
@given(st.lists(exact, max_size=12), st.booleans())
def test_apportion_keeps_the_sum_and_every_whole_entry(
    raw: list[Fraction], half_down: bool
) -> None:
    total = sum(raw, Fraction(0))
    target = floor(total + Fraction(1, 2))
    if half_down and total + Fraction(1, 2) == target:
        target -= 1
    parts = apportion(raw, target)
    assert sum(parts) == target
    for value, part in zip(raw, parts, strict=True):
        assert part in (floor(value), floor(value) + 1)
        if value.denominator == 1:
            assert part == value


@usual
@given(st.lists(exact, min_size=1, max_size=12), st.data())
def test_apportion_raises_the_greatest_fractions_first(
    raw: list[Fraction], data: st.DataObject
) -> None:
    base = sum(floor(value) for value in raw)
    parts = apportion(raw, base + data.draw(st.integers(0, len(raw))))
    order = [(floor(value) - value, index) for index, value in enumerate(raw)]
    raised = [key for key, part, v in zip(order, parts, raw, strict=True) if part > floor(v)]
    left = [key for key, part, v in zip(order, parts, raw, strict=True) if part == floor(v)]
    assert not raised or not left or max(raised) < min(left)


@pytest.mark.parametrize("target", [-1, 3, 99])
def test_apportion_refuses_what_cannot_be_shared(target: int) -> None:
    with pytest.raises(ValueError, match="cannot apportion"):
        apportion([Fraction(1, 2), Fraction(1, 4)], target)


@usual
@given(st.lists(st.integers(-(10**6), 10**6), max_size=8), st.integers(1, 10**5))
def test_whole_numbers_and_fractions_apportion_alike(raw: list[int], denominator: int) -> None:
    target = half_up(sum(raw), denominator)
    fractions = [Fraction(value, denominator) for value in raw]
    assert apportion_whole(raw, denominator, target) == apportion(fractions, target)


@usual
@given(
    st.lists(st.fractions(0, 100, max_denominator=60), min_size=1, max_size=30),
    st.integers(0, 10**6),
)
def test_shares_sum_to_the_target_and_nothing_stays_nothing(
    shares: list[Fraction], target: int
) -> None:
    assume(sum(shares) > 0)
    parts = apportion_share(shares, target)
    assert sum(parts) == target
    for share, part in zip(shares, parts, strict=True):
        assert abs(part - target * share / sum(shares)) < 1
        assert part >= 0
        if share == 0:
            assert part == 0


@pytest.mark.parametrize("shares", [[], [0, 0]])
def test_no_share_cannot_be_split_by(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="no share"):
        apportion_share(shares, 5)


@pytest.mark.parametrize(
    ("weights", "percents"),
    [
        ((0.4, 0.3, 0.3), (40, 30, 30)),
        ((1, 1, 1), (34, 33, 33)),
        ((0.4, 0.3), (57, 43)),
        ((0, 0, 2), (0, 0, 100)),
        # Ties of the decimals as written, not of their binary neighbours.
        ((0.015, 0.005, 0.98), (2, 0, 98)),
        ((Fraction(1, 3), Fraction(2, 3)), (33, 67)),
        ((10**400, 10**400), (50, 50)),
    ],
)
def test_weights_examples(weights: tuple[float, ...], percents: tuple[int, ...]) -> None:
    assert normalised_weights(weights) == percents


@usual
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_weights_sum_to_a_hundred(weights: list[float]) -> None:
    assume(any(weights))
    percents = normalised_weights(weights)
    assert sum(percents) == 100
    for weight, percent in zip(weights, percents, strict=True):
        assert percent >= 0
        if weight == 0:
            assert percent == 0


@pytest.mark.parametrize("weights", [(), (0, 0), (-1, 2), (nan, 1), (inf, 1), (1, -inf)])
def test_weights_that_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(UsageError):
        normalised_weights(weights)
