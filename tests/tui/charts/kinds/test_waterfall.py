from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.kinds.samples import WATERFALL
from tests.tui.charts.samples import PLAIN, assert_fits, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=9), st.integers(40, 160))
def test_the_total_is_the_sum_to_the_last_digit(points: list[int], width: int) -> None:
    labels = tuple(f"c{at}" for at in range(len(points)))
    chart = Chart("waterfall", "", (Series("", tuple(points)),), labels)
    lines = draw(chart, PLAIN, width)
    assert_fits(lines, width)
    total = lines[-1].plain.split()[-1].replace("−", "-").replace(",", "")
    assert int(total) == sum(points)
    assert (
        key_words(chart).split()[-1].replace("−", "-").replace(",", "")
        == f"{sum(points):+}"[0 if sum(points) else 1 :]
    )


def test_the_total_stands_below_a_rule() -> None:
    drawn = plain(draw(WATERFALL, PLAIN, 60)).split("\n")
    assert set(drawn[-2]) == {"─"}
    assert drawn[-1].startswith("total")
    assert drawn[-1].endswith("−21 points")


def test_a_contribution_in_words() -> None:
    assert read_out(WATERFALL, 0) == "usage · −12 points of −21"
    assert read_out(WATERFALL, 3) == "adoption · +3 points of −21"
    assert key_words(WATERFALL) == (
        "usage −12, engagement −6, incidents −6, adoption +3: total −21 points"
    )
