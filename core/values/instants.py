"""Instants, local days and windows (DEFINITIONS 1.2).

An instant is an aware UTC `datetime`; the store keeps it as whole microseconds
since 1970. A day is a whole number too: days since 1970-01-01 in the store's
own time zone, so that shared SQL needs no date function.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.values.errors import RowError, UsageError

# A moment either way: aware, or as whole microseconds; never both in one call.
Instant = TypeVar("Instant", int, datetime)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DATE = date(1970, 1, 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def to_micros(instant: datetime) -> int:
    """Whole microseconds since 1970 of an aware instant."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def iso(instant: datetime) -> str:
    """RFC 3339 in UTC with microseconds: `2024-03-01T09:00:00.000000Z`."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises UsageError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "use an IANA name: Europe/Berlin"
        raise UsageError(f"unknown time zone “{name}”", hint) from None


def local_day(instant: datetime, tz: ZoneInfo) -> int:
    """The local day on which an instant falls."""
    return day_of(instant.astimezone(tz).date())


def day_of(value: date) -> int:
    return (value - _EPOCH_DATE).days


def date_of(day: int) -> date:
    return _EPOCH_DATE + timedelta(days=day)


def day_text(day: int) -> str:
    """`2024-06-30`"""
    return date_of(day).isoformat()


def parse_day(text: str) -> int:
    """A day written `2024-06-30`. Raises RowError `time.syntax`."""
    if not _DAY.fullmatch(text):
        raise RowError("time.syntax", f"“{text}” is no day (yyyy-mm-dd)")
    try:
        return day_of(date.fromisoformat(text))
    except ValueError:
        raise RowError("time.syntax", f"there is no day “{text}”") from None


def day_start(day: int, tz: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC.

    Where midnight does not exist (a clock change at 00:00) it is the instant
    of the change.
    """
    midnight = datetime.combine(date_of(day), time())
    instant = _utc(midnight, tz, fold=0)
    if instant.astimezone(tz).replace(tzinfo=None) == midnight:
        return instant
    return _gap_end(midnight, tz)


def _gap_end(missing: datetime, tz: ZoneInfo) -> datetime:
    """The clock change that skips the local time `missing`, to the microsecond."""
    # In a gap, fold 1 reads with the offset after the change and so lands
    # before it; fold 0 lands behind it or on it.
    before, after = _utc(missing, tz, fold=1), _utc(missing, tz, fold=0)
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(tz).replace(tzinfo=None) < missing:
            before = middle
        else:
            after = middle
    return after


def _utc(naive: datetime, tz: ZoneInfo, fold: int) -> datetime:
    return naive.replace(tzinfo=tz, fold=fold).astimezone(UTC)


def day_end(day: int, tz: ZoneInfo) -> datetime:
    """The last microsecond before the next local day begins, in UTC."""
    return day_start(day + 1, tz) - timedelta(microseconds=1)


def from_local(naive: datetime, tz: ZoneInfo) -> datetime:
    """A naive local time as an instant: the first of two, never one of none.

    Raises RowError `time.nonexistent` for a time that a clock change skips.
    """
    instant = _utc(naive, tz, fold=0)
    if instant.astimezone(tz).replace(tzinfo=None) != naive:
        raise RowError("time.nonexistent", f"{naive} does not occur in {tz.key}")
    return instant


def add_months(value: date, months: int) -> date:
    """Months later, clamped to the last day: 31 January + 1 is 28 or 29 February."""
    index = value.year * 12 + value.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(value.day, last))


def days_left_text(days: int | None) -> str:
    """`18d`, `today`, `3d ago`; empty when there is no such day."""
    if days is None:
        return ""
    if days == 0:
        return "today"
    return f"{days}d" if days > 0 else f"{-days}d ago"
