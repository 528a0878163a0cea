"""API calls and logins of one client, day by day.

`arrays.py` gives the same numbers for many clients at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from core.health.types import WINDOW, Baseline
from core.simulations.demo.dice import CALLS_PHASE, DAY, LOGINS_PHASE
from core.simulations.draws import Draws
from core.values.instants import date_of, local_day

# (days back, factor), oldest first; in between a straight line, outside it level.
Curve = tuple[tuple[int, float], ...]
STEADY: Curve = ((0, 1.0),)
NOISE = (0.8, 1.2)
"""What a day may hold against the day that its habit names."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How much a client uses: `calls` and `logins` as a share of the default
    baselines, `curve` over the days back, `weekend` a weekend day against a
    weekday; `silent` days have passed since the last activity."""

    calls: float
    logins: float
    curve: Curve = STEADY
    weekend: float = 0.4
    silent: int = 0


@dataclass(frozen=True, slots=True)
class DemoDay:
    """A local day `back` days ago; `share` of it has passed."""

    back: int
    day: int
    weekend: bool
    share: float


@lru_cache(maxsize=16)
def calendar(as_of: datetime, zone: ZoneInfo, first: int, days: int) -> tuple[DemoDay, ...]:
    """The local days `first` to `first + days - 1` days back, newest first.

    A date that a zone skipped (Samoa, 30 December 2011) is left out.
    """
    today = local_day(as_of, zone)
    found = []
    for back in range(first, first + days):
        date = date_of(today - back)
        noon = datetime.combine(date, time(12), zone).astimezone(UTC)
        if local_day(noon, zone) == today - back:
            share = _passed(as_of, zone) if back == 0 else 1.0
            found.append(DemoDay(back, today - back, date.weekday() >= 5, share))
    return tuple(found)


def daily(
    dice: Draws, habit: Habit, days: tuple[DemoDay, ...]
) -> list[tuple[DemoDay, int, int]]:
    """Calls and logins of each day, oldest first.

    Rounding carries over from day to day, so that a window's sum is the level
    that the habit names, give or take one.
    """
    calls = _rounded(_amounts(dice, habit, days, 0), dice.real(CALLS_PHASE))
    logins = _rounded(_amounts(dice, habit, days, 1), dice.real(LOGINS_PHASE))
    return list(zip(days, calls, logins, strict=True))[::-1]


def factor(curve: Curve, back: int) -> float:
    """The curve's height `back` days ago."""
    if back >= curve[0][0]:
        return curve[0][1]
    for (older, start), (newer, end) in pairwise(curve):
        if back >= newer:
            return end + (start - end) * (back - newer) / (older - newer)
    return curve[-1][1]


def _amounts(
    dice: Draws, habit: Habit, days: tuple[DemoDay, ...], measure: int
) -> Iterator[float]:
    """What each day would hold before rounding; `measure` 0 calls, 1 logins."""
    full = Baseline().logins if measure else Baseline().calls
    level = (habit.logins if measure else habit.calls) * full / WINDOW
    weekday = 7 / (5 + 2 * habit.weekend)
    for day in days:
        noise = dice.real(DAY + 2 * day.back + measure, *NOISE)
        rhythm = weekday * habit.weekend if day.weekend else weekday
        height = factor(habit.curve, day.back - habit.silent)
        yield level * noise * rhythm * height * day.share


def _rounded(amounts: Iterable[float], carry: float) -> Iterator[int]:
    for amount in amounts:
        carry += amount
        whole = int(carry)
        carry -= whole
        yield whole


def _passed(as_of: datetime, zone: ZoneInfo) -> float:
    """The share of its local day that has passed at an instant, 0 to 1."""
    local = as_of.astimezone(zone)
    return (local.hour * 60 + local.minute) / (24 * 60)
