"""What holds for every chart, whatever its kind: it fits, it speaks, it is told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tui.charts.kinds
from tests.tui.charts.kinds.samples import BARS, EACH, charts
from tests.tui.charts.samples import BARE, HOSTILE, LOOKS, PLAIN, assert_fits, plain
from tui.charts.chart import Chart, Kind, Series
from tui.charts.draw import KINDS, draw, key_words, moved, points, read_out, told
from tui.palette import Look

WIDTHS = st.sampled_from((20, 21, 33, 40, 78, 140, 300)) | st.integers(20, 300)
KIND = st.sampled_from(sorted(KINDS))
FIXTURES = Path(__file__).parent / "drawn"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), KIND, WIDTHS, st.integers(3, 60), st.sampled_from(LOOKS))
def test_any_chart_fits_any_room(
    data: st.DataObject, kind: Kind, width: int, height: int, look: Look
) -> None:
    chart = data.draw(charts(kind))
    count = points(chart)
    cursor = data.draw(st.none() | st.integers(0, count - 1)) if count else None
    lines = draw(chart, look, width, height=height, cursor=cursor)
    assert_fits(lines, width, look)
    assert_fits(told(chart, look, width, height=height), width, look)
    if cursor is not None:
        assert read_out(chart, cursor)


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("width", [20, 40, 78, 140])
def test_each_kind_fits_in_every_look(name: str, width: int) -> None:
    for look in LOOKS:
        for cursor in (None, 0, points(EACH[name]) - 1):
            assert_fits(draw(EACH[name], look, width, cursor=cursor), width, look)


@pytest.mark.parametrize("name", EACH)
def test_every_point_is_read_out_and_the_key_numbers_are_words(name: str) -> None:
    chart = EACH[name]
    said = [read_out(chart, index) for index in range(points(chart))]
    assert len(set(said)) == len(said) > 0
    assert key_words(chart)


@pytest.mark.parametrize("name", EACH)
def test_a_cursor_is_a_sign_and_not_a_colour_alone(name: str) -> None:
    chart = EACH[name]
    before = plain(draw(chart, PLAIN, 78))
    after = plain(draw(chart, PLAIN, 78, cursor=points(chart) - 1))
    assert after != before or points(chart) == 1


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("width", [40, 78, 140])
@pytest.mark.parametrize("look", [PLAIN, BARE], ids=["braille", "ascii"])
def test_each_kind_looks_as_it_was_drawn(name: str, width: int, look: Look) -> None:
    file = FIXTURES / f"{name}-{width}-{look.glyphs.name}.txt"
    lines = told(EACH[name], look, width)
    found = "".join(f"{line.plain.rstrip()}\n" for line in lines)
    assert found == file.read_text(encoding="utf-8")


def test_every_kind_has_a_file_and_a_sample() -> None:
    folder = Path(tui.charts.kinds.__file__).parent
    files = {file.stem for file in folder.glob("*.py")} - {"__init__", "kind"}
    assert files == set(KINDS)
    assert {chart.kind for chart in EACH.values()} == set(KINDS)


def test_a_cursor_enters_at_the_newest_point_and_stays_inside() -> None:
    assert moved(BARS, None, -1) == 3
    assert moved(BARS, 0, -1) == 0
    assert moved(BARS, 3, 5) == 3
    assert moved(Chart("bars", "", (Series("", ()),)), None, 1) is None


@pytest.mark.parametrize("name", ["bars", "funnel", "share", "heatmap", "triangle", "scatter"])
def test_names_from_outside_are_harmless(name: str) -> None:
    chart = EACH[name]
    for hostile in HOSTILE:
        labels = tuple(hostile for _ in chart.labels)
        series = tuple(Series(hostile, s.values, s.role, texts=s.texts, at=s.at)
                       for s in chart.series)  # fmt: skip
        nasty = Chart(chart.kind, hostile, series, labels, chart.days, unit=chart.unit,
                      bounds=chart.bounds)  # fmt: skip
        assert_fits(told(nasty, PLAIN, 40), 40)
        assert_fits([*draw(nasty, BARE, 78, cursor=0)], 78)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="no number to draw"):
        Series("x", (1, bad))
    with pytest.raises(ValueError, match="no number to draw"):
        Series("x", (1,), at=(bad,))


@pytest.mark.parametrize("kind", ["line", "histogram", "band", "sparkline", "heatmap"])
def test_ten_thousand_points(kind: Kind) -> None:
    count = 10_000
    values = Series("n", tuple(index * 7919 % 1000 for index in range(count)))
    number = 3 if kind == "band" else 1
    labels = tuple(f"b{index}" for index in range(count))
    chart = Chart(kind, "many", (values,) * number, labels, bounds=(1, 250, 500, 750))
    for width in (20, 78):
        assert_fits(draw(chart, BARE, width, cursor=count // 2), width, BARE)
