"""How are values spread? An upright bar a bin; more bins than cells share one."""

from __future__ import annotations

from rich.text import Text

from tui.charts.axes import column_of, name_labels, round_top
from tui.charts.chart import Chart, Number
from tui.charts.frame import BLANK, Cell, Frame, foot, frame_of, painted
from tui.charts.kinds.kind import Drawn, heading, note, read_point
from tui.charts.numbers import number, place
from tui.charts.words import percent
from tui.palette import Look

# Cells of a bin from which on one of them may be free.
_PARTED = 3


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, `height` rows of bars, the axis and where the bins begin."""
    lines = heading(chart, look, width)
    if not chart.known:
        return [*lines, *note("nothing to count", look, width)]
    counts = [value or 0 for value in chart.series[0].values]
    # The margin depends on the top, the top on how many bins share a cell.
    frame = frame_of(0, _top(counts, width), width, height)
    frame = frame_of(0, _top(counts, frame.room), width, height)
    columns = _columns(counts, frame.room)
    grid = [[_cell(value, row, frame, look, chart) for value in columns]
            for row in range(frame.height)]  # fmt: skip
    marks = name_labels(chart.labels, frame.room, look.glyphs.ellipsis)
    return [
        *lines,
        *painted(frame, grid, look),
        *foot(frame, look, marks, len(counts), cursor),
    ]


def _columns(counts: list[Number], room: int) -> list[Number]:
    """The height of each cell: a bin over all its cells, or the sum of the bins in it."""
    if len(counts) <= room:
        return [_count_at(column, counts, room) for column in range(room)]
    sums: list[Number] = [0] * room
    for index, count in enumerate(counts):
        sums[column_of(index, len(counts), room)] += count
    return sums


def _count_at(column: int, counts: list[Number], room: int) -> Number:
    """The bin of a cell; wide bins keep their last cell free, so that they part."""
    at = column * len(counts) // room
    parts = room >= _PARTED * len(counts) and (column + 1) * len(counts) // room > at
    return 0 if parts else counts[at]


def _top(counts: list[Number], room: int) -> int:
    return round_top(-int(-max(_columns(counts, room)) // 1))


def _cell(value: Number, row: int, frame: Frame, look: Look, chart: Chart) -> Cell:
    """The part of a bar that stands in one cell; what is more than nothing shows."""
    if not value:
        return BLANK
    steps = look.glyphs.sparks
    reach = max(1, int(value * frame.height * len(steps) // frame.high))
    here = reach - (frame.height - 1 - row) * len(steps)
    return (steps[min(here, len(steps)) - 1], chart.series[0].role) if here > 0 else BLANK


def read(chart: Chart, index: int) -> str:
    """`40–49 · 12 clients · 24.0%`"""
    value = chart.series[0].values[index]
    part = percent(value or 0, sum(chart.series[0].known))
    said = read_point(chart, index)
    return f"{said} · {part}" if part else said


def say(chart: Chart) -> tuple[str, ...]:
    """`50 in 10 bins`, `most in 40–49: 12`, `median in 40–49`"""
    values = chart.series[0].values
    whole = sum(chart.series[0].known)
    if not whole:
        return ("nothing to count",)
    top = max(range(len(values)), key=lambda at: (values[at] or 0, -at))
    bins = f"{len(values)} bin{'' if len(values) == 1 else 's'}"
    return (
        f"{number(whole, chart.decimals)} in {bins}",
        f"most in {place(chart, top)}: {number(values[top] or 0, chart.decimals)}",
        f"median in {place(chart, median_bin(chart))}",
    )


def median_bin(chart: Chart) -> int:
    """The first bin up to which at least half of all lie."""
    values = chart.series[0].values
    half, so_far = sum(chart.series[0].known) / 2, 0.0
    for index, value in enumerate(values):
        so_far += value or 0
        if so_far >= half:
            return index
    return len(values) - 1


HISTOGRAM = Drawn(draw, read=read, say=say)
