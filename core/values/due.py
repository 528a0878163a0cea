"""Days as people write them: `tomorrow`, `fri`, `7d`, `2026-03-20`."""

from __future__ import annotations

import re

from core.values.errors import RowError, UsageError
from core.values.instants import date_of, day_text, parse_day

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d{1,4})(d|w|mo)", re.ASCII)
_DAYS = {"d": 1, "w": 7, "mo": 30}
FURTHEST = 3_660


def day_written(text: str, today: int) -> int:
    """The local epoch day that a text means, counted from `today`. A weekday is the
    next one after today; a month is 30 days. Raises UsageError."""
    word = text.strip().lower()
    if word in ("today", "tomorrow"):
        return today + (word == "tomorrow")
    if word[:3] in _WEEKDAYS and len(word) >= 3 and _spelled(word):
        ahead = (_WEEKDAYS.index(word[:3]) - date_of(today).weekday()) % 7
        return today + (ahead or 7)
    if found := _SPAN.fullmatch(word):
        return _near(text, today + int(found[1]) * _DAYS[found[2]], today)
    try:
        return _near(text, parse_day(word), today)
    except RowError:
        raise UsageError(
            f"“{text}” is no day", "write today, tomorrow, fri, 3d, 2w or 2026-03-20"
        ) from None


def _spelled(word: str) -> bool:
    full = "monday tuesday wednesday thursday friday saturday sunday".split()
    return any(each.startswith(word) for each in full)


def _near(text: str, day: int, today: int) -> int:
    if abs(day - today) > FURTHEST:
        raise UsageError(f"“{text}” is more than ten years away")
    return day


def day_words(day: int, today: int) -> str:
    """How a day is told: `today`, `tomorrow`, `3 d late`, `Fri 2026-03-20`."""
    if day < today:
        return f"{today - day} d late"
    if day <= today + 1:
        return "tomorrow" if day > today else "today"
    return f"{date_of(day):%a} {day_text(day)}"
