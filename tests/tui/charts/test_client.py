from __future__ import annotations

from tests.tui.charts.samples import LOOKS, PLAIN, assert_fits, plain
from tests.tui.clients.samples import BARE_DETAIL, DETAIL
from tui.charts.client import client_charts
from tui.charts.draw import draw, told


def test_a_client_is_a_gauge_a_sparkline_a_line_and_a_heatmap() -> None:
    charts = client_charts(DETAIL, at_risk_from=40, healthy_from=70)
    assert [chart.kind for chart in charts] == ["gauge", "sparkline", "line", "heatmap"]
    assert f"{DETAIL.row.score} of 100" in plain(draw(charts[0], PLAIN, 60))


def test_one_that_nothing_is_known_of_is_drawn_too() -> None:
    for chart in client_charts(BARE_DETAIL, at_risk_from=40, healthy_from=70):
        for look in LOOKS:
            assert_fits(told(chart, look, 40), 40, look)
