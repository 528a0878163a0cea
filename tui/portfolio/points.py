"""The charts of the portfolio, and the point that is pointed out on one of them."""

from __future__ import annotations

from dataclasses import dataclass

from tui.charts.base_trends import calls_chart, health_chart
from tui.charts.chart import Chart
from tui.charts.draw import points, read_out
from tui.portfolio.data import PortfolioData

HEALTH = 0
CALLS = 1
_ANY_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Point:
    """A day of a chart: `chart` is HEALTH or CALLS, `index` counts its days from 0."""

    chart: int
    index: int

    def on(self, chart: int) -> int | None:
        """The cursor of that chart; None when the point is on the other one."""
        return self.index if self.chart == chart else None


def chart_of(data: PortfolioData, chart: int, width: int = _ANY_WIDTH) -> Chart:
    """One of the two, to be drawn in so many cells."""
    if chart == HEALTH:
        return health_chart(data.health, width)
    return calls_chart(data.usage, width)


def newest(data: PortfolioData, chart: int) -> Point:
    return Point(chart, points(chart_of(data, chart)) - 1)


def moved_by(data: PortfolioData, point: Point, steps: int) -> Point:
    """So many days on, on the same chart; never past its ends."""
    last = points(chart_of(data, point.chart)) - 1
    return Point(point.chart, max(0, min(last, point.index + steps)))


def kept(before: PortfolioData, data: PortfolioData, point: Point) -> Point:
    """The same day in figures that were read anew, or the end that is nearest to it."""
    day = chart_of(before, point.chart).days[point.index]
    days = chart_of(data, point.chart).days
    index = day - days[0] if days else 0
    return Point(point.chart, max(0, min(len(days) - 1, index)))


def point_words(data: PortfolioData, point: Point) -> str:
    """`health: Sat 21 Nov 2026 · mean 70.2 · median 70.0`"""
    name = "health" if point.chart == HEALTH else "API calls"
    return f"{name}: {read_out(chart_of(data, point.chart), point.index)}"
