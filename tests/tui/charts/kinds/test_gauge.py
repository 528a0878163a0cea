from __future__ import annotations

import pytest

from tests.tui.charts.kinds.samples import GAUGE
from tests.tui.charts.samples import BARE, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out


def test_a_scale_of_its_own() -> None:
    chart = Chart("gauge", "NRR", (Series("", (104.5,)),), scale=(50, 150), unit="%")
    lines = plain(draw(chart, BARE, 40)).split("\n")
    assert lines[0] == "NRR  104.5%"
    assert lines[1].startswith("50 #")
    assert lines[1].endswith(" 150")
    inner = lines[1].removeprefix("50 ").removesuffix(" 150")
    assert inner.count("#") == int(0.545 * len(inner))


@pytest.mark.parametrize(("value", "cells"), [(0, 0), (100, 34), (-5, 0), (900, 34)])
def test_the_bar_stays_inside_its_ends(value: int, cells: int) -> None:
    chart = Chart("gauge", "", (Series("", (value,)),))
    assert draw(chart, BARE, 40)[1].plain.count("#") == cells


def test_it_is_one_point_with_all_its_words() -> None:
    assert read_out(GAUGE, 0) == (
        "Health · 38 of 100 · ▼21 in 7 d · critical 0–39 · at risk 40–69 · healthy 70–100"
    )
    assert key_words(GAUGE) == read_out(GAUGE, 0).removeprefix("Health · ")
