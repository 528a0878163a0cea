"""Lengths of time as people write them: `90s`, `15min`, `2h`, `3d`, `1w`."""

from __future__ import annotations

import re

from core.values.errors import UsageError

_LENGTH = re.compile(r"(\d{1,9})(s|min|h|d|w)", re.ASCII)
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "min": 60, "s": 1}


def is_length(text: str) -> bool:
    """Whether `seconds_of` reads it."""
    return _LENGTH.fullmatch(text) is not None


def seconds_of(text: str) -> int:
    """A length in whole seconds. Raises UsageError for what is none."""
    found = _LENGTH.fullmatch(text)
    if not found:
        raise UsageError(f"“{text}” is no span of time", "write 90s, 15min, 2h, 3d or 1w")
    return int(found[1]) * _SECONDS[found[2]]


def length_text(seconds: int) -> str:
    """What `seconds_of` reads, in the largest unit that holds it in whole."""
    if not seconds:
        return "0s"
    unit = next(unit for unit, size in _SECONDS.items() if seconds % size == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def left_words(seconds: int) -> str:
    """What is left until something begins, a minute that has begun as a whole one: `29m`,
    `1h 05m`, `3d 04h`, `40s`."""
    if seconds < 60:
        return f"{max(0, seconds)}s"
    days, rest = divmod(-(-seconds // 60), 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days}d {hours:02}h"
    return f"{hours}h {minutes:02}m" if hours else f"{minutes}m"
