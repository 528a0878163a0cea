"""Transactions of the demo: those of the definitions, and no two depend on each other."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.simulations.demo.dice import demo_draws
from core.simulations.demo.purchases import (
    AGE_GROUPS,
    CATEGORIES,
    CITIES,
    DrawnPurchase,
    demo_purchases,
    drawn_purchase,
    purchase_key,
    purchases_of,
)
from core.values.errors import UsageError


def test_the_first_one_is_that_of_the_definitions() -> None:
    key, first = next(demo_purchases(7))
    assert (key, first.amount_minor, first.category, first.days) == (
        "T-0001", 72_203, "Books", 53,
    )  # fmt: skip
    # Draws 3 to 5: 0.594, 0.458, 0.744.
    assert (first.age_group, first.city, first.customer) == ("36-45", "Chicago", 745)


@given(
    seed=st.integers(0, 2**63 - 1),
    number=st.integers(1, 9_999),
    customers=st.integers(1, 9_999),
)
@settings(max_examples=100)
def test_each_lies_in_its_bounds(seed: int, number: int, customers: int) -> None:
    found = drawn_purchase(demo_draws(seed, purchase_key(number)), customers)
    assert 1_000 <= found.amount_minor <= 100_000
    assert 0 <= found.days < 365
    assert 1 <= found.customer <= customers
    assert found.category in CATEGORIES
    assert found.age_group in AGE_GROUPS
    assert found.city in CITIES


def test_one_does_not_depend_on_the_others() -> None:
    few, many = dict(demo_purchases(5, 20)), dict(demo_purchases(5, 1_000))
    assert (len(few), len(many)) == (200, 9_999)
    assert list(many)[-1] == "T-9999"

    def apart_from_who(found: DrawnPurchase) -> tuple[object, ...]:
        return found.amount_minor, found.category, found.days, found.age_group, found.city

    assert all(apart_from_who(few[key]) == apart_from_who(many[key]) for key in few)
    backwards = [drawn_purchase(demo_draws(5, key)) for key in reversed(many)]
    assert backwards == list(reversed(many.values()))


def test_a_thousand_customers_buy_all_over_the_year() -> None:
    found = [each for _, each in demo_purchases(7)]
    assert {each.customer for each in found} == set(range(1, 1_001))
    assert {each.days for each in found} == set(range(365))
    for values in (
        [each.category for each in found],
        [each.age_group for each in found],
        [each.city for each in found],
    ):
        counts = Counter(values)
        # Five standard deviations around 9,999 / 5.
        assert len(counts) == 5
        assert all(1_800 <= many <= 2_200 for many in counts.values())
    mean = sum(each.amount_minor for each in found) / len(found)
    assert 49_000 <= mean <= 52_000


@pytest.mark.parametrize("customers", [0, -1, 10_000])
def test_numbers_that_make_no_sense_are_refused(customers: int) -> None:
    with pytest.raises(UsageError, match="1 to 9,999 customers"):
        purchases_of(customers)
