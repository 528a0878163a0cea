"""What made the change? Signed points around a zero, and the total they sum to.

An explanation with values, weights and parts inside parts has its own table:
`tui/charts/waterfall.py`.
"""

from __future__ import annotations

from rich.text import Text

from core.values.text import safe_text
from tui.charts.chart import Chart, Series
from tui.charts.kinds.bars import bar_lines
from tui.charts.kinds.kind import Drawn, heading, note, rows
from tui.charts.numbers import number, place, told
from tui.charts.words import signed
from tui.palette import Look, Role

TOTAL = "total"


def total(chart: Chart) -> int | float:
    return sum(chart.series[0].known)


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title, a line a contribution, the total below a rule."""
    head = heading(chart, look, width)
    if not chart.count:
        return [*head, *note("nothing to add up", look, width)]
    summed = _summed(chart)

    def lines(room: int) -> list[Text]:
        made = bar_lines(summed, look, room)
        rule = Text(look.glyphs.rule * room, look.style("border"), end="")
        return [*made[:-1], rule, made[-1]]

    return [*head, *rows(lines, look, width, range(chart.count), cursor)]


def _summed(chart: Chart) -> Chart:
    """The bars with one for the total at the end, so that all share a scale."""
    series = chart.series[0]
    values = (*series.values, total(chart))
    roles: list[Role] = []
    for at, value in enumerate(values):
        known = bool(series.roles) and at < chart.count
        fallen: Role = "critical" if (value or 0) < 0 else "healthy"
        roles.append(series.role_of(at) if known else fallen)
    texts: tuple[str, ...] = ()
    if series.texts:
        texts = (*series.texts, _signed(total(chart), chart))
    labels = (*(place(chart, at) for at in range(chart.count)), TOTAL)
    whole = Series(series.name, values, texts=texts, roles=tuple(roles))
    return Chart("bars", "", (whole,), labels, unit=chart.unit, signed=True,
                 decimals=chart.decimals)  # fmt: skip


def _signed(value: int | float, chart: Chart) -> str:
    if isinstance(value, int):
        return signed(value)
    return f"{'+' if value > 0 else ''}{number(value, chart.decimals)}"


def read(chart: Chart, index: int) -> str:
    """`usage · −12 points of −21`"""
    series = chart.series[0]
    value = series.values[index]
    said = (
        told(chart, series, index) if series.texts or value is None else _signed(value, chart)
    )
    unit = f" {chart.unit}" if chart.unit and not series.texts else ""
    return f"{place(chart, index)} · {said}{unit} of {_signed(total(chart), chart)}"


def say(chart: Chart) -> tuple[str, ...]:
    """`usage −12, engagement −6, incidents −3: total −21 points`"""
    series = chart.series[0]
    if not chart.count:
        return ("nothing to add up",)
    parts = ", ".join(
        f"{place(chart, at)} {_signed(value or 0, chart)}"
        for at, value in enumerate(series.values)
    )
    unit = f" {safe_text(chart.unit)}" if chart.unit else ""
    return (f"{parts}: {TOTAL} {_signed(total(chart), chart)}{unit}",)


WATERFALL = Drawn(draw, read=read, say=say)
