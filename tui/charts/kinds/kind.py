"""What a kind of chart must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from core.values.text import safe_text
from tui.charts.chart import Chart, Number
from tui.charts.numbers import amount, named, place, short_place, told
from tui.charts.words import wrap
from tui.palette import Look

# Chart, look, width and height in cells, the point under the cursor (None: no cursor).
Draw = Callable[[Chart, Look, int, int, int | None], list[Text]]


def count_points(chart: Chart) -> int:
    return chart.count


def read_point(chart: Chart, index: int) -> str:
    """`Sat 21 Nov 2026 · mean 70.2 · median 70.0`"""
    values = (named(series, told(chart, series, index)) for series in chart.series)
    return " · ".join((place(chart, index), *values))


def say_ends(chart: Chart) -> tuple[str, ...]:
    """`highest 80 on 24 Oct`, `lowest 0 on 12 Nov`, `3 days unknown` of the first series."""
    first = chart.series[0] if chart.series else None
    known = [(v, i) for i, v in enumerate(first.values) if v is not None] if first else []
    if first is None or not known:
        return ("nothing is known",)
    said = [
        f"highest {_at(chart, max(known, key=lambda k: (k[0], -k[1])))}",
        f"lowest {_at(chart, min(known))}",
    ]
    if gaps := len(first.values) - len(known):
        thing = "day" if chart.days else "value"
        said.append(f"{gaps} {thing}{'' if gaps == 1 else 's'} unknown")
    return tuple(said)


def _at(chart: Chart, point: tuple[Number, int]) -> str:
    joint = "on" if chart.days else "at"
    return f"{amount(chart, point[0])} {joint} {short_place(chart, point[1])}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A kind: how it is drawn, how many points a cursor has in it, what one of them
    says, and what the whole says in words. `spoken`: its lines say it all already."""

    draw: Draw
    points: Callable[[Chart], int] = count_points
    read: Callable[[Chart, int], str] = read_point
    say: Callable[[Chart], tuple[str, ...]] = say_ends
    spoken: bool = False


def heading(chart: Chart, look: Look, width: int) -> list[Text]:
    """The title, in as many lines as it takes."""
    if not chart.title:
        return []
    title = look.glyphs.words(safe_text(chart.title))
    return [Text(line, look.style("header"), end="") for line in wrap(title, width)]


def note(words: str, look: Look, width: int) -> list[Text]:
    """A sentence of ours under a chart."""
    lines = wrap(look.glyphs.words(words), width)
    return [Text(line, look.style("muted"), end="") for line in lines]


def rows(
    made: Callable[[int], Sequence[Text]],
    look: Look,
    width: int,
    at: Sequence[int],
    cursor: int | None,
) -> Iterator[Text]:
    """The lines that `made` gives for a width; with a cursor they make room for its
    sign in front of line `at[cursor]`."""
    if cursor is None:
        yield from made(width)
        return
    under = at[cursor] if 0 <= cursor < len(at) else -1
    for index, line in enumerate(made(width - 1)):
        sign = look.glyphs.cursor if index == under else " "
        text = Text(end="").append(sign, look.style("accent"))
        yield text.append_text(line)
