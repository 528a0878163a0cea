from __future__ import annotations

from hypothesis import given, settings

from tests.tui.charts.kinds.samples import BAND, charts
from tests.tui.charts.samples import BARE, PLAIN, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out
from tui.charts.kinds.band import outliers


def band(values: tuple[int | None, ...], low: int = 40, high: int = 58) -> Chart:
    count = len(values)
    return Chart(
        "band",
        "calls",
        (Series("", values), Series("", (low,) * count), Series("", (high,) * count)),
        tuple(f"d{at}" for at in range(count)),
    )


@given(charts("band"))
@settings(max_examples=40, deadline=None)
def test_what_is_outside_is_exactly_what_leaves_the_band(chart: Chart) -> None:
    value, low, high = (series.values for series in chart.series)
    for index in range(chart.count):
        v, least, most = value[index], low[index], high[index]
        under = v is not None and least is not None and v < least
        over = v is not None and most is not None and v > most
        assert (index in outliers(chart)) == (under or over)


def test_an_outlier_is_marked_and_the_band_is_shaded() -> None:
    inside = plain(draw(band((50, 45, 55)), BARE, 60)[1:10])
    assert "!" not in inside
    assert "-" in inside
    outside = plain(draw(band((50, 95, 55)), BARE, 60)[1:10])
    assert outside.count("!") == 1


def test_a_point_says_what_was_expected() -> None:
    chart = band((50, 95, None))
    assert read_out(chart, 0) == "d0 · 50, expected 40–58"
    assert read_out(chart, 1) == "d1 · 95, expected 40–58, outside"
    assert read_out(chart, 2) == "d2 · unknown, expected 40–58"
    assert key_words(chart) == "1 of 2 outside what was expected: 95 on d1 (expected 40–58)"
    assert key_words(band((50,))) == "all 1 within what was expected"


def test_days_are_named() -> None:
    assert "140 on 12 Nov (expected 10–70) and 2 more" in key_words(BAND)
    nothing = Chart("band", "calls", (Series("", ()),) * 3)
    assert plain(draw(nothing, PLAIN, 40)) == "calls\nno data"
