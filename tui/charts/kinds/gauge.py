"""Where does one number stand? The number first, then a bar with named bands."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from rich.text import Text

from core.values.text import cells, safe_text
from tui.charts.bar import bar
from tui.charts.chart import Chart
from tui.charts.kinds.kind import Drawn
from tui.charts.numbers import told
from tui.charts.words import axis_number, wrap
from tui.palette import Look

_LEAST_BAR = 4


def ends_of(chart: Chart) -> tuple[int, int]:
    """The ends of the bar: the scale, else 0 to 100."""
    return chart.scale or (0, 100)


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """Three lines: number and change, the bar, the names of the bands. Where the names
    do not fit under the bar they are written out instead."""
    low, high = (look.glyphs.words(axis_number(end)) for end in ends_of(chart))
    inner = max(_LEAST_BAR, width - cells(low) - cells(high) - 2)
    lines = [_heading(chart, look, width), _bar_line(chart, look, inner, low, high)]
    strip = _strip(chart, look, inner, cells(low) + 1)
    if strip is not None:
        return [*lines, strip]
    words = look.glyphs.words(band_words(chart))
    return lines + [Text(line, look.style("muted"), end="") for line in wrap(words, width)]


def _heading(chart: Chart, look: Look, width: int) -> Text:
    words = look.glyphs.words
    value, *change = chart.series
    title = safe_text(chart.title)
    text = Text(f"{title}  " if title else "", end="")
    text.append(words(told(chart, value, 0)), look.style(value.role))
    if change:
        said = words(told(chart, change[0], 0))
        room = width - text.cell_len - cells(said)
        if said and room >= 2:
            text.append(" " * room)
            text.append(said, look.style(change[0].role))
    text.truncate(width)
    return text


def _bar_line(chart: Chart, look: Look, inner: int, low: str, high: str) -> Text:
    least, most = ends_of(chart)
    value = chart.series[0].values[0]
    part = Fraction(least if value is None else value) - least
    filled = bar(part, Fraction(most - least), inner, look.glyphs)
    text = Text(f"{low} ", look.style("muted"), end="")
    text.append(filled.ljust(inner), look.style(chart.series[0].role))
    text.append(f" {high}", look.style("muted"))
    return text


def _strip(chart: Chart, look: Look, inner: int, margin: int) -> Text | None:
    """`└─ critical ──┴ at risk ┴ healthy ┘`, or None when a name does not fit."""
    g = look.glyphs
    least, most = ends_of(chart)
    names = [safe_text(label, 40) for label in chart.labels]
    if not names:
        return None
    starts = [(bound - least) * inner // (most - least) for bound in chart.bounds]
    edges = [0, *starts[1:], inner - 1]
    spans = [after - before - 1 for before, after in pairwise(edges)]
    fit_all = all(cells(name) <= span for name, span in zip(names, spans, strict=True))
    if not fit_all:
        return None
    text = Text(" " * margin, end="")
    for at, (name, span) in enumerate(zip(names, spans, strict=True)):
        edge = g.tick_up if at else g.corner
        text.append(edge + _centred(g.words(name), span, g.rule), look.style("border"))
    text.append(g.corner_right, look.style("border"))
    return text


def _centred(name: str, span: int, rule: str) -> str:
    wide = cells(name)
    spaced = f" {name} " if span >= wide + 2 else " " * (span - wide) + name
    left = (span - cells(spaced)) // 2
    return rule * left + spaced + rule * (span - cells(spaced) - left)


def band_words(chart: Chart) -> str:
    """`critical 0–39 · at risk 40–69 · healthy 70–100`"""
    if not chart.labels:
        return ""
    most = ends_of(chart)[1]
    lasts = [*(bound - 1 for bound in chart.bounds[1:]), most]
    return " · ".join(
        f"{safe_text(name, 40)} {low:,}–{high:,}"
        for name, low, high in zip(chart.labels, chart.bounds, lasts, strict=True)
        if low <= high
    )


def count(_chart: Chart) -> int:
    return 1


def read(chart: Chart, _index: int) -> str:
    """`Health 38 of 100 · ▼21 in 7 d · critical 0–39 · …`"""
    return " · ".join((safe_text(chart.title), *say(chart)))


def say(chart: Chart) -> tuple[str, ...]:
    """The number, its change, the bands."""
    said = [told(chart, series, 0) for series in chart.series]
    return tuple(part for part in (*said, band_words(chart)) if part)


GAUGE = Drawn(draw, points=count, read=read, say=say, spoken=True)
