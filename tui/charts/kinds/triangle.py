"""Do newer cohorts stay? A row a cohort, a column a period: number and shade in each."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from core.values.text import cells, fit, safe_text
from tui.charts.chart import Chart, Number
from tui.charts.kinds.kind import Drawn, heading, note
from tui.charts.numbers import amount, place
from tui.charts.words import short
from tui.palette import Look

# The cursor's sign, four cells of a number (`100`, `-12k`), the shade.
_CELL = 6
_BOUNDS = (1, 25, 50, 75)
_LEAST_NAME = 4


@dataclass(frozen=True, slots=True)
class _View:
    """The columns that are seen, and the cells of the names before them."""

    name: int
    shown: range


def cells_of(chart: Chart) -> list[tuple[int, int]]:
    """(row, column) of every known cell, row by row: the points of a cursor."""
    return [
        (row, column)
        for row, series in enumerate(chart.series)
        for column, value in enumerate(series.values)
        if value is not None
    ]


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, the periods, a line a cohort, and the shades. The columns scroll so
    that the one under the cursor is seen; more to a side is said."""
    lines = heading(chart, look, width)
    found = cells_of(chart)
    if not found:
        return [*lines, *note("no cohorts yet", look, width)]
    under = found[cursor] if cursor is not None and 0 <= cursor < len(found) else None
    view = _view(chart, width, under)
    dots = look.glyphs.ellipsis
    names = "".join(
        fit(place(chart, at), _CELL - 2, right=True, ellipsis=dots) + "  " for at in view.shown
    )
    lines.append(Text(" " * view.name + names.rstrip(), look.style("header"), end=""))
    for row in range(len(chart.series)):
        lines.append(_row(chart, row, view, under, look))
    return [*lines, *note(_legend(chart, view, look), look, width)]


def _view(chart: Chart, width: int, under: tuple[int, int] | None) -> _View:
    longest = max(cells(safe_text(series.name)) for series in chart.series)
    name = max(_LEAST_NAME, min(longest, width // 3)) + 1
    fits = max(1, (width - name) // _CELL)
    last = 0 if under is None else max(0, under[1] - fits + 1)
    return _View(name, range(last, min(chart.count, last + fits)))


def _row(
    chart: Chart, row: int, view: _View, under: tuple[int, int] | None, look: Look
) -> Text:
    series = chart.series[row]
    name = fit(safe_text(series.name), view.name - 1, ellipsis=look.glyphs.ellipsis)
    text = Text(name, end="")
    for column in view.shown:
        value = series.values[column]
        here = under == (row, column)
        text.append(look.glyphs.cursor if here else " ", look.style("accent"))
        if value is None:
            text.append(" " * (_CELL - 1))
            continue
        told = look.glyphs.words(fit(short(round(value)), _CELL - 2, right=True))
        text.append(told, look.style("cursor" if here else ""))
        text.append(look.glyphs.shades[_level(chart, value)], look.style("accent"))
    text.rstrip()
    return text


def _level(chart: Chart, value: Number) -> int:
    bounds = (chart.bounds or _BOUNDS)[:4]
    return sum(value >= bound for bound in bounds) if value > 0 else 0


def _legend(chart: Chart, view: _View, look: Look) -> str:
    """`░ 1%+  ▒ 25%+ …`, and how many columns stand aside."""
    shades = look.glyphs.shades
    unit = "%" if chart.unit == "%" else ""
    levels = [
        f"{shade} {bound}{unit}+"
        for shade, bound in zip(shades[1:], (chart.bounds or _BOUNDS)[:4], strict=False)
    ]
    before, after = view.shown[0], chart.count - view.shown[-1] - 1
    aside = [f"← {before} more" if before else "", f"{after} more →" if after else ""]
    return "   ".join(["  ".join(levels), *(each for each in aside if each)])


def points(chart: Chart) -> int:
    return len(cells_of(chart))


def read(chart: Chart, index: int) -> str:
    """`Mar 26 · after 3 months · 61.5%`: a cohort, a period and its value."""
    row, column = cells_of(chart)[index]
    series = chart.series[row]
    name = safe_text(series.name, 40)
    return f"{name} · {place(chart, column)} · {amount(chart, series.values[column])}"


def say(chart: Chart) -> tuple[str, ...]:
    """The last value of the oldest and of the newest cohort."""
    known = [series for series in chart.series if series.known]
    if not known:
        return ("no cohorts yet",)
    ends = ((known[0], "oldest"), (known[-1], "newest"))
    return (
        f"{len(known)} cohort{'' if len(known) == 1 else 's'}",
        *(
            f"{word} {safe_text(each.name, 40)}: {amount(chart, each.known[-1])} left"
            for each, word in ends[: len(known)]
        ),
    )


TRIANGLE = Drawn(draw, points=points, read=read, say=say)
