"""A count a day as small upright bars, below a line of the same days."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.values.text import cells
from tui.charts.axes import column_of, round_top
from tui.charts.words import short
from tui.lines import cut
from tui.palette import Look

_SIDE = 3


def side_of(peak: int) -> int:
    """Cells left of the drawing, as a line over days has them: label, blank, axis."""
    top = round_top(peak)
    return max(cells(short(top)), cells(short(top // 2))) + _SIDE


def day_bars(
    values: Sequence[int | None],
    look: Look,
    width: int,
    height: int,
    *,
    side: int,
    cursor: int | None = None,
) -> list[Text]:
    """`height` rows of bars that start at cell `side`, and the axis below them.

    Bars stand where a line of as many days has its points. None is a blank, 0 a
    bar of no height. `cursor` is the day to point out on the axis.
    """
    room = max(8, width - side - 1)
    peak = max((value for value in values if value is not None), default=0)
    top = round_top(peak)
    height = max(1, height)
    label = short(top)
    lines = []
    for row in range(height):
        told = label if row == 0 else ""
        sign = look.glyphs.tick_left if row == 0 else look.glyphs.bar
        text = Text(f"{told:>{side - 2}} {sign}", look.style("border"), end="")
        drawn = _row(values, look, room, top, height, height - 1 - row)
        text.append(drawn.rstrip(), look.style("accent"))
        lines.append(cut(text, look, width))
    return [*lines, _axis(len(values), look, width, side, room, cursor)]


def _row(
    values: Sequence[int | None], look: Look, room: int, top: int, height: int, floor: int
) -> str:
    """One row of all bars; `floor` counts the rows below it."""
    steps = look.glyphs.sparks
    drawn = [" "] * room
    for index, value in enumerate(values):
        if not value:
            continue
        # At least one step, so that a small count still shows.
        reach = max(1, value * height * len(steps) // top) - floor * len(steps)
        if reach > 0:
            drawn[column_of(index, len(values), room)] = steps[min(reach, len(steps)) - 1]
    return "".join(drawn)


def _axis(count: int, look: Look, width: int, side: int, room: int, cursor: int | None) -> Text:
    g = look.glyphs
    text = Text(f"{'0':>{side - 2}} {g.corner}", look.style("border"), end="")
    if cursor is None:
        text.append(g.rule * room, look.style("border"))
    else:
        at = column_of(cursor, count, room)
        text.append(g.rule * at, look.style("border"))
        text.append(g.up, look.style("accent"))
        text.append(g.rule * (room - at - 1), look.style("border"))
    return cut(text, look, width)
