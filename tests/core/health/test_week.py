from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.health.week import SLOTS, next_day, oldest, week_of, with_newest

scores = st.none() | st.integers(0, 100)
weeks = st.lists(scores, min_size=SLOTS, max_size=SLOTS)


@given(weeks)
def test_the_oldest_of_eight_is_told(found: list[int | None]) -> None:
    assert oldest(week_of(found)) == found[-1]


@given(weeks, scores)
def test_only_the_newest_is_put_in(found: list[int | None], score: int | None) -> None:
    assert with_newest(week_of(found), score) == week_of([score, *found[1:]])


@given(weeks)
def test_a_day_later_the_newest_still_stands_and_the_oldest_is_gone(
    found: list[int | None],
) -> None:
    assert next_day(week_of(found)) == week_of([found[0], *found[:-1]])


@given(weeks)
def test_it_is_no_negative_number_and_fits_into_64_bits(found: list[int | None]) -> None:
    assert 0 <= week_of(found) < 2**56
