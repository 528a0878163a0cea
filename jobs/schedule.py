"""Slots of a cron line in the store's time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger


def next_slot(every: str, tz: ZoneInfo, after: datetime) -> datetime | None:
    """The first slot at or behind `after`; None for a line that never fires."""
    found: datetime | None = CronTrigger.from_crontab(every, timezone=tz).get_next_fire_time(
        None, after
    )
    return found


def last_slot(every: str, tz: ZoneInfo, now: datetime) -> datetime | None:
    """The newest slot up to `now`: the one that a late wake-up stands for.

    Looks back over growing spans, as cron triggers only look ahead.
    """
    trigger = CronTrigger.from_crontab(every, timezone=tz)
    for hours in (1, 25, 24 * 32, 24 * 366):
        slot: datetime | None = trigger.get_next_fire_time(None, now - timedelta(hours=hours))
        newest = None
        while slot is not None and slot <= now:
            newest = slot
            slot = trigger.get_next_fire_time(slot, slot + timedelta(seconds=1))
        if newest is not None:
            return newest
    return None
