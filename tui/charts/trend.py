"""How did it move? One or two lines over days on one scale, each named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from rich.text import Text

from core.values.text import cells
from tui.charts.axes import round_top
from tui.charts.canvas import draw_line
from tui.charts.line import HEIGHT, DayLine, axis_foot, axis_side
from tui.charts.words import short, wrap
from tui.palette import Look, Role

_STEP = 10
_LEAST_SPAN = 20
# Values are drawn in hundredths: a mean is no whole number.
_FINE = 100


@dataclass(frozen=True, slots=True)
class Series:
    """A value for each day, None where there is none. `end` names the line where it
    ends: `mean 71.2`."""

    end: str
    values: tuple[float | None, ...]
    role: Role = "accent"


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Lines over the same consecutive epoch days; the first lies on top. `low` and
    `high` are the ends of the scale."""

    title: str
    days: tuple[int, ...]
    series: tuple[Series, ...]
    low: int
    high: int


def score_scale(values: Sequence[float | None]) -> tuple[int, int]:
    """Ends of a scale for scores: whole tens around the values, 20 apart at least."""
    known = [value for value in values if value is not None]
    if not known:
        return 0, 100
    low = max(0, floor(min(known) / _STEP) * _STEP)
    high = min(100, ceil(max(known) / _STEP) * _STEP)
    while high - low < _LEAST_SPAN:
        low, high = max(0, low - _STEP), min(100, high + _STEP)
    return low, high


def count_scale(values: Sequence[float | None]) -> tuple[int, int]:
    """Ends of a scale for counts, which starts at 0."""
    return 0, round_top(ceil(max((v for v in values if v is not None), default=0)))


def trend_chart(
    data: TrendChart, look: Look, width: int, *, height: int = HEIGHT, cursor: int | None = None
) -> list[Text]:
    """The title, `height` rows of the lines, the axis and the dates below it."""
    words = wrap(look.glyphs.words(data.title), width)
    lines = [Text(line, look.style("header"), end="") for line in words]
    if not any(value is not None for each in data.series for value in each.values):
        return [*lines, Text("no data in this time", look.style("muted"), end="")]
    height = max(3, height)
    middle = (data.low + data.high) // 2
    labels = {0: short(data.high), height // 2: short(middle), height - 1: short(data.low)}
    margin = max(map(cells, labels.values())) + 3
    ends = max((cells(each.end) for each in data.series), default=0)
    room = max(8, width - margin - (ends + 2 if ends else 1))
    named = _named(data, height)
    drawn = [_drawn(each, data, room, height, look) for each in data.series]
    if look.glyphs.name == "ascii":
        # Braille lines differ in form; of two lines of stars one becomes dots.
        drawn[1:] = [[row.replace("*", look.glyphs.gap) for row in rows] for rows in drawn[1:]]
    for row in range(height):
        text = Text(axis_side(labels, row, height, margin, look), look.style("border"), end="")
        _overlay(text, [rows[row] for rows in drawn], data, look, room)
        if row in named:
            text.append(f" {named[row].end}", look.style(named[row].role))
        text.rstrip()
        lines.append(text)
    foot = DayLine("", data.days, (None,) * len(data.days))
    return lines + axis_foot(foot, look, room, margin, cursor)


def _drawn(series: Series, data: TrendChart, room: int, height: int, look: Look) -> list[str]:
    values = [
        None if value is None else round((value - data.low) * _FINE) for value in series.values
    ]
    top = (data.high - data.low) * _FINE
    return draw_line(values, top, room, height, look.glyphs.line)


def _overlay(text: Text, rows: Sequence[str], data: TrendChart, look: Look, room: int) -> None:
    """One row of all lines: in each cell the first that is there."""
    for column in range(room):
        signs = [row[column] for row in rows]
        at = next((at for at, sign in enumerate(signs) if sign != " "), None)
        if at is None:
            text.append(" ")
        else:
            text.append(signs[at], look.style(data.series[at].role))


def _named(data: TrendChart, height: int) -> dict[int, Series]:
    """The row beside which each line is named: where it ends, or the next free one."""
    found: dict[int, Series] = {}
    for each in data.series:
        last = next((value for value in reversed(each.values) if value is not None), None)
        if last is None or not each.end:
            continue
        share = (last - data.low) / (data.high - data.low)
        at = min(height - 1, max(0, round((1 - share) * (height - 1))))
        free = (row for row in _near(at, height) if row not in found)
        found[next(free, at)] = each
    return found


def _near(at: int, height: int) -> list[int]:
    """All rows, the nearest first, of two the lower one."""
    return sorted(range(height), key=lambda row: (abs(row - at), -row))
