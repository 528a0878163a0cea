"""What became of the two clocks of an incident (DEFINITIONS 4.2), for the record."""

from __future__ import annotations

from core.record.types import Clock, Verdict


def verdict(
    clock: Clock,
    due: int,
    breached: int | None,
    stopped: int | None,
    paused: int | None,
    now: int,
) -> Verdict | None:
    """How a clock stands at a moment, in microseconds; None while it runs in time.

    It was met where it stopped by `due`, and is breached where that was noted before, or
    where it stopped or still runs after it. It is settled when it stopped; one that runs
    on over its time is settled now. `paused` is since when it stands still.
    """
    over = breached is not None and breached <= now
    if stopped is not None:
        return Verdict(clock, not over and stopped <= due, stopped)
    reached = now if paused is None or paused > now else paused
    return Verdict(clock, False, now) if over or reached > due else None
