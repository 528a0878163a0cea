"""Telling progress seldom: each telling is a transaction of the store."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

EVERY_S = 0.25


def seldom(
    tell: Callable[[int, int], None], clock: Callable[[], float] = monotonic
) -> Callable[[int, int], None]:
    """Progress that is told at once, then at most four times a second, and at its
    end. `clock` counts seconds."""
    last: float | None = None

    def note(done: int, total: int) -> None:
        nonlocal last
        now = clock()
        if last is None or now - last >= EVERY_S or done >= total:
            last = now
            tell(done, total)

    return note
