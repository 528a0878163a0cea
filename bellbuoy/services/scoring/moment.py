"""The moment that standings hold at, with what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.health.types import WINDOW, HealthConfig
from core.values.instants import day_end, day_start, local_day, to_micros

Progress = Callable[[int, int], None]
"""Called with (done, total) as work goes on."""
Cancelled = Callable[[], bool]


def silent(_done: int, _total: int) -> None:
    """No progress wanted."""


def never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, its local day, and the first instant of its 30-day window."""

    now: datetime
    day: int
    window_start: datetime

    @property
    def now_us(self) -> int:
        return to_micros(self.now)

    @property
    def window_us(self) -> int:
        return to_micros(self.window_start)


def moment_at(now: datetime, tz: ZoneInfo) -> Moment:
    day = local_day(now, tz)
    return Moment(now, day, day_start(day - WINDOW + 1, tz))


def end_of_day(day: int, tz: ZoneInfo) -> Moment:
    """The last microsecond of a local day."""
    return Moment(day_end(day, tz), day, day_start(day - WINDOW + 1, tz))


@dataclass(frozen=True, slots=True)
class Target:
    """What a recompute writes for: the moment, the formula, the store's base
    currency, the run that signs, and whether a client's row may be trusted to say
    what its history says of today (`core.health.week`)."""

    moment: Moment
    config: HealthConfig
    currency: str
    run_id: int | None = None
    trust: bool = True


@dataclass(frozen=True, slots=True)
class PastTarget:
    """What history is written for: the ends of days one after the other, the formula,
    the store's base currency, when it is recorded, and the newest day that is
    counted (`score_day`)."""

    moments: Sequence[Moment]
    config: HealthConfig
    currency: str
    recorded_us: int
    newest: int
