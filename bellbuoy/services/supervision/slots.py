"""The slots of a cron line, for an alarm clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from core.jobs.cron import parse_cron
from core.jobs.slots import next_slot


def slot_after(every: str, tz: ZoneInfo, after: datetime) -> datetime | None:
    """The first slot later than `after`; None where none comes within nine years.
    Raises UsageError for a line that cannot be read."""
    return next_slot(parse_cron(every), tz, after)
