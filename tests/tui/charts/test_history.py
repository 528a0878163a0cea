from __future__ import annotations

from core.health.types import HistoryPoint
from tests.tui.charts.samples import AT, FIRST, PLAIN, plain
from tui.charts.draw import draw, key_words, read_out
from tui.charts.history import history_chart


def point(day: int, score: int | None) -> HistoryPoint:
    return HistoryPoint(FIRST + day, score, "healthy", (), "health/3", AT, False)


def test_a_score_stands_until_the_next_one() -> None:
    chart = history_chart([point(0, 59), point(3, None), point(5, 38)], FIRST + 6)
    assert chart.series[0].values == (59, 59, 59, None, None, 38, 38)
    assert read_out(chart, 2) == "Sun 25 Oct 2026 · health 59"
    assert key_words(chart) == (
        "59 on 23 Oct → 38 on 28 Oct · highest 59 on 23 Oct · lowest 38 on 28 Oct"
    )


def test_no_history_is_said() -> None:
    chart = history_chart([], FIRST)
    assert plain(draw(chart, PLAIN, 60)) == "Health, 0 d\nno data"
    assert key_words(chart) == "no scores are kept for these days"
