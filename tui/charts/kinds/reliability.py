"""Can I trust p? What was predicted, how many there were, and what was observed."""

from __future__ import annotations

from fractions import Fraction

from rich.text import Text

from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.charts.chart import Chart, Number
from tui.charts.kinds.kind import Drawn, heading, note, rows
from tui.charts.numbers import UNKNOWN, place
from tui.charts.words import axis_number, minus
from tui.palette import Look

_PERCENT = 6
_LEAST_LABEL = 4
_LEAST_BAR = 6
_WHOLE = 100
_NARROW = 30


def draw(chart: Chart, look: Look, width: int, height: int, cursor: int | None) -> list[Text]:
    """The title and a line a bin: predicted, n, observed, and the observed share as a
    bar of 0 to 100% on which `│` is what was predicted."""
    head = heading(chart, look, width)
    if not chart.count:
        return [*head, *note("no predictions yet", look, width)]
    at = range(1, chart.count + 1)
    body = rows(lambda room: _lines(chart, look, room), look, width, at, cursor)
    said = f"bar: observed, 0 to 100%   {look.glyphs.bar} predicted"
    return [*head, *body, *note(said, look, width)]


def _lines(chart: Chart, look: Look, width: int) -> list[Text]:
    g = look.glyphs
    names = [safe_text(place(chart, index)) for index in range(chart.count)]
    narrow = width < _NARROW
    percent = _PERCENT - 2 if narrow else _PERCENT
    numbers = [_count(value, short=narrow) for value in chart.series[2].values]
    many = max(1, *map(cells, numbers))
    left = width - 2 * (percent + 1) - many - 1
    label = max(_LEAST_LABEL, min(max(map(cells, names)), left))
    room = left - label - 1
    room = room if room >= _LEAST_BAR else 0
    titles = [fit("BIN", label), fit("PRED", percent, right=True), fit("N", many, right=True),
              fit("OBS", percent, right=True)]  # fmt: skip
    lines = [Text(" ".join(titles), look.style("header"), end="")]
    for index, name in enumerate(names):
        predicted, observed = (series.values[index] for series in chart.series[:2])
        cut = [
            fit(name, label, ellipsis=g.ellipsis),
            fit(_share(predicted, whole=narrow), percent, right=True, ellipsis=g.ellipsis),
            fit(g.words(numbers[index]), many, right=True, ellipsis=g.ellipsis),
            fit(_share(observed, whole=narrow), percent, right=True, ellipsis=g.ellipsis),
        ]
        text = Text(" ".join(cut), end="")
        if room:
            text.append(" ")
            text.append_text(_bar(predicted, observed, room, look))
        text.truncate(width)
        lines.append(text)
    return lines


def _share(value: Number | None, *, whole: bool = False) -> str:
    return "-" if value is None else f"{value:.0f}%" if whole else f"{value:.1f}%"


def _count(value: Number | None, *, short: bool) -> str:
    told = "0" if value is None else minus(round(value))
    return told if len(told) <= _PERCENT + 1 and not short else axis_number(round(value or 0))


def _bar(predicted: Number | None, observed: Number | None, room: int, look: Look) -> Text:
    """The observed share, with the sign of the predicted one over it."""
    drawn = bar(Fraction(observed or 0), Fraction(_WHOLE), room, look.glyphs).ljust(room)
    if predicted is None:
        return Text(drawn, look.style("accent"), end="")
    at = min(room - 1, max(0, int(predicted * room / _WHOLE)))
    text = Text(drawn[:at], look.style("accent"), end="")
    text.append(look.glyphs.bar, look.style("header"))
    text.append(drawn[at + 1 :], look.style("accent"))
    return text


def gap(chart: Chart) -> float | None:
    """The mean distance between predicted and observed in points of a percent, each bin
    weighted by its n (the expected calibration error); None without anybody."""
    predicted, observed, n = (series.values for series in chart.series)
    known = [
        (abs(p - o), count)
        for p, o, count in zip(predicted, observed, n, strict=True)
        if p is not None and o is not None and count
    ]
    whole = sum(count for _, count in known)
    return sum(off * count for off, count in known) / whole if whole else None


def read(chart: Chart, index: int) -> str:
    """`10–20% · predicted 14.2% · observed 12.0% of 125 · 2.2 points too high`"""
    predicted, observed, n = (series.values[index] for series in chart.series)
    shares = [UNKNOWN if v is None else _share(v) for v in (predicted, observed)]
    said = [place(chart, index), f"predicted {shares[0]}",
            f"observed {shares[1]} of {minus(round(n or 0))}"]  # fmt: skip
    if predicted is not None and observed is not None:
        off = round(predicted - observed, 1)
        way = "too high" if off > 0 else "too low"
        said.append(f"{abs(off):.1f} points {way}" if off else "as observed")
    return " · ".join(said)


def say(chart: Chart) -> tuple[str, ...]:
    """The mean gap, and the bin that is furthest off."""
    mean = gap(chart)
    if mean is None:
        return ("no predictions yet",)
    predicted, observed, n = (series.values for series in chart.series)
    off = [
        abs(p - o) if p is not None and o is not None and count else -1.0
        for p, o, count in zip(predicted, observed, n, strict=True)
    ]
    worst = max(range(len(off)), key=lambda at: (off[at], -at))
    whole = sum(count or 0 for count in n)
    return (
        f"{minus(round(whole))} predicted",
        f"mean gap {mean:.1f} points",
        f"furthest off: {read(chart, worst)}",
    )


RELIABILITY = Drawn(draw, read=read, say=say)
