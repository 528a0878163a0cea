"""Why the mean time to resolve moved from one period to the next, adding up exactly.

The mean of a period is that of its cells (severity, components), each by its share. It
moves for three causes, taken one after the other:

    other severities    their shares change, each at its mean of before
    other components    the shares within a severity change, each at its mean of before
    slower or faster    the means within the cells change, at the shares of now

A cell that there was not before counts at the mean of its severity then, and a severity
that there was not at the mean of all; so the three sum to the change, whatever there was.
Whole seconds by the largest remainder (DEFINITIONS 1.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from math import floor

from core.incidents.types import SEVERITIES
from core.record.statistics import LEFT_OUT
from core.record.types import Lived, Window
from core.values.contribution import Contribution, Explanation
from core.values.rounding import apportion

_MICROS = 10**6
_ASSUMED = "medium"
Cell = tuple[str, tuple[str, ...]]
_CAUSES = (
    ("severities", "other severities"),
    ("components", "other components"),
    ("speed", "slower or faster"),
)


def resolve_lengths(rows: Iterable[Lived], window: Window) -> dict[Cell, list[int]]:
    """How long those resolved in a window took, in microseconds, by severity and
    components."""
    found: dict[Cell, list[int]] = {}
    for row in rows:
        if row.resolved is None or row.end_unsaid or row.resolution in LEFT_OUT:
            continue
        if window.holds(row.resolved):
            cell = (row.severity or _ASSUMED, row.components)
            found.setdefault(cell, []).append(row.resolved - row.opened)
    return found


def explain_change(
    before: Mapping[Cell, Sequence[int]],
    now: Mapping[Cell, Sequence[int]],
    subject: str,
    as_of: datetime,
) -> Explanation:
    """The change in whole seconds, below nothing where it went faster; without a total
    where either period has none."""
    if not before or not now:
        return Explanation(
            subject, "change of the mean time to resolve", None, (), as_of, "record 1",
            unit="seconds", note="nothing was resolved in one of the periods",
        )  # fmt: skip
    effects = _effects(before, now)
    names = [name for name in SEVERITIES if name in effects]
    raw = [effects[name][cause] for cause in range(len(_CAUSES)) for name in names]
    total = _rounded(_mean(now)) - _rounded(_mean(before))
    points = apportion(raw, total)
    parts = tuple(
        _cause(cause, names, points[place * len(names) : (place + 1) * len(names)], now)
        for place, cause in enumerate(_CAUSES)
    )
    return Explanation(
        subject, "change of the mean time to resolve", total, parts, as_of, "record 1",
        unit="seconds",
    )  # fmt: skip


def _cause(
    cause: tuple[str, str],
    names: Sequence[str],
    points: Sequence[int],
    now: Mapping[Cell, Sequence[int]],
) -> Contribution:
    rows = {name: _count(_of(now, name)) for name in names}
    parts = tuple(
        Contribution(f"{cause[0]}:{name}", name, value, rows=rows[name])
        for name, value in zip(names, points, strict=True)
    )
    return Contribution(cause[0], cause[1], sum(points), parts=parts)


def _effects(
    before: Mapping[Cell, Sequence[int]], now: Mapping[Cell, Sequence[int]]
) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    """What each severity adds to the change by each cause, in seconds."""
    whole = _mean(before)
    found = {}
    for name in {cell[0] for cell in (*before, *now)}:
        old, new = _of(before, name), _of(now, name)
        was = _mean(old) if old else whole
        share_was, share = _share(old, before), _share(new, now)
        at_old_speed = Fraction(0)
        for cell, took in new.items():
            speed = _mean({cell: old[cell]}) if cell in old else was
            at_old_speed += _share_of(took, new) * speed
        mixed = share * (at_old_speed - was) if new else Fraction(0)
        faster = share * (_mean(new) - at_old_speed) if new else Fraction(0)
        found[name] = ((share - share_was) * was, mixed, faster)
    return found


def _of(cells: Mapping[Cell, Sequence[int]], name: str) -> dict[Cell, Sequence[int]]:
    return {cell: took for cell, took in cells.items() if cell[0] == name}


def _count(cells: Mapping[Cell, Sequence[int]]) -> int:
    return sum(map(len, cells.values()))


def _mean(cells: Mapping[Cell, Sequence[int]]) -> Fraction:
    return Fraction(sum(map(sum, cells.values())), _count(cells) * _MICROS)


def _share(part: Mapping[Cell, Sequence[int]], whole: Mapping[Cell, Sequence[int]]) -> Fraction:
    return Fraction(_count(part), _count(whole))


def _share_of(took: Sequence[int], cells: Mapping[Cell, Sequence[int]]) -> Fraction:
    return Fraction(len(took), _count(cells))


def _rounded(seconds: Fraction) -> int:
    return floor(seconds + Fraction(1, 2))
