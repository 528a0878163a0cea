"""Where the labels of a chart stand: round numbers up the side, days along the foot."""

from __future__ import annotations

from collections.abc import Sequence

from core.values.text import cells
from tui.charts.words import day_month, month_year

_ROUND = (1, 2, 4, 6, 8, 10)
_DAY_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
_LONG = 300


def round_top(peak: int) -> int:
    """The least even round number at or above `peak`, at least 2: half of it is whole."""
    scale = 1
    while True:
        for step in _ROUND:
            top = step * scale
            if top >= max(peak, 2) and top % 2 == 0:
                return top
        scale *= 10


def column_of(index: int, count: int, width: int) -> int:
    """The cell above which point `index` of `count` is drawn, 0 to width - 1."""
    if count < 2:
        return 0
    return (2 * index * (width - 1) + count - 1) // (2 * (count - 1))


def day_labels(days: Sequence[int], width: int) -> list[tuple[int, str]]:
    """(index of the day, label), so many that none touches the next."""
    label = month_year if len(days) > _LONG else day_month
    for step in _DAY_STEPS:
        marks = [(index, label(days[index])) for index in range(0, len(days), step)]
        if _fits(marks, len(days), width):
            return marks
    return [(0, label(days[0]))] if days else []


def _fits(marks: Sequence[tuple[int, str]], count: int, width: int) -> bool:
    """Whether each label ends a cell before the next begins."""
    free = 0
    for index, text in marks:
        at = column_of(index, count, width)
        if at < free:
            return False
        free = at + cells(text) + 2
    return True


def label_row(marks: Sequence[tuple[int, str]], count: int, width: int) -> str:
    """The labels below their marks; the last one moves left where it would overhang."""
    line = ""
    for index, text in marks:
        at = min(column_of(index, count, width), width - cells(text))
        if at >= len(line):
            line = line.ljust(at) + text + " "
    return line.rstrip()
