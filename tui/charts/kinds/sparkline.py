"""How did it move? A title, one row of signs, and what they say in words."""

from __future__ import annotations

from rich.text import Text

from tui.charts.axes import scale_of
from tui.charts.chart import Chart
from tui.charts.kinds.kind import Drawn, heading, note
from tui.charts.numbers import amount, place, told
from tui.palette import Look


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The newest values that fit, oldest first, and with a cursor its sign below them."""
    lines = heading(chart, look, width)
    series = chart.series[0]
    if not series.known:
        return [*lines, *note("nothing is known", look, width)]
    low, high = chart.scale or scale_of(series.known)
    steps = look.glyphs.sparks
    first = max(0, len(series.values) - width)
    signs = "".join(
        " " if value is None else steps[_step(value, low, high, len(steps))]
        for value in series.values[first:]
    )
    lines.append(Text(signs, look.style(series.role), end=""))
    if cursor is not None and cursor >= first:
        lines.append(
            Text(" " * (cursor - first) + look.glyphs.up, look.style("accent"), end="")
        )
    return lines


def _step(value: float, low: int, high: int, count: int) -> int:
    return max(0, min(count - 1, int((value - low) * count / (high - low))))


def read(chart: Chart, index: int) -> str:
    """`Sat 21 Nov 2026 · 38`; without days or labels, which of how many it is."""
    value = told(chart, chart.series[0], index)
    if chart.days or chart.labels:
        return f"{place(chart, index)} · {value}"
    return f"{index + 1} of {chart.count} · {value}"


def say(chart: Chart) -> tuple[str, ...]:
    """`72 → 38, lowest 38, highest 72`"""
    known = chart.series[0].known
    if not known:
        return ("nothing is known",)
    if len(known) == 1:
        return (f"{amount(chart, known[0])}, one value",)
    ends = f"{amount(chart, known[0])} → {amount(chart, known[-1])}"
    lowest, highest = amount(chart, min(known)), amount(chart, max(known))
    return (f"{ends}, lowest {lowest}, highest {highest}",)


SPARKLINE = Drawn(draw, read=read, say=say)
