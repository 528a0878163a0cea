"""Readers of argument values: text in, a checked value out, or UsageError."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from core.values.errors import RowError, UsageError
from core.values.instants import parse_day
from core.values.lengths import is_length, seconds_of

_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,3})?", re.ASCII)


def whole(raw: str) -> int:
    """A whole number, also a negative one."""
    if not _WHOLE.fullmatch(raw):
        raise UsageError(f"“{raw}” is no whole number")
    return int(raw)


def count(raw: str) -> int:
    """A whole number above 0."""
    number = whole(raw)
    if number < 1:
        raise UsageError(f"{number} is below 1")
    return number


def limit(raw: str) -> int | str:
    """A number of rows, or the word `all`."""
    return raw if raw == "all" else count(raw)


def span(raw: str) -> int:
    """A length of time in whole seconds: `90s`, `15min`, `2h`, `3d`, `1w`."""
    return seconds_of(raw)


def since(raw: str) -> datetime:
    """The moment from which on: a span before now (`2h`), a day, or an RFC 3339 time
    (UTC where it names no zone)."""
    if is_length(raw):
        return datetime.now(UTC) - timedelta(seconds=span(raw))
    try:
        found = datetime.fromisoformat(raw)
    except ValueError:
        raise UsageError(
            f"“{raw}” is no span and no time", "write 15min, 2h, 2024-06-30 or 2024-06-30T14:00"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def seconds(raw: str) -> float:
    """A time limit in seconds, above 0: `30`, `0.5`, or a span (`2min`)."""
    length = float(raw) if _DECIMAL.fullmatch(raw) else float(span(raw))
    if length <= 0:
        raise UsageError("a time limit is above 0")
    return length


def day(raw: str) -> int:
    """A local day, as its epoch day: `2024-06-30`."""
    try:
        return parse_day(raw)
    except RowError as fault:
        raise UsageError(fault.reason) from None


def filled(raw: str) -> str:
    """Text that is not empty: an unset shell variable is no choice."""
    if not raw.strip():
        raise UsageError("the value is empty")
    return raw


def names(raw: str) -> tuple[str, ...]:
    """Names between commas: `name,mrr,health`."""
    found = tuple(name.strip() for name in raw.split(","))
    if not all(found):
        raise UsageError(f"“{raw}” has an empty name")
    return found
