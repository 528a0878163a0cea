"""Where do we lose them? A bar a step, and between two steps what was lost."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from rich.text import Text

from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.charts.chart import Chart, Number
from tui.charts.kinds.kind import Drawn, heading, note, rows
from tui.charts.numbers import amount, number, place, told
from tui.charts.words import axis_number, percent
from tui.palette import Look

_LEAST_LABEL = 4


def reached(chart: Chart) -> list[Number]:
    """How many came to each step."""
    return [value or 0 for value in chart.series[0].values]


def losses(chart: Chart) -> list[Number]:
    """What was lost before each step; 0 before the first. With the last step's count
    they add up to the first."""
    counts = reached(chart)
    return [0, *(a - b for a, b in pairwise(counts))][: len(counts)]


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, a bar a step, and below each but the last what was lost after it."""
    head = heading(chart, look, width)
    if not chart.count:
        return [*head, *note("no steps", look, width)]
    at = [2 * index for index in range(chart.count)]
    return [*head, *rows(lambda room: _lines(chart, look, room), look, width, at, cursor)]


def _lines(chart: Chart, look: Look, width: int) -> list[Text]:
    g, counts = look.glyphs, reached(chart)
    numbers = [number(count, chart.decimals) for count in counts]
    shares = [percent(count, counts[0]) for count in counts]
    longest = max(cells(safe_text(place(chart, index))) for index in range(chart.count))
    label = max(_LEAST_LABEL, min(longest, width // 3))
    first, second = max(map(cells, numbers)), max(map(cells, shares))
    if label + first + second + 4 > width:
        numbers = [axis_number(count) for count in counts]
        first = max(map(cells, numbers))
    room = max(0, width - label - first - second - (4 if second else 2))
    lines = []
    for index, count in enumerate(counts):
        if index:
            lines.append(_lost(chart, index, label, look, width))
        name = fit(safe_text(place(chart, index)), label, ellipsis=g.ellipsis)
        text = Text(f"{name} ", end="")
        drawn = bar(Fraction(count), Fraction(counts[0]), room, g)
        text.append(drawn.ljust(room), look.style(chart.series[0].role_of(index)))
        share = f"  {fit(shares[index], second, right=True)}" if second else ""
        text.append(f" {fit(numbers[index], first, right=True)}{share}")
        text.truncate(width)
        lines.append(text)
    return lines


def _lost(chart: Chart, index: int, label: int, look: Look, width: int) -> Text:
    indent = " " * min(label + 1, max(0, width - 30))
    said = look.glyphs.words(loss_words(chart, index))
    text = Text(indent, end="")
    text.append(f"{look.glyphs.corner} ", look.style("border"))
    room = width - text.cell_len
    text.append(fit(said, room, ellipsis=look.glyphs.ellipsis).rstrip(), look.style("muted"))
    return text


def loss_words(chart: Chart, index: int) -> str:
    """`lost 304, 25.2% · median 3 d`: between a step and the one before it."""
    counts, lost = reached(chart), losses(chart)[index]
    share = percent(lost, counts[index - 1])
    said = f"lost {number(lost, chart.decimals)}" + (f", {share}" if share else "")
    if len(chart.series) > 1 and chart.series[1].values[index] is not None:
        return f"{said} · median {told(chart, chart.series[1], index)}"
    return said


def read(chart: Chart, index: int) -> str:
    """`activated · 900 clients, 74.8% of all · lost 304, 25.2% · median 3 d`"""
    counts = reached(chart)
    share = percent(counts[index], counts[0])
    said = f"{amount(chart, counts[index])}" + (f", {share} of all" if share else "")
    lost = (loss_words(chart, index),) if index else ()
    return " · ".join((place(chart, index), said, *lost))


def say(chart: Chart) -> tuple[str, ...]:
    """How many come through, and the step before which most are lost."""
    if not chart.count:
        return ("no steps",)
    counts, lost = reached(chart), losses(chart)
    share = percent(counts[-1], counts[0])
    through = f"{number(counts[-1], chart.decimals)} of {number(counts[0], chart.decimals)}"
    said = [f"{through} come through" + (f", {share}" if share else "")]
    if any(lost):
        worst = max(range(len(lost)), key=lambda at: (lost[at], -at))
        said.append(f"most lost before {place(chart, worst)}: {loss_words(chart, worst)}")
    return tuple(said)


FUNNEL = Drawn(draw, read=read, say=say)
