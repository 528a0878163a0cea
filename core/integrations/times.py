"""Reading times, days and durations of foreign files (DEFINITIONS 1.2, 1.7).

What is understood without a `format`: a day (`2024-03-01`), and a time in the
forms of RFC 3339 and ISO 8601 with a full date and at least hours and minutes
(`2024-03-01T09:00:00Z`, `2024-03-01 09:00`). Digits beyond the microsecond are
dropped: the store keeps microseconds.

Codes: `time.syntax`, `time.naive`, `time.nonexistent`, `time.range` (before 1970, or
beyond the calendar), `time.future`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from core.integrations.cells import BLANKS, Parser, number
from core.integrations.records import shown
from core.values.errors import RowError
from core.values.instants import EPOCH, day_start, from_local, local_day, parse_day

SKEW = timedelta(minutes=5)
UNITS = {"s": 10**6, "min": 60 * 10**6, "h": 3600 * 10**6, "day": 86400 * 10**6}
# What a strptime pattern may hold: nothing that depends on the machine's language
# but month names, which Python knows in English unless told otherwise.
DIRECTIVES = frozenset("YymdbBjHIMSfpz%")
_TIME_DIRECTIVES = ("%H", "%I", "%M", "%S", "%f", "%p")
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?"
    r"(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?",
    re.ASCII,
)
_EPOCH_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?", re.ASCII)
_CACHED = 8192
# No time needs more characters; a cache must not keep what does.
_LONGEST = 100

# A day as a number (a date without a time), or a moment, naive or aware.
Moment = int | datetime
Reader = Callable[[Any], Moment]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What times are read against: the zone of naive times (None: they are
    refused), the store's zone, and when the row was recorded."""

    source: ZoneInfo | None
    store: ZoneInfo
    recorded_at: datetime

    @property
    def latest(self) -> datetime:
        """Facts may not be later than this."""
        return self.recorded_at.astimezone(UTC) + SKEW


def instant(pattern: str | None, calendar: Calendar) -> Parser:
    """A moment that has happened, in UTC; a day alone is its start in the source's zone."""
    read = reader(pattern)
    latest = calendar.latest

    @lru_cache(maxsize=_CACHED)
    def start_of(day: int) -> datetime:
        return checked(_start_of(day, calendar.source), latest)

    def parse(value: Any) -> datetime:
        moment = read(value)
        if type(moment) is int:
            return start_of(moment)
        assert isinstance(moment, datetime)
        return checked(to_utc(moment, calendar.source), latest)

    return parse


def day(pattern: str | None, calendar: Calendar, *, past: bool = False) -> Parser:
    """A local day of the store; a moment counts in the day in which it falls
    there. `past` refuses a day that has not begun."""
    read = reader(pattern)
    last = local_day(calendar.latest, calendar.store)

    @lru_cache(maxsize=_CACHED)
    def parse(value: Any) -> int:
        moment = read(value)
        if isinstance(moment, datetime):
            moment = _day_in(to_utc(moment, calendar.source), calendar.store)
        if moment < 0:
            raise RowError("time.range", f"{shown(value)} is before 1970")
        if past and moment > last:
            raise RowError("time.future", f"{shown(value)} is in the future")
        return moment

    def hashable(value: Any) -> int:
        if not isinstance(value, str | int | Decimal) or _too_long(value):
            raise RowError("time.syntax", f"{shown(value)} is no day")
        return parse(value)

    return hashable


def duration(field: str, unit: str) -> Callable[[Any], timedelta]:
    """A length of time in `unit` (of UNITS), 0 or more."""
    read = number(field)
    micros = UNITS[unit]

    def parse(value: Any) -> timedelta:
        amount = read(value)
        if amount < 0:
            raise RowError("range.negative", f"{shown(value)} is below 0")
        try:
            return timedelta(microseconds=int(amount * micros))
        except OverflowError:
            raise RowError("time.range", f"{shown(value)} {unit} is too long") from None

    return parse


def checked(moment: datetime, latest: datetime) -> datetime:
    """A UTC moment inside the range that a fact may have."""
    if moment < EPOCH:
        raise RowError("time.range", f"{moment:%Y-%m-%d} is before 1970")
    if moment > latest:
        raise RowError("time.future", f"{moment.isoformat()} is in the future")
    return moment


def to_utc(moment: datetime, source: ZoneInfo | None) -> datetime:
    """A moment in UTC; a naive one is read in the source's zone."""
    try:
        if moment.tzinfo is UTC:
            return moment
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        if source is None:
            raise RowError(
                "time.naive", f"{moment} has no offset, and no time zone is declared"
            )
        if source.key == "UTC":
            return moment.replace(tzinfo=UTC)
        return from_local(moment, source)
    except OverflowError:
        raise RowError("time.range", f"{moment} is beyond the calendar") from None


def reader(pattern: str | None) -> Reader:
    """How cells of a column become moments: by `epoch`, `epoch_ms`, a strptime
    pattern, or (None) the forms that need no pattern."""
    if pattern is None:
        return _iso
    if pattern in ("epoch", "epoch_ms"):
        return _epoch(1000 if pattern == "epoch_ms" else 1)
    return _by_pattern(pattern)


def _iso(value: Any) -> Moment:
    if type(value) is not str:
        raise RowError("time.syntax", f"{shown(value)} is no time")
    if len(value) == 10:
        return parse_day(value)
    if not _INSTANT.fullmatch(value):
        trimmed = value.strip(BLANKS).upper()
        if len(trimmed) == 10:
            return parse_day(trimmed)
        if not _INSTANT.fullmatch(trimmed):
            raise RowError("time.syntax", f"{shown(value)} is no time")
        value = trimmed
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise RowError("time.syntax", f"there is no time {shown(value)}") from None


def _epoch(per_second: int) -> Reader:
    def read(value: Any) -> datetime:
        text = "" if isinstance(value, bool) else str(value).strip(BLANKS)
        if not _EPOCH_NUMBER.fullmatch(text):
            raise RowError("time.syntax", f"{shown(value)} is no count since 1970")
        try:
            return EPOCH + timedelta(microseconds=int(Decimal(text) * 10**6 / per_second))
        except OverflowError:
            raise RowError("time.range", f"{shown(value)} is beyond the calendar") from None

    return read


def _by_pattern(pattern: str) -> Reader:
    has_time = any(part in pattern for part in _TIME_DIRECTIVES)

    @lru_cache(maxsize=_CACHED)
    def known(text: str) -> Moment:
        try:
            found = datetime.strptime(text, pattern)  # noqa: DTZ007 - naive times get the source's zone
        except (ValueError, OverflowError):
            raise RowError("time.syntax", f"{shown(text)} is no time like {pattern}") from None
        return found if has_time else parse_day(f"{found:%Y-%m-%d}")

    def read(value: Any) -> Moment:
        if not isinstance(value, str | int | Decimal) or _too_long(value):
            raise RowError("time.syntax", f"{shown(value)} is no time")
        return known(str(value).strip(BLANKS))

    return read


def _too_long(value: str | int | Decimal) -> bool:
    return isinstance(value, str) and len(value) > _LONGEST


def _start_of(number_of_day: int, source: ZoneInfo | None) -> datetime:
    if source is None:
        reason = "a day alone has no offset, and no time zone is declared"
        raise RowError("time.naive", reason)
    try:
        start = day_start(number_of_day, source)
        skipped = local_day(start, source) != number_of_day
    except OverflowError:
        raise RowError("time.range", "beyond the calendar") from None
    if skipped:
        raise RowError("time.nonexistent", f"that day does not occur in {source.key}")
    return start


def _day_in(moment: datetime, tz: ZoneInfo) -> int:
    try:
        return local_day(moment, tz)
    except OverflowError:
        raise RowError("time.range", f"{moment} is beyond the calendar") from None
