"""Cron lines: minute, hour, day of month, month, day of week.

As in Vixie's cron: `*`, numbers, lists, ranges, steps, names of months and days,
0 and 7 for Sunday. Where both days are restricted, either is enough. `@hourly`,
`@daily`, `@weekly` and `@monthly` are short for their lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.values.errors import UsageError

_SHORT = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PART = re.compile(r"(\*|[a-z]+|\d{1,2})(?:-([a-z]+|\d{1,2}))?(?:/(\d{1,2}))?", re.ASCII)
_HINT = "minute hour day month weekday: */10 * * * *, or 20 3 * * mon-fri"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    first: int = 0


_FIELDS = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day", 1, 31),
    Field("month", 1, 12, _MONTHS, 1),
    Field("weekday", 0, 7, _DAYS),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """A line that was read. `minutes` and `hours` ascend; weekdays count from
    Sunday, 0..6; None for a day that is not restricted."""

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int] | None
    months: frozenset[int]
    weekdays: frozenset[int] | None

    @property
    def every_hour(self) -> bool:
        return len(self.hours) == 24

    def on(self, day: date) -> bool:
        """Whether it fires on a day at all."""
        if day.month not in self.months:
            return False
        by_day = self.days is not None and day.day in self.days
        by_weekday = self.weekdays is not None and day.isoweekday() % 7 in self.weekdays
        if self.days is None and self.weekdays is None:
            return True
        return by_day or by_weekday


@lru_cache(maxsize=256)
def parse_cron(line: str) -> Cron:
    """Read a line. Raises UsageError for one that cannot be read, or that names
    only days which no month has."""
    text = " ".join(line.lower().split())
    parts = _SHORT.get(text, text).split(" ")
    if len(parts) != len(_FIELDS):
        raise UsageError(f"“{line}” is no cron line: it takes five fields", _HINT)
    minutes, hours, days, months, weekdays = (
        _values(part, field, line) for part, field in zip(parts, _FIELDS, strict=True)
    )
    if parts[4] == "*" and all(min(days) > _LONGEST[month - 1] for month in months):
        raise UsageError(f"“{line}” never comes: no such month has that day", _HINT)
    return Cron(
        text=" ".join(parts),
        minutes=tuple(sorted(minutes)),
        hours=tuple(sorted(hours)),
        days=None if parts[2] == "*" else frozenset(days),
        months=frozenset(months),
        weekdays=None if parts[4] == "*" else frozenset(day % 7 for day in weekdays),
    )


def _values(text: str, field: Field, line: str) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise UsageError(f"“{line}”: “{part}” is no {field.name}", _HINT)
        found |= _range(match, field, line)
    return found


def _range(match: re.Match[str], field: Field, line: str) -> set[int]:
    low, high, step = match[1], match[2], int(match[3] or 1)
    if low == "*":
        first, last = field.low, field.high
        if high is not None:
            raise UsageError(f"“{line}”: “{match[0]}” is no {field.name}", _HINT)
    else:
        first = _number(low, field, line)
        # `5/15` counts on from 5, as cron does.
        last = field.high if match[3] and high is None else first
        last = last if high is None else _number(high, field, line)
    if step == 0 or last < first:
        raise UsageError(f"“{line}”: “{match[0]}” is no {field.name}", _HINT)
    return set(range(first, last + 1, step))


def _number(word: str, field: Field, line: str) -> int:
    if word.isdigit():
        number = int(word)
    elif word[:3] in field.names and len(word) >= 3:
        number = field.names.index(word[:3]) + field.first
    else:
        number = -1
    if not field.low <= number <= field.high:
        raise UsageError(
            f"“{line}”: {field.name} “{word}” is not within {field.low} to {field.high}", _HINT
        )
    return number
