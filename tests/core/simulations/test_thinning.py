"""A share of the use of days, in whole calls."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.simulations.thinning import thinned

SHARES = st.fractions(0, 1, max_denominator=400)


@given(st.lists(st.tuples(st.integers(0, 500), SHARES), max_size=30))
def test_what_is_taken_is_there_and_never_more_than_the_share(
    days: list[tuple[int, Fraction]],
) -> None:
    amounts, shares = [each[0] for each in days], [each[1] for each in days]
    taken = thinned(amounts, shares)
    assert all(0 <= off <= amount for off, amount in zip(taken, amounts, strict=True))
    exact = sum(amount * share for amount, share in days)
    assert sum(taken) <= exact


@given(st.lists(st.integers(1, 500), max_size=30), SHARES)
def test_days_with_use_give_the_exact_sum_rounded_down(
    amounts: list[int], share: Fraction
) -> None:
    taken = thinned(amounts, [share] * len(amounts))
    assert sum(taken) == int(sum(amounts) * share)


def test_single_logins_get_fewer_too() -> None:
    assert thinned([1, 1, 1, 1], [Fraction(1, 2)] * 4) == [0, 1, 0, 1]
    assert thinned([1, 0, 0, 1], [Fraction(1, 2)] * 4) == [0, 0, 0, 1]
