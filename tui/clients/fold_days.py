"""Lost points of many days in few lines: equal days are told once.

`2–14 Dec, 2 each   0 calls a day   26`: the points still sum exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from core.values.contribution import Contribution, Explanation
from core.values.instants import parse_day
from tui.spans import range_words

MOST_RUNS = 6
_DAY_ID = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNT = re.compile(r"([\d,]+) ([a-z]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Lost:
    """What one day lost: `count` of `unit` were used (None: not said in numbers)."""

    day: int
    part: Contribution
    count: int | None
    unit: str


def fold_days(lost: Explanation) -> Explanation:
    """The same explanation with the days below its parts folded into runs.

    A run is days in a row that lost as many points each. Where that makes more
    than six lines, days of equal points are told together, wherever they lie.
    """
    return replace(lost, parts=tuple(_fold_part(part) for part in lost.parts))


def _fold_part(part: Contribution) -> Contribution:
    if not part.parts or not all(_DAY_ID.fullmatch(p.id) for p in part.parts):
        return part
    days = sorted(map(_lost, part.parts), key=lambda lost: lost.day)
    runs = _runs(days)
    if len(runs) > MOST_RUNS:
        ordered = sorted(days, key=lambda lost: -lost.part.points)
        runs = [list(run) for _, run in groupby(ordered, key=lambda lost: lost.part.points)]
    return replace(part, parts=tuple(map(_told, runs)))


def _lost(part: Contribution) -> _Lost:
    found = _COUNT.fullmatch(part.value)
    count = int(found[1].replace(",", "")) if found else None
    unit = found[2].removesuffix("s") + "s" if found else ""
    return _Lost(parse_day(part.id), part, count, unit)


def _runs(days: Sequence[_Lost]) -> list[list[_Lost]]:
    """Days in a row with equal points."""
    runs: list[list[_Lost]] = []
    for lost in days:
        last = runs[-1][-1] if runs else None
        follows = last is not None and last.day + 1 == lost.day
        if last is not None and follows and last.part.points == lost.part.points:
            runs[-1].append(lost)
        else:
            runs.append([lost])
    return runs


def _told(run: Sequence[_Lost]) -> Contribution:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return replace(first.part, label=range_words(first.day, first.day))
    span = range_words(first.day, last.day)
    gapless = last.day - first.day + 1 == len(run)
    days = span if gapless else f"{len(run)} d, {span}"
    return Contribution(
        id=f"{first.part.id}/{last.part.id}/{first.part.points}",
        label=f"{days}, {first.part.points} each",
        points=sum(lost.part.points for lost in run),
        value=_range(run),
    )


def _range(run: Sequence[_Lost]) -> str:
    """`0 calls a day`, `19–75 calls a day`; empty where the days say no number."""
    counts = [lost.count for lost in run if lost.count is not None]
    if len(counts) < len(run) or len({lost.unit for lost in run}) > 1:
        return ""
    low, high = min(counts), max(counts)
    if low == high == 1:
        return f"1 {run[0].unit.removesuffix('s')} a day"
    number = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return f"{number} {run[0].unit} a day"
