"""The frame of a drawing: numbers up the side, an axis, and names along the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from rich.text import Text

from core.values.text import cells
from tui.charts.axes import column_of, label_row
from tui.charts.words import axis_number
from tui.palette import Look, Role

LEAST_ROWS = 3
_LEAST_ROOM = 4
# A sign and the role it is drawn in.
Cell = tuple[str, Role]
BLANK: Cell = (" ", "")


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a drawing: `height` rows of `room` cells behind a margin, `low` at
    the foot and `high` above."""

    low: int
    high: int
    height: int
    margin: int
    room: int
    labels: Mapping[int, str]

    def row_of(self, value: float) -> int:
        """The row on which a value lies, 0 on top."""
        share = (value - self.low) / (self.high - self.low)
        return min(self.height - 1, max(0, round((1 - share) * (self.height - 1))))


def frame_of(low: int, high: int, width: int, height: int, right: int = 0) -> Frame:
    """A frame in `width` cells that leaves `right` of them free behind the drawing."""
    height = max(LEAST_ROWS, height)
    middle = (low + high) / 2
    labels = {
        0: axis_number(high),
        height // 2: axis_number(middle),
        height - 1: axis_number(low),
    }
    margin = max(map(cells, labels.values())) + 3
    return Frame(
        low, high, height, margin, max(_LEAST_ROOM, width - margin - right - 1), labels
    )


def painted(
    frame: Frame,
    grid: Sequence[Sequence[Cell]],
    look: Look,
    ends: Mapping[int, tuple[str, Role]] | None = None,
) -> list[Text]:
    """The rows of a grid with the axis at their left; `ends` are words behind a row."""
    lines = []
    for row, line in enumerate(grid):
        text = Text(_side(frame, row, look), look.style("border"), end="")
        for role, run in groupby(line, key=itemgetter(1)):
            text.append("".join(sign for sign, _ in run), look.style(role))
        if ends and row in ends:
            words, role = ends[row]
            text.append(f" {words}", look.style(role))
        text.rstrip()
        lines.append(text)
    return lines


def _side(frame: Frame, row: int, look: Look) -> str:
    """The axis beside a row: its label, and the sign of the axis."""
    g = look.glyphs
    label = g.words(frame.labels.get(row, "")).rjust(frame.margin - 2)
    last = row == frame.height - 1
    sign = g.tick_zero if last else g.tick_left if row in frame.labels else g.bar
    return f"{label} {sign}"


def foot(
    frame: Frame,
    look: Look,
    marks: Sequence[tuple[int, str]],
    count: int,
    cursor: int | None,
) -> list[Text]:
    """The axis below and the names under it, `marks` among `count` places; an arrow
    stands below the place that the cursor is on."""
    g = look.glyphs
    axis = [g.rule] * frame.room
    for index, _ in marks:
        axis[column_of(index, count, frame.room)] = g.tick_down
    text = Text(" " * (frame.margin - 1) + g.corner, look.style("border"), end="")
    if cursor is None:
        text.append("".join(axis), look.style("border"))
    else:
        at = column_of(cursor, count, frame.room)
        text.append("".join(axis[:at]), look.style("border"))
        text.append(g.up, look.style("accent"))
        text.append("".join(axis[at + 1 :]), look.style("border"))
    names = " " * frame.margin + label_row(marks, count, frame.room)
    return [text, Text(names.rstrip(), look.style("muted"), end="")]
