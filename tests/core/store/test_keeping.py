"""The newest stay whatever their age, and all stay for some days."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.keeping import outlived

DAY = 86_400_000_000
NOW = 20_000 * DAY


def test_the_newest_two_stay_and_those_of_three_days() -> None:
    made = [(number, NOW - number * DAY) for number in range(1, 8)]
    assert outlived(made, keep=2, days=3, now_us=NOW) == (7, 6, 5, 4)
    assert outlived(made, keep=6, days=3, now_us=NOW) == (7,)
    assert outlived(made, keep=1, days=30, now_us=NOW) == ()


@settings(max_examples=80, deadline=None)
@given(
    ages=st.lists(st.integers(0, 40 * DAY), max_size=12),
    keep=st.integers(1, 8),
    days=st.integers(1, 30),
)
def test_nothing_young_and_none_of_the_newest_goes(
    ages: list[int], keep: int, days: int
) -> None:
    made = [(number, NOW - age) for number, age in enumerate(ages)]
    gone = outlived(made, keep=keep, days=days, now_us=NOW)
    stays = sorted(age for number, age in enumerate(ages) if number not in gone)
    assert all(ages[number] > days * DAY for number in gone)
    assert stays[:keep] == sorted(ages)[:keep]
    assert all(age <= days * DAY for age in stays[keep:])
