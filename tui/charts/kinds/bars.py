"""Which is larger? Horizontal bars, the value at the end; signed ones around a zero."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from rich.text import Text

from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.charts.chart import Chart, Number
from tui.charts.kinds.kind import Drawn, heading, note, read_point, rows
from tui.charts.numbers import UNKNOWN, amount, place, told
from tui.charts.words import axis_number, percent
from tui.glyphs import ASCII
from tui.palette import Look

MOST = 8
_LEAST_LABEL = 4


@dataclass(frozen=True, slots=True)
class _Plan:
    """The widths that all bars of one chart share.

    `low` cells lie left of the zero, `high` right of it; a bar as long as the
    `largest` value takes `scale` cells on either side.
    """

    label: int
    low: int
    high: int
    largest: Number
    ends: tuple[str, ...]

    @property
    def scale(self) -> int:
        return max(self.low, self.high)


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title and a line a bar, in the order given; without any, a line that says so."""
    head = heading(chart, look, width)
    if not chart.count:
        return [*head, *note("nothing to compare", look, width)]
    body = rows(lambda room: bar_lines(chart, look, room), look, width,
                range(chart.count), cursor)  # fmt: skip
    return [*head, *body]


def largest(chart: Chart, *, most: int = MOST) -> Chart:
    """The same chart with the largest bar first, and what is beyond `most` folded into
    one bar, “other”."""
    series = chart.series[0]
    values = [value or 0 for value in series.values]
    order = sorted(range(chart.count), key=lambda at: -abs(values[at]))
    kept = order if len(order) <= most else order[: most - 1]
    bars = [
        (chart.labels[i], values[i], series.role_of(i), told(chart, series, i)) for i in kept
    ]
    if rest := order[len(kept) :]:
        left = sum(values[at] for at in rest)
        bars.append((f"other ({len(rest)})", left, "muted", amount(chart, left)))
    labels, numbers, roles, texts = zip(*bars, strict=True) if bars else ((), (), (), ())
    folded = replace(series, values=numbers, roles=roles, texts=texts)
    return replace(chart, series=(folded,), labels=labels)


def bar_lines(chart: Chart, look: Look, width: int) -> list[Text]:
    plan = _plan(chart, look, width)
    return [_line(chart, index, plan, look) for index in range(chart.count)]


def _plan(chart: Chart, look: Look, width: int) -> _Plan:
    values = [value or 0 for value in chart.series[0].values]
    ends = _ends(chart, look, width)
    end = cells(ends[0])
    longest = max(cells(safe_text(place(chart, index))) for index in range(chart.count))
    label = max(_LEAST_LABEL, min(longest, width // 3, width - end - 2))
    room = max(0, width - label - end - 2)
    down, up = max(-min(values), 0), max(*values, 0)
    low = 0
    if down > 0:
        # The zero line takes a cell; both sides share one scale.
        room = max(0, room - 1)
        share = int(room * Fraction(down) / (Fraction(down) + Fraction(up)))
        low = room if up <= 0 else min(room - 1, max(1, share))
    return _Plan(label, max(0, low), max(0, room - max(0, low)), max(down, up), tuple(ends))


def _ends(chart: Chart, look: Look, width: int) -> list[str]:
    """The numbers and shares, aligned; where they would take more than half the width
    the shares go, then the numbers are shortened (words have them in full)."""
    series = chart.series[0]
    indexes = range(chart.count)
    numbers = [look.glyphs.words(told(chart, series, index)) for index in indexes]
    whole = sum(abs(value) for value in series.known)
    shares = [
        percent(abs(value), whole) if chart.share and value is not None else ""
        for value in series.values
    ]
    first, second = max(map(cells, numbers)), max(map(cells, shares))
    room = width - _LEAST_LABEL - 2
    if second and first + 2 + second > room:
        shares, second = [""] * chart.count, 0
    if first > room:
        numbers = [look.glyphs.words(_short(value)) for value in series.values]
        first = min(room, max(map(cells, numbers)))
    gap = "  " if second else ""
    return [
        fit(said, first, right=True, ellipsis=look.glyphs.ellipsis)
        + gap
        + fit(share, second, right=True)
        for said, share in zip(numbers, shares, strict=True)
    ]


def _short(value: Number | None) -> str:
    return UNKNOWN if value is None else axis_number(value)


def _line(chart: Chart, index: int, plan: _Plan, look: Look) -> Text:
    g, series = look.glyphs, chart.series[0]
    label = safe_text(place(chart, index))
    text = Text(fit(label, plan.label, ellipsis=g.ellipsis) + " ", end="")
    style = look.style(series.role_of(index))
    value = Fraction(series.values[index] or 0)
    whole = Fraction(plan.largest)
    if plan.low:
        # A bar to the left grows from the zero: whole cells, for none starts on its right.
        filled = bar(-value, whole, plan.scale, ASCII)[: plan.low]
        text.append((g.full * len(filled)).rjust(plan.low), style)
        text.append(g.bar, look.style("border"))
    filled = bar(value, whole, plan.scale, g)[: plan.high]
    text.append(filled.ljust(plan.high), style)
    text.append(f" {plan.ends[index]}")
    return text


def read(chart: Chart, index: int) -> str:
    """`raj · 3 clients · 37.5%`"""
    said = read_point(chart, index)
    value = chart.series[0].values[index]
    if not chart.share or value is None:
        return said
    part = percent(abs(value), sum(abs(each) for each in chart.series[0].known))
    return f"{said} · {part}" if part else said


def say(chart: Chart) -> tuple[str, ...]:
    """Every bar in words, where there are few; else the largest and the smallest."""
    series = chart.series[0]
    if not chart.count:
        return ("nothing to compare",)
    if chart.count <= MOST:
        parts = (f"{place(chart, i)} {told(chart, series, i)}" for i in range(chart.count))
        return (", ".join(parts),)
    order = sorted(range(chart.count), key=lambda at: series.values[at] or 0)
    ends = ((order[-1], "largest"), (order[0], "smallest"))
    return tuple(f"{word} {place(chart, i)} {told(chart, series, i)}" for i, word in ends)


BARS = Drawn(draw, read=read, say=say, spoken=True)
