"""The numbers and places of a chart in words: exact, in its unit."""

from __future__ import annotations

from fractions import Fraction

from core.values.text import safe_text
from tui.charts.chart import Chart, Number, Series
from tui.charts.words import day_month, full_day, minus

UNKNOWN = "unknown"
_LABEL = 60


def number(value: Number, decimals: int = 1) -> str:
    """A whole number in full, `−12,345`; another one with so many decimals, `70.5`."""
    if isinstance(value, int):
        return minus(value)
    told = f"{abs(value):,.{decimals}f}"
    zero = not told.strip("0.,")
    return f"−{told}" if value < 0 and not zero else told


def amount(chart: Chart, value: Number | None) -> str:
    """A value in the unit of its chart: `24.0%`, `3 logins`, `unknown`."""
    if value is None:
        return UNKNOWN
    told = number(value, chart.decimals)
    if chart.signed and value > 0:
        told = f"+{told}"
    if not chart.unit:
        return told
    return f"{told}{chart.unit}" if chart.unit == "%" else f"{told} {chart.unit}"


def told(chart: Chart, series: Series, index: int) -> str:
    """A value as it is printed: its own text, or the number in its unit."""
    return (
        safe_text(series.texts[index]) if series.texts else amount(chart, series.values[index])
    )


def place(chart: Chart, index: int) -> str:
    """The place of a value in words: `Sat 21 Nov 2026`, or its label."""
    if chart.days:
        return full_day(chart.days[index])
    return safe_text(chart.labels[index], _LABEL) if chart.labels else f"{index + 1}"


def short_place(chart: Chart, index: int) -> str:
    """The same where it is short: `21 Nov`."""
    return day_month(chart.days[index]) if chart.days else place(chart, index)


def named(series: Series, said: str) -> str:
    """`mean 70.2`; a series without a name is its value."""
    name = safe_text(series.name, _LABEL)
    return f"{name} {said}" if name else said


def tenths(parts: list[Number]) -> list[int]:
    """Shares in tenths of a percent that add up to 1,000 exactly: what rounding leaves
    over goes to the parts that lost most. Zeros where all parts are 0."""
    return dealt(parts, 1000)


def dealt(parts: list[Number], whole: int) -> list[int]:
    """`whole` dealt out in the ratio of the parts, none below 0, adding up exactly."""
    # As fractions: huge parts beside small ones lose nothing.
    exact = [Fraction(part) for part in parts]
    total = sum(exact)
    if total <= 0:
        return [0] * len(parts)
    exact = [part * whole / total for part in exact]
    given = [int(share) for share in exact]
    left = whole - sum(given)
    order = sorted(range(len(parts)), key=lambda at: (given[at] - exact[at], at))
    for at in order[:left]:
        given[at] += 1
    return given
