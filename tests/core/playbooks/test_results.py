"""Both sides of the comparison count the same days and tiers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.playbooks.results import compared
from core.playbooks.types import Ended, Side

_counts = st.integers(0, 9)
_points = st.integers(-300, 300)
_money = st.integers(0, 10_000)
ended = st.builds(Ended, _counts, _points, _money, _money, _counts, _points, _money, _money)


def test_the_others_weigh_as_much_as_the_followers_beside_them() -> None:
    few = Ended(1, 10, 100, 50, 4, 8, 400, 400)
    many = Ended(3, 0, 300, 300, 2, -20, 200, 100)
    followers, others, alone = compared([few, many])
    assert followers == Side(4, 2.5, 0.875)
    # (1 × 8/4 + 3 × −20/2) / 4, and (100 × 400/400 + 300 × 100/200) / 400
    assert others == Side(6, -7.0, 0.625)
    assert alone == 0


def test_who_has_nobody_beside_is_left_out() -> None:
    followers, others, alone = compared([Ended(2, 10, 5, 5, 0, 0, 0, 0)])
    assert (followers, others, alone) == (Side(0, None, None), Side(0, None, None), 2)


def test_without_arr_there_is_no_share() -> None:
    followers, others, _ = compared([Ended(1, 4, 0, 0, 1, 2, 0, 0)])
    assert (followers, others) == (Side(1, 4.0, None), Side(1, 2.0, None))


@settings(max_examples=60)
@given(st.lists(ended, max_size=5))
def test_nobody_is_lost_and_the_order_says_nothing(groups: list[Ended]) -> None:
    followers, others, alone = compared(groups)
    assert followers.n + alone == sum(each.n for each in groups)
    assert others.n == sum(each.others for each in groups if each.n and each.others)
    assert (followers.change is None) == (followers.n == 0)
    assert compared(reversed(groups)) == (followers, others, alone)
