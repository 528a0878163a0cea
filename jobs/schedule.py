"""APScheduler as the alarm clock: it tells when to look, and the store what is due.

Its triggers ask our own slots, so that a change of the clocks means the same to
the alarm and to the history. No run hangs on an alarm: the leader looks every few
seconds anyway, and a schedule that a person has changed needs no new alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from bellbuoy.services.supervision.slots import slot_after
from jobs.record import Job


class SlotTrigger(BaseTrigger):  # type: ignore[misc]
    """Fires at the slots of a cron line in the store's zone."""

    def __init__(self, every: str, tz: ZoneInfo) -> None:
        self._every, self._tz = every, tz

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        return slot_after(self._every, self._tz, previous_fire_time or now)


def alarm_clock(
    jobs: Sequence[Job], tz: ZoneInfo, ring: Callable[[], None]
) -> BackgroundScheduler:
    """A scheduler, not yet started, that rings at the shipped slots of all jobs."""
    scheduler = BackgroundScheduler(timezone=tz)
    for job in jobs:
        scheduler.add_job(
            ring,
            SlotTrigger(job.every, tz),
            id=job.id,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    return scheduler
