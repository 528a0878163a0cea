"""Use of the whole base a day, and where it is going (DEFINITIONS 7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from core.analytics.series import filled, growth, moving_average, slope
from core.analytics.types import BaseUsageDay, Movement, UsageTrend


def usage_trend(
    calls: Mapping[int, int], logins: Mapping[int, int], days: int, last_day: int, now: datetime
) -> UsageTrend:
    """The window of `days` up to `last_day`, which is still going on: it counts in
    totals and growth, not in averages and slope. The maps give what is known of a
    day, of the window before too; a missing day is 0."""
    first = last_day - days + 1
    window = [filled(values, first, last_day) for values in (calls, logins)]
    averages = [_averages(values) for values in window]
    return UsageTrend(
        as_of=now,
        first_day=first,
        last_day=last_day,
        days=tuple(
            BaseUsageDay(
                day=first + at,
                partial=first + at == last_day,
                calls=window[0][at],
                logins=window[1][at],
                average_calls=averages[0][at],
                average_logins=averages[1][at],
            )
            for at in range(days)
        ),
        calls=_movement(window[0], calls, first),
        logins=_movement(window[1], logins, first),
    )


def _averages(values: tuple[int, ...]) -> list[float | None]:
    """The last day has none: it is not over yet."""
    return [*map(_float, moving_average(values[:-1])), None]


def _movement(values: tuple[int, ...], known: Mapping[int, int], first: int) -> Movement:
    total = sum(values)
    previous = sum(filled(known, first - len(values), first - 1))
    full = values[:-1]
    return Movement(
        total=total,
        previous=previous,
        growth=_float(growth(total, previous)),
        slope=_float(slope(full)),
        n=len(full),
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
