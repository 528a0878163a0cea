"""How are parts split, and how does that differ? Stacked bars of one length, 100.0% each."""

from __future__ import annotations

from rich.text import Text

from core.values.text import cells, fit, safe_text
from tui.charts.chart import Chart, Number
from tui.charts.kinds.kind import Drawn, heading, note, rows
from tui.charts.numbers import dealt, number, place, tenths
from tui.charts.words import axis_number, wrap
from tui.palette import Look

# More parts than there are shades cannot be told apart.
MOST = 5
_LEAST_BAR = 10
_MOST_SAID = 3


def parts(chart: Chart, index: int) -> list[Number]:
    """The values of one row, 0 for what is not known; beyond five, the last is the rest."""
    values = [series.values[index] or 0 for series in chart.series]
    return values if len(values) <= MOST else [*values[: MOST - 1], sum(values[MOST - 1 :])]


def names(chart: Chart) -> list[str]:
    found = [safe_text(series.name, 40) for series in chart.series]
    if len(found) <= MOST:
        return found
    return [*found[: MOST - 1], f"other ({len(found) - MOST + 1})"]


def percents(chart: Chart, index: int) -> list[str]:
    """`62.5`, `30.0`, `7.5`: the parts of a row, which add up to 100.0."""
    return [f"{tenth // 10}.{tenth % 10}" for tenth in tenths(parts(chart, index))]


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, what each shade is, and a bar a row with its total at the end."""
    head = [*heading(chart, look, width)]
    if not chart.count or not chart.series:
        return [*head, *note("nothing to compare", look, width)]
    head += _legend(chart, look, width)
    body = rows(lambda room: _lines(chart, look, room), look, width, range(chart.count), cursor)
    return [*head, *body]


def _legend(chart: Chart, look: Look, width: int) -> list[Text]:
    """What each shade is; where there is but one row, also how many and how much of it."""
    shades, said = look.glyphs.shades[::-1], names(chart)
    if chart.count == 1:
        said = [f"{name} {many}" for name, many in zip(said, _counted(chart), strict=True)]
    told = "  ".join(f"{shades[at]} {name}" for at, name in enumerate(said))
    return [Text(line, end="") for line in wrap(told, width)]


def _counted(chart: Chart) -> list[str]:
    """`4, 12.5%`: the parts of the only row."""
    return [
        f"{number(value, chart.decimals)}, {share}%"
        for value, share in zip(parts(chart, 0), percents(chart, 0), strict=True)
    ]


def _lines(chart: Chart, look: Look, width: int) -> list[Text]:
    g = look.glyphs
    totals = [sum(parts(chart, index)) for index in range(chart.count)]
    ends = [g.words(number(total, chart.decimals)) for total in totals]
    split = [
        " ".join(f"{each:>5}" for each in percents(chart, at)) for at in range(chart.count)
    ]
    longest = max(cells(safe_text(place(chart, index))) for index in range(chart.count))
    label = max(4, min(longest, width // 3))
    end = max(map(cells, ends))
    if label + end + 2 + 4 > width:
        ends = [g.words(axis_number(total)) for total in totals]
        end = max(map(cells, ends))
    wide = max(map(cells, split)) + 2
    if chart.count == 1 or width - label - end - 2 - wide < 2 * _LEAST_BAR:
        split, wide = [""] * chart.count, 0
    room = max(0, width - label - end - 2 - wide)
    lines = []
    for index in range(chart.count):
        name = fit(safe_text(place(chart, index)), label, ellipsis=g.ellipsis)
        text = Text(f"{name} ", end="")
        text.append_text(_bar(chart, index, look, room))
        text.append(f" {fit(ends[index], end, right=True)}")
        text.append(f"  {split[index]}" if wide else "", look.style("muted"))
        lines.append(text)
    return lines


def _bar(chart: Chart, index: int, look: Look, room: int) -> Text:
    """The parts side by side in all of `room`; blank where there is nothing to split."""
    given = dealt(parts(chart, index), room)
    text = Text(end="")
    shades = look.glyphs.shades[::-1]
    for at, width in enumerate(given):
        role = chart.series[at].role if at < len(chart.series) else "muted"
        text.append(shades[at] * width, look.style(role))
    return text if any(given) else Text(" " * room, end="")


def read(chart: Chart, index: int) -> str:
    """`enterprise · critical 4, 12.5% · healthy 28, 87.5% · 32 in all`"""
    values, shares = parts(chart, index), percents(chart, index)
    told = [
        f"{name} {number(value, chart.decimals)}, {share}%"
        for name, value, share in zip(names(chart), values, shares, strict=True)
    ]
    whole = number(sum(values), chart.decimals)
    return " · ".join((place(chart, index), *told, f"{whole} in all"))


def say(chart: Chart) -> tuple[str, ...]:
    """Of the first rows, the largest part of each."""
    if not chart.count or not chart.series:
        return ("nothing to compare",)
    said = []
    for index in range(min(chart.count, _MOST_SAID)):
        values = parts(chart, index)
        at = max(range(len(values)), key=lambda each: (values[each], -each))
        share = percents(chart, index)[at]
        label = place(chart, index)
        said.append(
            f"{label}: {names(chart)[at]} {share}%" if any(values) else f"{label}: nothing"
        )
    more = chart.count - len(said)
    return (*said, f"and {more} more") if more else tuple(said)


SHARE = Drawn(draw, read=read, say=say)
