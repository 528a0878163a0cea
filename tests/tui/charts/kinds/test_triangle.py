from __future__ import annotations

from hypothesis import given, settings

from tests.tui.charts.kinds.samples import TRIANGLE, charts
from tests.tui.charts.samples import BARE, PLAIN, plain
from tui.charts.chart import Chart
from tui.charts.draw import draw, key_words, points, read_out
from tui.charts.kinds.triangle import cells_of


def test_number_and_shade_in_each_cell() -> None:
    drawn = plain(draw(TRIANGLE, PLAIN, 78)).split("\n")
    assert drawn[1].split() == [f"m{step}" for step in range(10)]
    assert drawn[2] == ("Jan 26  100█   93█   86█   79█   72▓   65▓   58▓   51▓   44▒   37▒")
    assert drawn[6].split()[-1] == "61▓"


def test_the_columns_go_with_the_cursor() -> None:
    at_the_end = next(i for i, cell in enumerate(cells_of(TRIANGLE)) if cell == (0, 9))
    drawn = plain(draw(TRIANGLE, BARE, 40, cursor=at_the_end))
    assert ">  37=" in drawn
    assert "5 more" in drawn
    assert "m9" in drawn
    assert "m0" not in drawn
    assert "m0" in plain(draw(TRIANGLE, BARE, 40))


def test_a_cell_in_words() -> None:
    assert points(TRIANGLE) == 10 + 9 + 8 + 7 + 6
    assert read_out(TRIANGLE, 10) == "Feb 26 · m0 · 99%"
    assert (
        key_words(TRIANGLE) == "5 cohorts · oldest Jan 26: 37% left · newest May 26: 61% left"
    )


@given(charts("triangle"))
@settings(max_examples=40, deadline=None)
def test_every_known_value_has_a_cell_under_the_cursor(chart: Chart) -> None:
    assert points(chart) == len(chart.known)
    for index in range(points(chart)):
        assert "►" in plain(draw(chart, PLAIN, 30, cursor=index))
