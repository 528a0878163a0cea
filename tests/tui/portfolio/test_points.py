"""The point of the portfolio's charts: it stays on its chart, and says its day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.portfolio.samples import portfolio
from tui.portfolio.points import CALLS, HEALTH, Point, kept, moved_by, newest, point_words


@pytest.mark.parametrize("chart", [HEALTH, CALLS])
def test_it_never_leaves_its_chart(chart: int) -> None:
    data = portfolio()
    last = newest(data, chart)
    assert moved_by(data, last, 1) == last
    assert moved_by(data, last, -1) == Point(chart, last.index - 1)
    assert moved_by(data, last, -(10**6)) == Point(chart, 0)
    assert last.on(chart) == last.index
    assert last.on(1 - chart) is None


def test_it_says_the_figures_of_its_day() -> None:
    data = portfolio()
    last = newest(data, CALLS)
    assert f"calls {data.usage.days[-1].calls:,}" in point_words(data, last)
    assert point_words(data, newest(data, HEALTH)).startswith("health: ")


@pytest.mark.parametrize("chart", [HEALTH, CALLS])
def test_it_keeps_its_day_when_the_figures_are_read_anew(chart: int) -> None:
    data = portfolio()
    shorter = replace(
        data,
        health=replace(data.health, days=data.health.days[5:]),
        usage=replace(data.usage, days=data.usage.days[5:]),
    )
    last = newest(data, chart)
    assert kept(data, shorter, last) == Point(chart, last.index - 5)
    assert kept(shorter, data, Point(chart, 0)) == Point(chart, 5)
    assert kept(data, shorter, Point(chart, 2)) == Point(chart, 0)
