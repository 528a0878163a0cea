from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.charts.kinds.samples import HISTOGRAM
from tests.tui.charts.samples import BARE, PLAIN, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out


def histogram(counts: list[int]) -> Chart:
    labels = tuple(f"{at}" for at in range(len(counts)))
    return Chart("histogram", "", (Series("", tuple(counts)),), labels)


def heights(chart: Chart, width: int, height: int) -> list[int]:
    """How many cells of each column are drawn, without the axis at the left."""
    rows = [line.plain for line in draw(chart, BARE, width, height=height)[:height]]
    start = 1 + next(rows[-1].index(sign) for sign in "+" if sign in rows[-1])
    wide = max(map(len, rows))
    return [sum(row.ljust(wide)[at] != " " for row in rows) for at in range(start, wide)]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8), st.integers(40, 120))
@settings(max_examples=40, deadline=None)
def test_the_greatest_count_has_the_tallest_bar(counts: list[int], width: int) -> None:
    if any(counts):
        drawn = heights(histogram(counts), width, 20)
        # The top of the scale is less than twice the greatest count, or 2.
        assert max(drawn) >= 10
        assert max(drawn) <= 20
        # Whatever is drawn as tall is as great, but for what a cell cannot show.
        at = drawn.index(max(drawn)) * len(counts) // len(drawn)
        assert counts[at] >= 0.8 * max(counts)


def test_what_is_more_than_nothing_shows() -> None:
    drawn = heights(histogram([1, 0, 100_000]), 40, 5)
    assert drawn[0] == 1
    assert 0 in drawn
    assert drawn[-2] >= 2


def test_bins_that_share_a_cell_are_added() -> None:
    chart = histogram([1] * 1000)
    drawn = plain(draw(chart, PLAIN, 30, height=4))
    assert "█" in drawn
    assert key_words(chart) == "1,000 in 1000 bins · most in 0: 1 · median in 499"


def test_a_bin_in_words() -> None:
    assert read_out(HISTOGRAM, 7) == "70-79 · 71 clients · 25.2%"
    assert key_words(HISTOGRAM) == "282 in 10 bins · most in 70-79: 71 · median in 60-69"
    assert plain(draw(histogram([]), PLAIN, 40)) == "nothing to count"
