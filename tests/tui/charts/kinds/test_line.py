"""Lines over days on one scale: what they say, and the room they keep to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.text import cells
from tests.tui.charts.samples import BARE, FIRST, LOOKS, PLAIN, WIDTHS, plain
from tui.charts.axes import scale_of
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, read_out
from tui.palette import Look

DAYS = tuple(range(FIRST, FIRST + 30))


def chart(*values: float | None, second: tuple[float | None, ...] = ()) -> Chart:
    series = [Series("mean", tuple(values), end="mean")]
    if second:
        series.append(Series("median", second, "muted", end="median"))
    days = DAYS[: len(values)]
    return Chart("line", "Health, 30 d", tuple(series), days=days, scale=(60, 80))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_its_room(look: Look, width: int) -> None:
    rising = tuple(60 + day / 2 for day in range(30))
    drawn = draw(chart(*rising, second=tuple(reversed(rising))), look, width, height=7)
    assert all(cells(line.plain) <= width for line in drawn)
    assert len(drawn) == 1 + 7 + 2
    assert ("80" in drawn[1].plain, "60" in drawn[7].plain) == (True, True)


def test_each_line_is_named_where_it_ends() -> None:
    rising = tuple(60 + day * 2 / 3 for day in range(30))
    falling = tuple(80 - day * 2 / 3 for day in range(30))
    drawn = [line.plain for line in draw(chart(*rising, second=falling), PLAIN, 80)]
    assert drawn[1].endswith(" mean")
    assert drawn[9].endswith(" median")


def test_two_lines_that_end_together_are_both_named() -> None:
    level = (70.0,) * 30
    drawn = plain(draw(chart(*level, second=level), PLAIN, 80))
    assert drawn.count("mean") == drawn.count("median") == 1


def test_ascii_lines_are_told_apart() -> None:
    drawn = plain(draw(chart(*(62.0,) * 30, second=(78.0,) * 30), BARE, 80))
    assert "*" * 20 in drawn
    assert "." * 20 in drawn


def test_without_values_it_says_so() -> None:
    drawn = draw(chart(None, None), PLAIN, 80)
    assert plain(drawn) == "Health, 30 d\nno data in this time"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.none() | st.floats(0, 10**6), min_size=1, max_size=30))
def test_any_counts_can_be_drawn(values: list[float | None]) -> None:
    low, high = scale_of(value for value in values if value is not None)
    assert low == 0
    assert all(value <= high for value in values if value is not None)
    data = Chart("line", "t", (Series("n", tuple(values)),), days=DAYS[: len(values)])
    drawn = draw(data, BARE, 50, height=4)
    assert all(cells(line.plain) <= 50 for line in drawn)


def test_a_gap_is_no_line() -> None:
    values: list[int | None] = [10] * 10
    values += [None] * 10
    values += [10] * 10
    data = Chart("line", "calls", (Series("", tuple(values)),), days=DAYS)
    top = draw(data, BARE, 40)[1].plain
    drawn = top[top.index("+") + 1 :]
    assert "*" in drawn[:11]
    assert "*" in drawn[-11:]
    assert drawn[13:20].strip() == ""


def test_a_line_below_zero_stands_on_its_own_scale() -> None:
    data = Chart("line", "change", (Series("", (-3, 2, -8)),), ("a", "b", "c"))
    drawn = [line.plain for line in draw(data, BARE, 40)]
    assert drawn[1].lstrip().startswith("2 +")
    assert drawn[9].lstrip().startswith("-8 +")
    assert draw(data, PLAIN, 40)[-1].plain.split() == ["a", "b", "c"]


def test_where_there_is_no_room_beside_them_the_lines_are_named_above() -> None:
    drawn = plain(draw(chart(61.0, 70.0, second=(70.0, 61.0)), PLAIN, 20))
    assert drawn.startswith("Health, 30 d\nmean · median\n")


def test_a_day_is_read_out_with_all_its_lines() -> None:
    data = chart(61.25, 70.0, second=(70.0, None))
    assert read_out(data, 0) == "Fri 23 Oct 2026 · mean 61.2 · median 70.0"
    assert read_out(data, 1) == "Sat 24 Oct 2026 · mean 70.0 · median unknown"
