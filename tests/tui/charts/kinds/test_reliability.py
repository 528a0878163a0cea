from __future__ import annotations

import pytest

from tests.tui.charts.kinds.samples import RELIABILITY
from tests.tui.charts.samples import BARE, PLAIN, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out
from tui.charts.kinds.reliability import gap


def table(*bins: tuple[float | None, float | None, int]) -> Chart:
    columns = list(zip(*bins, strict=True)) if bins else [(), (), ()]
    series = tuple(Series(name, tuple(values)) for name, values in zip(
        ("predicted", "observed", "n"), columns, strict=True))  # fmt: skip
    return Chart("reliability", "", series, tuple(f"b{at}" for at in range(len(bins))))


def test_predicted_n_and_observed_of_each_bin() -> None:
    drawn = plain(draw(RELIABILITY, BARE, 78)).split("\n")
    assert drawn[1].split() == ["BIN", "PRED", "N", "OBS"]
    assert drawn[2].split()[:4] == ["0-10%", "4.1%", "820", "3.0%"]


def test_what_was_predicted_stands_on_the_bar() -> None:
    row = draw(table((50.0, 100.0, 10)), BARE, 78)[1].plain
    bar = row[row.index("100.0%") + 7 :]
    assert bar.index("|") == len(bar) // 2
    assert bar.count("#") == len(bar) - 1


def test_the_gap_is_weighted_by_how_many_there_were() -> None:
    assert gap(table((10.0, 12.0, 30), (50.0, 40.0, 10))) == pytest.approx(4.0)
    assert gap(table((10.0, None, 30), (50.0, 40.0, 0))) is None
    assert gap(table()) is None


def test_a_bin_in_words() -> None:
    assert read_out(RELIABILITY, 1) == (
        "10-25% · predicted 14.2% · observed 12.0% of 125 · 2.2 points too high"
    )
    assert "6.3 points too low" in read_out(RELIABILITY, 2)
    assert read_out(table((5.0, 5.0, 1)), 0).endswith("as observed")
    assert key_words(RELIABILITY).startswith("1,001 predicted · mean gap 1.5 points · furthest")
    assert plain(draw(table(), PLAIN, 40)) == "no predictions yet"
