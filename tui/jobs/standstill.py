"""Does anything here move on? What the machine room says while no worker lives."""

from __future__ import annotations

from datetime import timedelta

from tui.jobs.data import JobsData
from tui.jobs.words import clock_words, span_words
from tui.look import ScreenLook
from tui.widgets.empty_state import State, stale

_STALE = timedelta(minutes=1)
"""A worker that has just ended may be followed by another."""


def stale_state(data: JobsData, look: ScreenLook) -> State | None:
    """No worker lives: nothing of this moves on, since when, and what helps."""
    room = data.room
    if any(worker.state == "alive" for worker in room.workers):
        return None
    beats = [worker.heartbeat for worker in room.workers if worker.heartbeat is not None]
    ran = [job.last.started for job in room.jobs if job.last is not None]
    seen = max(beats or ran, default=None)
    if seen is None or room.at - seen < _STALE:
        return None
    age = span_words(max(0.0, (room.at - seen).total_seconds()))
    what = "worker not seen" if beats else "no worker, the last run was"
    why = f"{what} {'since' if beats else 'at'} {clock_words(seen, room.at, look.zone)}"
    hints = (*look.keys.helps(("why", "why")), ("shell:", "bellbuoy worker start"))
    return stale("jobs are", age, why, hints)
