"""The logins of one client over weeks, as a heatmap."""

from __future__ import annotations

from core.clients.types import Heatmap
from tui.charts.chart import Chart, Series
from tui.charts.words import weekday

_WEEK = 7


def logins_chart(found: Heatmap, title: str = "Logins a day") -> Chart:
    """Weekdays down, weeks across. A day before the start or after today is blank, a
    day without logins a dot."""
    rows = (tuple(week[at].logins for week in found.weeks) for at in range(_WEEK))
    series = tuple(Series(weekday(at), logins) for at, logins in enumerate(rows))
    mondays = tuple(week[0].day for week in found.weeks)
    return Chart(
        "heatmap", title, series, days=mondays, unit="logins", bounds=tuple(found.bounds)
    )
