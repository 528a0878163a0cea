"""Noticing that the clock was set: the time of day moved, and the seconds did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

LEAST = timedelta(seconds=60)


class Jumps:
    """Compares a clock with the seconds that have passed since the last look."""

    def __init__(
        self, now: Callable[[], datetime], seconds: Callable[[], float] = monotonic
    ) -> None:
        self._now, self._seconds = now, seconds
        self._at, self._passed = now(), seconds()

    def ahead(self) -> timedelta | None:
        """How far the clock was set ahead since the last look; None when it was not."""
        at, passed = self._now(), self._seconds()
        moved = at - self._at - timedelta(seconds=passed - self._passed)
        self._at, self._passed = at, passed
        return moved if moved >= LEAST else None
