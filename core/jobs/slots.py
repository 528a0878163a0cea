"""Slots: the instants that a cron line names in a time zone.

A line for every hour follows elapsed time: it fires in both hours of a day that
repeats one, and has none to fire in when an hour is left out. A line for named hours
fires once a day: the first time where a local time comes twice, and as much
later where it does not exist (02:30 is 03:30 on that day), so that no change of
the clock swallows or doubles a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.jobs.cron import Cron

_DAY = timedelta(days=1)
_YEARS = timedelta(days=366 * 9)
"""29 February comes after eight years at the latest, around 2100."""


def next_slot(cron: Cron, tz: ZoneInfo, after: datetime) -> datetime | None:
    """The first slot later than `after`; None where none comes within nine years."""
    day = after.astimezone(tz).date() - _DAY
    end = day + _YEARS
    while day < end:
        if cron.on(day):
            later = [slot for slot in _around(cron, tz, day) if slot > after]
            if later:
                return min(later)
        day += _DAY
    return None


def last_slot(cron: Cron, tz: ZoneInfo, now: datetime) -> datetime | None:
    """The newest slot up to `now`; None where none came within nine years."""
    day = now.astimezone(tz).date() + _DAY
    end = day - _YEARS
    while day > end:
        if cron.on(day):
            earlier = [slot for slot in _around(cron, tz, day) if slot <= now]
            if earlier:
                return max(earlier)
        day -= _DAY
    return None


def count_slots(cron: Cron, tz: ZoneInfo, after: datetime, until: datetime) -> int:
    """How many slots lie in (after, until]."""
    if until <= after:
        return 0
    day = after.astimezone(tz).date() - _DAY
    last = until.astimezone(tz).date() + _DAY
    sure_from, sure_to = day + 3 * _DAY, last - 3 * _DAY
    whole = 0
    found: set[datetime] = set()
    while day <= last:
        if cron.on(day):
            if sure_from <= day <= sure_to and _even(day, tz):
                whole += len(cron.hours) * len(cron.minutes)
            else:
                found.update(slot for slot in slots_of(cron, tz, day) if after < slot <= until)
        day += _DAY
    return whole + len(found)


@lru_cache(maxsize=256)
def slots_of(cron: Cron, tz: ZoneInfo, day: date) -> frozenset[datetime]:
    """The slots of the local times of one day."""
    if not cron.on(day):
        return frozenset()
    found: set[datetime] = set()
    for hour in cron.hours:
        for minute in cron.minutes:
            local = datetime.combine(day, time(hour, minute))
            if cron.every_hour:
                found |= _both(local, tz)
            else:
                found.add(local.replace(tzinfo=tz, fold=0).astimezone(UTC))
    return frozenset(found)


def _around(cron: Cron, tz: ZoneInfo, day: date) -> Iterable[datetime]:
    """Slots of a day and its neighbours: a clock change at midnight may move one
    past those of the day behind it."""
    if _even(day, tz):
        return slots_of(cron, tz, day)
    return {slot for near in (day - _DAY, day, day + _DAY) for slot in slots_of(cron, tz, near)}


def _both(local: datetime, tz: ZoneInfo) -> set[datetime]:
    """Every instant at which clocks show a local time: one, two, or none."""
    found = {local.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return {slot for slot in found if slot.astimezone(tz).replace(tzinfo=None) == local}


@lru_cache(maxsize=1024)
def _even(day: date, tz: ZoneInfo) -> bool:
    """Whether a day and the nights around it keep one distance to UTC."""
    ends = (day - _DAY, day, day + _DAY, day + 2 * _DAY)
    return len({datetime.combine(end, time(), tz).utcoffset() for end in ends}) == 1
