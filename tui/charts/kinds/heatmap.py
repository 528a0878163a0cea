"""On which days? A shade for each count; of many columns the newest that fit."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from rich.text import Text

from core.values.text import cells, fit, safe_text
from tui.charts.axes import label_row, name_labels
from tui.charts.chart import Chart, Number
from tui.charts.kinds.kind import Drawn, heading
from tui.charts.numbers import UNKNOWN, amount, number, place
from tui.charts.words import day_month, full_day, month, wrap
from tui.palette import Look, Role

_CELL = 2
_LEAST_NAME = 3


def level_of(chart: Chart, value: Number) -> int:
    """0 for nothing, else the number of bounds that the value has reached."""
    return sum(value >= bound for bound in chart.bounds) if value > 0 else 0


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """Title, a line a row, the names of the columns and a legend. Two cells a value;
    one that is not known is blank, nothing is a dot."""
    longest = max((cells(safe_text(s.name)) for s in chart.series), default=0)
    margin = max(_LEAST_NAME, min(longest, width // 3)) + 1
    fits = max(1, (width - margin) // _CELL)
    first = max(0, chart.count - fits)
    if cursor is not None and chart.series and cursor // len(chart.series) < first:
        # The cursor went back beyond what fits: the window goes with it.
        first = max(0, cursor // len(chart.series))
    shown = range(first, min(chart.count, first + fits))
    lines = _title(chart, shown, look, width)
    if not shown or not chart.series:
        return lines
    for row in range(len(chart.series)):
        lines.append(_row(chart, row, shown, margin, look, cursor))
    names = _months(chart, shown) if chart.days else _names(chart, shown, look)
    lines.append(Text(" " * margin + names, look.style("muted"), end=""))
    return [*lines, *_legend(chart, look, width)]


def _title(chart: Chart, shown: range, look: Look, width: int) -> list[Text]:
    if chart.labels:
        return heading(chart, look, width)
    said = f"{safe_text(chart.title)}, no days yet"
    if shown:
        weeks = f"{len(shown)} week{'' if len(shown) == 1 else 's'}"
        said = f"{safe_text(chart.title)}, {weeks} from {day_month(chart.days[shown[0]])}"
    text = Text(look.glyphs.words(said), look.style("header"), end="")
    text.truncate(width)
    return [text]


def _row(
    chart: Chart, row: int, shown: range, margin: int, look: Look, cursor: int | None
) -> Text:
    series = chart.series[row]
    name = fit(safe_text(series.name), margin - 1, ellipsis=look.glyphs.ellipsis)
    text = Text(f"{name} ", end="")
    # Points are counted down the columns, so that a day is beside the next.
    squares = [
        _square(chart, value, look, under=cursor == column * len(chart.series) + row)
        for column, value in ((column, series.values[column]) for column in shown)
    ]
    for role, run in groupby(squares, key=itemgetter(0)):
        text.append("".join(square for _, square in run), look.style(role))
    return text


def _square(chart: Chart, value: Number | None, look: Look, *, under: bool) -> tuple[Role, str]:
    level = None if value is None else level_of(chart, value)
    shade = " " if level is None else look.glyphs.shades[min(level, 4)]
    if under:
        # A shape too: what is reversed alone is lost where there is no reverse.
        return "cursor", look.glyphs.cursor + shade
    return ("accent", shade * _CELL) if level else ("muted", shade.ljust(_CELL))


def _months(chart: Chart, shown: range) -> str:
    """Each month's name below its first whole-or-started week, where there is room."""
    starts = [(0, month(chart.days[shown[0]]))]
    for index, column in enumerate(shown[1:], start=1):
        name = month(chart.days[column] + len(chart.series) - 1)
        if name != starts[-1][1]:
            starts.append((index, name))
    if len(starts) > 1 and starts[1][0] * _CELL < 4:
        del starts[0]
    line, room = "", len(shown) * _CELL
    for index, name in starts:
        at = index * _CELL
        if at >= len(line) and at + len(name) <= room:
            line = line.ljust(at) + name + " "
    return line.rstrip()


def _names(chart: Chart, shown: range, look: Look) -> str:
    room = len(shown) * _CELL
    labels = [chart.labels[column] for column in shown]
    marks = name_labels(labels, room, look.glyphs.ellipsis)
    return label_row(marks, len(labels), room)


def _legend(chart: Chart, look: Look, width: int) -> list[Text]:
    """`· none  ░ 1–2  ▒ 3–4  ▓ 5–6  █ 7–8`: the counts of each shade."""
    if not chart.bounds or not any(value > 0 for value in chart.known):
        unit = chart.unit or "values"
        return [Text(f"no {unit} in this time", look.style("muted"), end="")]
    shades = look.glyphs.shades
    entries = [f"{shades[0]} none"]
    peak = max(chart.known)
    starts = [*chart.bounds, int(peak) + 1]
    for level in range(1, min(len(starts), len(shades))):
        first, last = starts[level - 1], starts[level] - 1
        if first <= last:
            counts = f"{first:,}" if first == last else f"{first:,}–{last:,}"
            entries.append(f"{shades[level]} {counts}")
    tail = " a day" if chart.days else ""
    said = look.glyphs.words("  ".join(entries) + tail)
    return [Text(line, end="") for line in wrap(said, width)]


def points(chart: Chart) -> int:
    return chart.count * len(chart.series)


def read(chart: Chart, index: int) -> str:
    """`Fri 20 Nov 2026 · 3 logins`: one square in words."""
    column, row = divmod(index, len(chart.series))
    series = chart.series[row]
    value = series.values[column]
    said = "no data" if value is None else amount(chart, value)
    if value == 1:
        said = said.removesuffix("s")
    if chart.days:
        return f"{full_day(chart.days[column] + row)} · {said}"
    return f"{safe_text(series.name, 40)} · {place(chart, column)} · {said}"


def say(chart: Chart) -> tuple[str, ...]:
    """The sum, the greatest square, and how many have something."""
    known = [
        (value, index)
        for index in range(points(chart))
        if (value := _value(chart, index)) is not None
    ]
    if not known:
        return (f"{chart.unit or 'values'} {UNKNOWN}",)
    peak = max(known, key=lambda k: (k[0], -k[1]))
    some = sum(value > 0 for value, _ in known)
    thing = "days" if chart.days else "values"
    total = number(sum(value for value, _ in known), chart.decimals)
    return (f"{total} in all", f"most: {read(chart, peak[1])}",
            f"{some} of {len(known)} {thing} with some")  # fmt: skip


def _value(chart: Chart, index: int) -> Number | None:
    column, row = divmod(index, len(chart.series))
    return chart.series[row].values[column]


HEATMAP = Drawn(draw, points=points, read=read, say=say)
