"""What exactly happened when? One or more lines on one scale, each named at its end."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.values.text import cells, safe_text
from tui.charts.axes import day_labels, name_labels, scale_of
from tui.charts.canvas import draw_line
from tui.charts.chart import Chart, Series
from tui.charts.frame import BLANK, Cell, Frame, foot, frame_of, painted
from tui.charts.kinds.kind import Drawn, heading, note
from tui.palette import Look, Role

# The height of a drawing in fine steps: a mean is no whole number.
_FINE = 10_000
NOTHING = "no data in this time"


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, `height` rows of the lines, the axis and the places below it."""
    lines = heading(chart, look, width)
    if not chart.known:
        return [*lines, *note(NOTHING if chart.days else "no data", look, width)]
    low, high = chart.scale or scale_of(chart.known)
    ends = [look.glyphs.words(safe_text(each.end)) for each in chart.series]
    right = max(map(cells, ends)) + 1 if any(ends) else 0
    if right > width // 3:
        # No room beside the lines: they are named above them.
        lines += note(" · ".join(end for end in ends if end), look, width)
        right = 0
    frame = frame_of(low, high, width, height, right)
    grid = lines_of(chart.series, frame, look)
    named = _named(chart.series, ends, frame) if right else {}
    marks = marks_of(chart, frame.room, look.glyphs.ellipsis)
    return [
        *lines,
        *painted(frame, grid, look, named),
        *foot(frame, look, marks, chart.count, cursor),
    ]


def marks_of(chart: Chart, room: int, ellipsis: str) -> list[tuple[int, str]]:
    """The places that are named below a drawing."""
    if chart.days:
        return day_labels(chart.days, room)
    return name_labels(chart.labels, room, ellipsis)


def lines_of(series: Sequence[Series], frame: Frame, look: Look) -> list[list[Cell]]:
    """The lines over one another: in each cell the first that is there."""
    drawn = [_drawn(each, frame, look) for each in series]
    if look.glyphs.name == "ascii":
        # Braille lines differ in form; of two lines of stars one becomes dots.
        drawn[1:] = [[row.replace("*", look.glyphs.gap) for row in rows] for rows in drawn[1:]]
    return [
        [_top([rows[row][column] for rows in drawn], series) for column in range(frame.room)]
        for row in range(frame.height)
    ]


def _drawn(series: Series, frame: Frame, look: Look) -> list[str]:
    span = frame.high - frame.low
    values = [
        None if value is None else round((value - frame.low) * _FINE / span)
        for value in series.values
    ]
    return draw_line(values, _FINE, frame.room, frame.height, look.glyphs.line)


def _top(signs: Sequence[str], series: Sequence[Series]) -> Cell:
    for sign, each in zip(signs, series, strict=True):
        if sign != " ":
            return sign, each.role
    return BLANK


def _named(
    series: Sequence[Series], ends: Sequence[str], frame: Frame
) -> dict[int, tuple[str, Role]]:
    """The row beside which each line is named: where it ends, or the next free one."""
    found: dict[int, tuple[str, Role]] = {}
    for each, end in zip(series, ends, strict=True):
        if not end or not each.known:
            continue
        near = _near(frame.row_of(each.known[-1]), frame.height)
        found[next((row for row in near if row not in found), near[0])] = (end, each.role)
    return found


def _near(at: int, height: int) -> list[int]:
    """All rows, the nearest first, of two the lower one."""
    return sorted(range(height), key=lambda row: (abs(row - at), -row))


LINE = Drawn(draw)
