"""Health and use of the base: their titles and words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.analytics.health_trend import health_days
from core.analytics.types import HealthTrend
from core.analytics.usage_trend import usage_trend
from core.values.instants import parse_day
from core.values.text import cells
from tests.tui.charts.samples import AT, LOOKS, PLAIN, WIDTHS, plain
from tui.charts.base_trends import (
    calls_chart,
    health_chart,
    health_words,
    signed_tenth,
    usage_words,
)
from tui.charts.draw import draw
from tui.palette import Look

TODAY = parse_day("2026-11-21")


def health(*means: tuple[int, int]) -> HealthTrend:
    """(days back, score): a client each day that is given."""
    bins = [(TODAY - back, "healthy", score, 2, 100) for back, score in means]
    found = health_days(bins, TODAY - 9, TODAY, "USD")  # type: ignore[arg-type]
    return HealthTrend(AT, TODAY - 9, TODAY, found)


def test_the_words_of_health() -> None:
    found = health((9, 60), (5, 80), (3, 55), (0, 70))
    assert health_words(found) == (
        "mean 60.0 on 12 Nov, 70.0 on 21 Nov · highest 80.0 on 16 Nov, lowest 55.0 on 18 Nov"
        " · median 70.0 · weighted by ARR 70.0 · 6 days not known"
    )
    assert health_words(health((0, 70))).startswith("mean 70.0 on 21 Nov · median 70.0")
    assert health_words(health()) == "no scores are kept for these days"


def test_where_it_is_narrow_the_title_has_the_figures() -> None:
    found = health((9, 60), (0, 70))
    assert (
        draw(health_chart(found, 39), PLAIN, 39)[0].plain
        == "Health, 10 d · mean 70.0, median 70.0"
    )
    wide = plain(draw(health_chart(found, 80), PLAIN, 80))
    assert wide.startswith("Health of all clients, 10 d\n")
    assert "mean 70.0" in wide
    assert (
        plain(draw(health_chart(health(), 39), PLAIN, 39))
        == "Health, 10 d\nno data in this time"
    )


def test_the_words_of_use() -> None:
    calls = {TODAY - back: 100 + back for back in range(20)}
    found = usage_trend(calls, {TODAY: 3, TODAY - 1: 1200}, 10, TODAY, AT)
    assert usage_words(found) == (
        "calls 1,045, −8.7% on the 10 d before, −1.0 a day over 9 full days"
        " · logins 1,203, +80.0 a day over 9 full days"
        " · 21 Nov so far 100 calls, 3 logins"
    )
    assert draw(calls_chart(found, 80), PLAIN, 80)[0].plain == (
        "API calls of all clients a day, 10 d · 1,045, −8.7%"
    )
    assert draw(calls_chart(found, 39), PLAIN, 39)[0].plain == "API calls, 10 d · 1,045, −8.7%"
    short = usage_words(replace(found, days=found.days[-1:]))
    assert "21 Nov so far 100 calls" in short


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", WIDTHS)
def test_they_keep_to_their_room(look: Look, width: int) -> None:
    found = usage_trend({TODAY - 1: 10**11}, {}, 90, TODAY, AT)
    charts = calls_chart(found, width), health_chart(health((2, 40)), width)
    lines = [line for chart in charts for line in draw(chart, look, width)]
    assert all(cells(line.plain) <= width for line in lines)


@pytest.mark.parametrize(
    ("value", "told"),
    [(12.54, "+12.5"), (-3.0, "−3.0"), (0.0, "0.0"), (-0.04, "0.0"), (1234.5, "+1,234.5")],
)
def test_a_change_has_its_sign(value: float, told: str) -> None:
    assert signed_tenth(value) == told
