"""How do groups lie? One letter a group, `+` where several meet."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from rich.text import Text

from core.values.text import cells, safe_text
from tui.charts.axes import scale_of
from tui.charts.chart import Chart, Number, Series
from tui.charts.frame import BLANK, Cell, Frame, foot, frame_of, painted
from tui.charts.kinds.kind import Drawn, heading, note
from tui.charts.numbers import UNKNOWN, number
from tui.charts.words import axis_number, wrap
from tui.palette import Look

SEVERAL = "+"
_LETTERS = ascii_uppercase


@dataclass(frozen=True, slots=True)
class _Point:
    """A point that is known: its group, and where it lies."""

    group: int
    x: Number
    y: Number


def letter(group: int) -> str:
    """The sign of a group; beyond the alphabet they begin again, small."""
    letters = _LETTERS + _LETTERS.lower()
    return letters[group % len(letters)]


def points(chart: Chart) -> list[_Point]:
    """The known points of all groups, from left to right, of the same place upwards."""
    found = [
        _Point(group, x, y)
        for group, series in enumerate(chart.series)
        for x, y in zip(series.at, series.values, strict=True)
        if y is not None
    ]
    return sorted(found, key=lambda point: (point.x, point.y, point.group))


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, `height` rows of letters, the axes with their numbers, the groups."""
    head, found = heading(chart, look, width), points(chart)
    if not found:
        return [*head, *note("no points", look, width)]
    low, high = chart.scale or scale_of(point.y for point in found)
    frame = frame_of(low, high, width, height)
    left, right = scale_of(point.x for point in found)
    places = [_place(point, frame, left, right) for point in found]
    grid: list[list[Cell]] = [[BLANK] * frame.room for _ in range(frame.height)]
    for point, (row, column) in zip(found, places, strict=True):
        met = grid[row][column][0]
        sign = letter(point.group) if met in (" ", letter(point.group)) else SEVERAL
        grid[row][column] = (sign, chart.series[point.group].role)
    under = places[cursor][1] if cursor is not None and 0 <= cursor < len(places) else None
    marks = _marks(frame, left, right, look)
    return [
        *head,
        *painted(frame, grid, look),
        *foot(frame, look, marks, frame.room, under),
        *_legend(chart, look, width),
    ]


def _place(point: _Point, frame: Frame, left: int, right: int) -> tuple[int, int]:
    column = round((point.x - left) * (frame.room - 1) / (right - left))
    return frame.row_of(point.y), min(frame.room - 1, max(0, column))


def _marks(frame: Frame, left: int, right: int, look: Look) -> list[tuple[int, str]]:
    """The ends of the axis along the foot and, where there is room, its middle."""
    at = [(0, left), (frame.room // 2, (left + right) / 2), (frame.room - 1, right)]
    told = [(column, look.glyphs.words(axis_number(value))) for column, value in at]
    fits = sum(cells(name) + 2 for _, name in told) <= frame.room
    return told if fits else told[:1]


def _legend(chart: Chart, look: Look, width: int) -> list[Text]:
    """What lies along and up, then the letters: `A loyal (12)  B new (3)`."""
    names = [safe_text(label, 40) for label in chart.labels]
    axes = f"along: {names[0]}  up: {names[1]}" if len(names) > 1 else ""
    groups = "  ".join(
        f"{letter(at)} {safe_text(series.name, 40)} ({len(series.known):,})"
        for at, series in enumerate(chart.series)
    )
    told = "  ".join(part for part in (axes, groups, f"{SEVERAL} several") if part)
    return [Text(line, look.style("muted"), end="") for line in wrap(told, width)]


def count(chart: Chart) -> int:
    return len(points(chart))


def read(chart: Chart, index: int) -> str:
    """`A loyal · recency 12 · spend 840`"""
    point = points(chart)[index]
    along, up = (safe_text(label, 40) for label in (*chart.labels, "x", "y")[:2])
    name = safe_text(chart.series[point.group].name, 40)
    x, y = number(point.x, chart.decimals), number(point.y, chart.decimals)
    return f"{letter(point.group)} {name} · {along} {x} · {up} {y}"


def say(chart: Chart) -> tuple[str, ...]:
    """How many points each group has, and the middle of it."""
    if not points(chart):
        return ("no points",)
    return tuple(_said(series, at, chart) for at, series in enumerate(chart.series))


def _said(series: Series, at: int, chart: Chart) -> str:
    known = [(x, y) for x, y in zip(series.at, series.values, strict=True) if y is not None]
    middle = UNKNOWN
    if known:
        xs, ys = zip(*known, strict=True)
        means = (number(sum(each) / len(each), chart.decimals) for each in (xs, ys))
        middle = f"mean at {', '.join(means)}"
    return f"{letter(at)} {safe_text(series.name, 40)}: {len(known):,}, {middle}"


SCATTER = Drawn(draw, points=count, read=read, say=say)
