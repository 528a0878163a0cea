"""Where the labels of a chart stand: round numbers up the side, days along the foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor

from core.values.text import cells, fit, safe_text
from tui.charts.words import day_month, month_year

_ROUND = (1, 2, 3, 4, 5, 6, 8, 10)
_DAY_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640)
_STEPS = (1, 2, 5)
_LONG = 300
_NAME = 12
_TEN = 10
_LEAST_SPAN = 20


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


def name_labels(names: Sequence[str], width: int, ellipsis: str = "…") -> list[tuple[int, str]]:
    """(index of the place, its name), so many that none touches the next."""
    scale = 1
    while names:
        for step in (scale * each for each in _STEPS):
            marks = [
                (index, fit(safe_text(names[index]), _NAME, ellipsis=ellipsis).rstrip())
                for index in range(0, len(names), step)
            ]
            if len(marks) == 1:
                return [(0, fit(marks[0][1], width, ellipsis=ellipsis).rstrip())]
            if _fits(marks, len(names), width):
                return marks
        scale *= 10
    return []


def score_scale(values: Sequence[float | None]) -> tuple[int, int]:
    """Ends of a scale for scores: whole tens around the values, 20 apart at least."""
    known = [value for value in values if value is not None]
    if not known:
        return 0, 100
    low = max(0, floor(min(known) / _TEN) * _TEN)
    high = min(100, ceil(max(known) / _TEN) * _TEN)
    while high - low < _LEAST_SPAN:
        low, high = max(0, low - _TEN), min(100, high + _TEN)
    return low, high


def scale_of(values: Iterable[float]) -> tuple[int, int]:
    """Round ends of a scale that holds the values and 0."""
    known = list(values)
    low, high = floor(min(known, default=0)), ceil(max(known, default=0))
    if low >= 0:
        return 0, round_top(high)
    return -round_top(-low), round_top(high) if high > 0 else 0


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
        used = cells(line)
        if at >= used:
            line += " " * (at - used) + text + " "
    return line.rstrip()
