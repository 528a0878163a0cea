"""Quiet hours and maintenance: until when a delivery is held back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.values.errors import UsageError
from core.values.instants import day_of, day_start

_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Minutes of the local day, 0 to 1439, from which and up to which it is quiet;
    an end that is not behind the start lies on the next day."""

    start: int
    end: int


def read_hours(text: str) -> QuietHours | None:
    """`22:00-07:00`, or `off`. Raises UsageError."""
    if text.strip() in ("", "off"):
        return None
    found = _HOURS.fullmatch(text.strip())
    parts = [int(part) for part in found.groups()] if found else []
    if not parts or max(parts[0], parts[2]) > 23 or max(parts[1], parts[3]) > 59:
        raise UsageError(f"“{text}” are no hours", "write 22:00-07:00, or off")
    hours = QuietHours(parts[0] * 60 + parts[1], parts[2] * 60 + parts[3])
    if hours.start == hours.end:
        raise UsageError("quiet hours begin and end at different times")
    return hours


def hours_text(hours: QuietHours | None) -> str:
    """What `read_hours` reads."""
    if hours is None:
        return "off"
    ends = [f"{minute // 60:02}:{minute % 60:02}" for minute in (hours.start, hours.end)]
    return "-".join(ends)


def held_until(
    now: datetime,
    hours: QuietHours | None,
    windows: Sequence[tuple[datetime, datetime]],
    tz: ZoneInfo,
) -> datetime | None:
    """When what would be delivered `now` may go out; None: at once.

    Where one quiet time runs into the next, the end of the last counts. A time of
    day that a clock change skips is the instant of the change; of one that comes
    twice, the first begins and the last ends the quiet, so that it is never
    shortened.
    """
    at = now
    while True:
        ends = [end for start, end in windows if start <= at < end]
        if hours is not None:
            ends += [end for start, end in _nights(at, hours, tz) if start <= at < end]
        if not ends:
            return None if at == now else at
        at = max(ends)
        if at - now > timedelta(days=366):
            return at


def _nights(at: datetime, hours: QuietHours, tz: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The quiet times that may hold an instant: that of its local day and the last."""
    today = at.astimezone(tz).date()
    later = 1 if hours.end <= hours.start else 0
    found = []
    for day in (today - timedelta(days=1), today):
        end_day = day + timedelta(days=later)
        found.append(
            (instant_of(day, hours.start, tz, 0), instant_of(end_day, hours.end, tz, 1))
        )
    return found


def instant_of(day: date, minute: int, tz: ZoneInfo, fold: int) -> datetime:
    """A local time of day as an instant; a skipped one is the clock change itself."""
    if minute == 0:
        return day_start(day_of(day), tz)
    naive = datetime.combine(day, time(minute // 60, minute % 60))
    first, last = (naive.replace(tzinfo=tz, fold=each).timestamp() for each in (0, 1))
    # In a gap fold 1 lands before the change and fold 0 behind it.
    stamp = (first, last)[fold] if first <= last else _change(last, first, tz)
    return datetime.fromtimestamp(stamp, tz=tz).astimezone(_UTC)


def _change(before: float, after: float, tz: ZoneInfo) -> float:
    """The second between two instants at which the offset of a zone changes."""
    low, high = int(before), int(after)
    offset = datetime.fromtimestamp(low, tz=tz).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, tz=tz).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return float(high)


_UTC = ZoneInfo("UTC")
