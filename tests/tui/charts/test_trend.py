"""Lines over days on one scale: what they say, and the room they keep to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.text import cells
from tests.tui.charts.samples import BARE, FIRST, LOOKS, PLAIN, WIDTHS, plain
from tui.charts.trend import Series, TrendChart, count_scale, score_scale, trend_chart
from tui.palette import Look

DAYS = tuple(range(FIRST, FIRST + 30))


def chart(*values: float | None, second: tuple[float | None, ...] = ()) -> TrendChart:
    series = [Series("mean", tuple(values))]
    if second:
        series.append(Series("median", second, "muted"))
    days = DAYS[: len(values)]
    return TrendChart("Health, 30 d", days, tuple(series), 60, 80)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_its_room(look: Look, width: int) -> None:
    rising = tuple(60 + day / 2 for day in range(30))
    drawn = trend_chart(chart(*rising, second=tuple(reversed(rising))), look, width, height=7)
    assert all(cells(line.plain) <= width for line in drawn)
    assert len(drawn) == 1 + 7 + 2
    assert ("80" in drawn[1].plain, "60" in drawn[7].plain) == (True, True)


def test_each_line_is_named_where_it_ends() -> None:
    rising = tuple(60 + day * 2 / 3 for day in range(30))
    falling = tuple(80 - day * 2 / 3 for day in range(30))
    drawn = [line.plain for line in trend_chart(chart(*rising, second=falling), PLAIN, 80)]
    assert drawn[1].endswith(" mean")
    assert drawn[9].endswith(" median")


def test_two_lines_that_end_together_are_both_named() -> None:
    level = (70.0,) * 30
    drawn = plain(trend_chart(chart(*level, second=level), PLAIN, 80))
    assert drawn.count("mean") == drawn.count("median") == 1


def test_ascii_lines_are_told_apart() -> None:
    drawn = plain(trend_chart(chart(*(62.0,) * 30, second=(78.0,) * 30), BARE, 80))
    assert "*" * 20 in drawn
    assert "." * 20 in drawn


def test_without_values_it_says_so() -> None:
    drawn = trend_chart(chart(None, None), PLAIN, 80)
    assert plain(drawn) == "Health, 30 d\nno data in this time"


@given(st.lists(st.none() | st.floats(0, 100), max_size=40))
def test_a_scale_of_scores_holds_them_all(values: list[float | None]) -> None:
    low, high = score_scale(values)
    assert low >= 0
    assert high <= 100
    assert high - low >= 20
    assert low % 10 == high % 10 == 0
    assert all(low <= value <= high for value in values if value is not None)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.none() | st.floats(0, 10**6), min_size=1, max_size=30))
def test_any_counts_can_be_drawn(values: list[float | None]) -> None:
    low, high = count_scale(values)
    assert low == 0
    assert all(value <= high for value in values if value is not None)
    data = TrendChart("t", DAYS[: len(values)], (Series("n", tuple(values)),), low, high)
    drawn = trend_chart(data, BARE, 50, height=4)
    assert all(cells(line.plain) <= 50 for line in drawn)
