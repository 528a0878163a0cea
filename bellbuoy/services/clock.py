"""The machine's clock, handed in: nothing below reads the time by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from core.store.types import ClockSetting


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    """The wall clock of this machine, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until somebody sets it; for tests and demos."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def store_now(setting: ClockSetting, clock: Clock) -> datetime:
    """The store's present: the wall's, a frozen instant, or the wall's shifted."""
    if setting.mode == "frozen":
        assert setting.instant is not None
        return setting.instant
    return clock.now() + timedelta(seconds=setting.seconds)
