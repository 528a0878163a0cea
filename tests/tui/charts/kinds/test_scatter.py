from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.kinds.samples import SCATTER
from tests.tui.charts.samples import BARE, PLAIN, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, points, read_out
from tui.charts.kinds.scatter import letter


def test_a_letter_a_group_and_a_plus_where_several_meet() -> None:
    chart = Chart(
        "scatter",
        "",
        (Series("a", (10, 0), at=(10, 0)), Series("b", (10,), at=(10,))),
        ("x", "y"),
    )
    drawn = [line.plain for line in draw(chart, BARE, 40)]
    assert drawn[0].endswith("+")
    assert drawn[8].rstrip().endswith("A")
    assert drawn[-1] == "several"


def test_the_same_group_twice_in_a_cell_keeps_its_letter() -> None:
    chart = Chart("scatter", "", (Series("a", (5, 5), at=(3, 3)),))
    drawn = [line.plain for line in draw(chart, BARE, 40)][:9]
    assert sum(row.count("A") for row in drawn) == 1


def test_points_are_read_from_left_to_right() -> None:
    assert points(SCATTER) == 10
    assert read_out(SCATTER, 0) == "B new · recency 1 · spend 100"
    assert read_out(SCATTER, 9) == "C at risk · recency 95 · spend 300"
    assert key_words(SCATTER).startswith("A loyal: 4, mean at 7.0, 837.5 · B new: 3")


def test_the_cursor_stands_below_its_point() -> None:
    low = plain(draw(SCATTER, PLAIN, 60, cursor=0)).split("\n")
    high = plain(draw(SCATTER, PLAIN, 60, cursor=9)).split("\n")
    assert low[10].index("▲") < high[10].index("▲")


def test_no_points_are_said() -> None:
    assert plain(draw(Chart("scatter", "", ()), PLAIN, 40)) == "no points"


@given(st.integers(0, 51), st.integers(0, 51))
def test_letters_tell_fifty_two_groups_apart(one: int, other: int) -> None:
    assert (letter(one) == letter(other)) == (one == other)
