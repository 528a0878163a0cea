from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.kinds.samples import SHARE, charts
from tests.tui.charts.samples import BARE, PLAIN, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out
from tui.charts.kinds.share import percents


@given(charts("share"))
def test_the_parts_of_a_row_add_up_to_a_hundred(chart: Chart) -> None:
    for index in range(chart.count):
        tenths = [int(part.replace(".", "")) for part in percents(chart, index)]
        some = any(series.values[index] for series in chart.series)
        assert sum(tenths) == (1000 if some else 0)
        assert all(tenth >= 0 for tenth in tenths)


def test_a_row_is_split_in_the_shades_of_its_legend() -> None:
    drawn = plain(draw(SHARE, BARE, 40)).split("\n")
    assert drawn[1] == "# critical  % at risk  = healthy"
    bar = drawn[2].removeprefix("enterprise ").removesuffix(" 100")
    assert len(bar) == 25
    assert (bar.count("#"), bar.count("%"), bar.count("=")) == (1, 2, 22)
    assert bar == "".join(sorted(bar, key="#%=".index))


def test_a_row_in_words() -> None:
    assert read_out(SHARE, 1) == (
        "team · critical 20, 28.6% · at risk 31, 44.3% · healthy 19, 27.1% · 70 in all"
    )
    assert key_words(SHARE) == "enterprise: healthy 87.0% · team: at risk 44.3% · free: nothing"


def test_more_than_five_parts_end_in_the_rest() -> None:
    parts = tuple(Series(f"p{at}", (at + 1,)) for at in range(7))
    chart = Chart("share", "", parts, ("all",))
    assert "other (3)" in plain(draw(chart, PLAIN, 80))
    assert "other (3) 18, 64.3%" in read_out(chart, 0)


@given(st.integers(20, 300))
def test_the_bar_fills_its_room(width: int) -> None:
    rows = draw(SHARE, PLAIN, width)[-3:-1]
    assert {line.cell_len for line in rows} == {rows[0].cell_len}
    assert rows[0].cell_len <= width


def test_one_row_alone_has_its_numbers_in_the_legend() -> None:
    parts = tuple(Series(name, (many,)) for name, many in (("high", 3), ("low", 9)))
    lines = plain(draw(Chart("share", "Tiers", parts, ("all",)), BARE, 60)).split("\n")
    assert lines[1] == "# high 3, 25.0%  % low 9, 75.0%"
    bar = lines[2].removeprefix("all  ").removesuffix(" 12")
    assert (bar.count("#"), bar.count("%")) == (len(bar) // 4, len(bar) - len(bar) // 4)
