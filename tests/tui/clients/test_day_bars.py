from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.clients.samples import BARE, LOOK, LOOKS, assert_fits, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw
from tui.clients.day_bars import day_bars, side_of

COUNTS = st.lists(st.none() | st.integers(0, 5000), min_size=1, max_size=60)


def test_bars_stand_on_an_axis() -> None:
    drawn = day_bars([0, 1, None, 2], LOOK, 20, 2, side=4)
    assert plain(drawn) == " 2 ┤              █\n   │     █        █\n 0 └" + "─" * 15


def test_the_day_pointed_out_is_marked_on_the_axis() -> None:
    drawn = day_bars([1, 2, 2], BARE, 20, 2, side=4, cursor=2)
    assert drawn[-1].plain == " 0 +" + "-" * 14 + "^"
    assert drawn[0].plain.rstrip()[-1] == "#"


def test_a_small_count_still_shows() -> None:
    assert "▁" in plain(day_bars([1, 5000], LOOK, 40, 3, side=7))


@given(counts=COUNTS, width=st.integers(20, 120), height=st.integers(1, 6))
@settings(max_examples=80, deadline=None)
def test_they_fit_and_every_known_use_has_a_bar(
    counts: list[int | None], width: int, height: int
) -> None:
    side = side_of(max((n or 0 for n in counts), default=0))
    for look in LOOKS:
        drawn = day_bars(counts, look, width, height, side=side)
        assert len(drawn) == height + 1
        assert_fits(drawn, width, look)
    room = width - side - 1
    if len(counts) <= room:
        foot = drawn[-2].plain[side:]
        assert len(foot) - foot.count(" ") == sum(bool(n) for n in counts)


@pytest.mark.parametrize("counts", [[1, 2, 3], [40, 80, 5000], [0, 0, 120]])
@pytest.mark.parametrize("days", [3, 30, 60])
def test_a_bar_stands_under_the_date_of_its_day(counts: list[int], days: int) -> None:
    values = (counts * days)[:days]
    chart = Chart("line", "calls", (Series("", tuple(values)),), days=tuple(range(days)))
    above = draw(chart, LOOK, 79, cursor=days // 2)
    drawn = day_bars(values, LOOK, 79, 3, side=side_of(max(values)), cursor=days // 2)
    axis = next(text.plain for text in above if "└" in text.plain)
    assert drawn[-1].plain.index("└") == axis.index("└")
    assert drawn[-1].plain.index("▲") == axis.index("▲")
