from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.heatmap import heatmap, level_bounds
from core.clients.types import Heatmap, HeatmapDay
from core.values.instants import date_of, parse_day

usual = settings(deadline=None, max_examples=100)
# A Sunday: the newest week is whole.
SUNDAY = parse_day("2024-06-30")
days = st.integers(SUNDAY - 120, SUNDAY + 20)
logins = st.dictionaries(days, st.integers(0, 50), max_size=60)


def squares(found: Heatmap) -> list[HeatmapDay]:
    return [square for week in found.weeks for square in week]


def test_worked_example() -> None:
    counts = {SUNDAY - 3: 0, SUNDAY - 2: 1, SUNDAY - 1: 3, SUNDAY: 8}
    found = heatmap(counts, None, SUNDAY, weeks=1)
    assert [square.level for square in squares(found)][-4:] == [0, 1, 2, 4]
    assert found.peak == 8
    assert found.bounds == (1, 3, 5, 7)


def test_weeks_begin_on_monday_and_the_newest_holds_today() -> None:
    found = heatmap({}, None, SUNDAY - 2)
    assert len(found.weeks) == 13
    assert [date_of(week[0].day).isoweekday() for week in found.weeks] == [1] * 13
    assert found.weeks[-1][0].day == parse_day("2024-06-24")


def test_before_the_start_and_after_today_is_blank_and_not_0() -> None:
    friday = SUNDAY - 2
    found = heatmap({friday: 2, SUNDAY: 9}, SUNDAY - 5, friday, weeks=1)
    levels = [square.level for square in squares(found)]
    assert levels == [None, 0, 0, 0, 4, None, None]
    assert [square.logins for square in squares(found)] == [None, 0, 0, 0, 2, None, None]
    assert found.peak == 2


def test_the_peak_is_that_of_the_days_shown() -> None:
    found = heatmap({SUNDAY - 60: 100, SUNDAY: 4}, None, SUNDAY, weeks=2)
    assert found.peak == 4


def test_logins_not_known_are_all_blank() -> None:
    found = heatmap({SUNDAY: 4}, None, SUNDAY, known=False)
    assert {square.level for square in squares(found)} == {None}
    assert {square.logins for square in squares(found)} == {None}
    assert (found.peak, found.bounds) == (0, ())


def test_no_login_at_all_is_level_0() -> None:
    found = heatmap({}, None, SUNDAY)
    assert {square.level for square in squares(found)} == {0}
    assert found.bounds == ()


@usual
@given(logins, st.none() | days, days, st.integers(1, 53))
def test_levels_follow_the_counts(
    counts: dict[int, int], start: int | None, today: int, weeks: int
) -> None:
    found = heatmap(counts, start, today, weeks)
    assert [len(week) for week in found.weeks] == [7] * weeks
    shown = squares(found)
    assert [square.day for square in shown] == list(
        range(shown[0].day, shown[0].day + 7 * weeks)
    )
    for square in shown:
        lived = (start is None or square.day >= start) and square.day <= today
        assert square.logins == (counts.get(square.day, 0) if lived else None)
        assert (square.level is None) == (square.logins is None)
        if square.level:
            assert square.logins is not None
            # The highest level whose smallest count is reached.
            assert square.level == sum(square.logins >= least for least in found.bounds)


@pytest.mark.parametrize(
    ("peak", "bounds"),
    [(0, ()), (1, (1, 1, 1, 1)), (4, (1, 2, 3, 4)), (8, (1, 3, 5, 7)), (10, (1, 3, 6, 8))],
)
def test_bounds(peak: int, bounds: tuple[int, ...]) -> None:
    assert level_bounds(peak) == bounds
