from __future__ import annotations

from tests.tui.charts.kinds.samples import SPARKLINE
from tests.tui.charts.samples import BARE, PLAIN, plain
from tui.charts.chart import Chart, Series
from tui.charts.draw import draw, key_words, read_out, told


def test_a_gap_is_a_blank_and_zero_the_lowest_sign() -> None:
    assert plain(draw(SPARKLINE, PLAIN, 40)) == "Health, 10 d\n▆▆▆ ▅▄▄▁▄▄"
    assert draw(SPARKLINE, BARE, 40)[1].plain == "*** *++_++"


def test_the_newest_that_fit_are_shown() -> None:
    many = Chart("sparkline", "", (Series("", tuple(range(100))),))
    assert draw(many, PLAIN, 20)[0].cell_len == 20
    assert draw(many, PLAIN, 20)[0].plain.endswith("█")


def test_the_cursor_is_below_its_value() -> None:
    assert draw(SPARKLINE, PLAIN, 40, cursor=7)[2].plain == " " * 7 + "▲"
    assert read_out(SPARKLINE, 7) == "8 of 10 · 0"
    assert read_out(SPARKLINE, 3) == "4 of 10 · unknown"


def test_what_it_says() -> None:
    assert key_words(SPARKLINE) == "72 → 38, lowest 0, highest 72"
    assert plain(told(SPARKLINE, BARE, 40)).endswith("72 -> 38, lowest 0, highest 72")
    assert key_words(Chart("sparkline", "", (Series("", (None, 3)),))) == "3, one value"
    assert key_words(Chart("sparkline", "", (Series("", (None,)),))) == "nothing is known"
