"""Logins a day in ISO weeks (DEFINITIONS 2.8)."""

from __future__ import annotations

from collections.abc import Mapping

from core.clients.types import Heatmap, HeatmapDay

LEVELS = 4
# 1970-01-01, day 0, was a Thursday.
_WEEKDAY_OF_DAY_0 = 3


def heatmap(
    logins: Mapping[int, int],
    start_day: int | None,
    as_of_day: int,
    weeks: int = 13,
    known: bool = True,
) -> Heatmap:
    """The last `weeks` ISO weeks, the newest the one that holds `as_of_day`.

    `logins` maps local days to counts; a day without one is a 0. Blank (None) are
    days before `start_day`, days after `as_of_day`, and all of them for a client
    whose logins are not `known`. The peak is that of the days shown.
    """
    monday = as_of_day - (as_of_day + _WEEKDAY_OF_DAY_0) % 7
    first = monday - 7 * (weeks - 1)
    lived = first if start_day is None else start_day
    counts = {
        day: logins.get(day, 0) if known and lived <= day <= as_of_day else None
        for day in range(first, monday + 7)
    }
    peak = max((count for count in counts.values() if count is not None), default=0)
    squares = [HeatmapDay(day, count, _level(count, peak)) for day, count in counts.items()]
    return Heatmap(
        weeks=tuple(tuple(squares[at : at + 7]) for at in range(0, len(squares), 7)),
        peak=peak,
        bounds=level_bounds(peak),
    )


def _level(count: int | None, peak: int) -> int | None:
    """`ceil(4 * count / peak)`, 0 for none."""
    if count is None:
        return None
    return -(-LEVELS * count // peak) if count > 0 else 0


def level_bounds(peak: int) -> tuple[int, ...]:
    """The smallest count that reaches each of levels 1 to 4; empty without a peak.

    Below a peak of 4 neighbours share a count: the lower level is never drawn.
    """
    if peak <= 0:
        return ()
    return tuple((level - 1) * peak // LEVELS + 1 for level in range(1, LEVELS + 1))
