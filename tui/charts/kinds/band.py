"""Is this odd? A line over the band that was expected, with `!` where it leaves it."""

from __future__ import annotations

from rich.text import Text

from tui.charts.axes import column_of, scale_of
from tui.charts.chart import Chart
from tui.charts.frame import BLANK, Cell, Frame, foot, frame_of, painted
from tui.charts.kinds.kind import Drawn, heading, note
from tui.charts.kinds.line import NOTHING, lines_of, marks_of
from tui.charts.numbers import UNKNOWN, amount, number, place, short_place, told
from tui.palette import Look

OUTLIER = "!"
_MOST_NAMED = 3


def outliers(chart: Chart) -> list[int]:
    """The points whose value lies outside what was expected of them."""
    value, low, high = (series.values for series in chart.series)
    found = []
    for index, (v, least, most) in enumerate(zip(value, low, high, strict=True)):
        if v is None:
            continue
        if (least is not None and v < least) or (most is not None and v > most):
            found.append(index)
    return found


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, `height` rows of the line and its band, the axis, and what is what."""
    lines = heading(chart, look, width)
    if not chart.known:
        return [*lines, *note(NOTHING if chart.days else "no data", look, width)]
    low, high = chart.scale or scale_of(chart.known)
    frame = frame_of(low, high, width, height)
    grid = lines_of(chart.series[:1], frame, look)
    _shade(grid, chart, frame, look)
    values = chart.series[0].values
    for index in outliers(chart):
        value = values[index]
        if value is not None:
            column = column_of(index, chart.count, frame.room)
            grid[frame.row_of(value)][column] = (OUTLIER, "critical")
    marks = marks_of(chart, frame.room, look.glyphs.ellipsis)
    return [
        *lines,
        *painted(frame, grid, look),
        *foot(frame, look, marks, chart.count, cursor),
        *note(f"{look.glyphs.shades[1]} expected   {OUTLIER} outside of it", look, width),
    ]


def _shade(grid: list[list[Cell]], chart: Chart, frame: Frame, look: Look) -> None:
    """The band behind the line: in each column that of the point nearest to it."""
    _, low, high = chart.series
    count = chart.count
    for column in range(frame.room):
        index = column_of(column, frame.room, count)
        least, most = low.values[index], high.values[index]
        if least is None or most is None or least > most:
            continue
        for row in range(frame.row_of(most), frame.row_of(least) + 1):
            if grid[row][column] == BLANK:
                grid[row][column] = (look.glyphs.shades[1], "muted")


def read(chart: Chart, index: int) -> str:
    """`Sat 21 Nov 2026 · 95, expected 40–58, outside`"""
    value = told(chart, chart.series[0], index)
    odd = ", outside" if index in outliers(chart) else ""
    return f"{place(chart, index)} · {value}, expected {_band(chart, index)}{odd}"


def _band(chart: Chart, index: int) -> str:
    least, most = chart.series[1].values[index], chart.series[2].values[index]
    if least is None or most is None:
        return UNKNOWN
    return f"{number(least, chart.decimals)}–{number(most, chart.decimals)}"


def say(chart: Chart) -> tuple[str, ...]:
    """How many points lie outside, and the first of them."""
    found = outliers(chart)
    if not chart.series[0].known:
        return ("nothing is known",)
    if not found:
        return (f"all {len(chart.series[0].known)} within what was expected",)
    values = chart.series[0].values
    first = [
        f"{amount(chart, values[index])} on {short_place(chart, index)}"
        f" (expected {_band(chart, index)})"
        for index in found[:_MOST_NAMED]
    ]
    more = f" and {len(found) - len(first)} more" if len(found) > len(first) else ""
    known = len(chart.series[0].known)
    return (f"{len(found)} of {known} outside what was expected: {', '.join(first)}{more}",)


BAND = Drawn(draw, read=read, say=say)
