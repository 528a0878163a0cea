"""When a run begins that does not begin at once."""

from __future__ import annotations

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from core.values.errors import RowError, UsageError
from core.values.instants import from_local
from core.values.lengths import is_length, seconds_of

MOST_WAIT_S = 30 * 86_400
_MINUTES = re.compile(r"[0-9]{1,6}m?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_HINT = "write 30m, 2h, 14:30, or 2026-11-22T14:30"


def wait_s(text: str, present: datetime, tz: ZoneInfo) -> int:
    """Seconds from the store's present until a run begins: from a length (`30m`, `+2h`, or
    minutes), a time of today (`14:30`), a day, or a moment, in the zone of the store where
    it names none. Empty: 0. Raises UsageError for a moment that has passed, as nothing is
    dated back, and for one too far ahead."""
    plain = text.strip().removeprefix("+")
    if not plain:
        return 0
    found = _length(plain)
    if found is None:
        found = int((_moment(plain, present, tz) - present).total_seconds())
    if found < 0:
        raise UsageError(f"{plain} has passed: nothing is dated back", "write +30m")
    if found > MOST_WAIT_S:
        raise UsageError("a run begins within 30 days", _HINT)
    return found


def _length(plain: str) -> int | None:
    if _MINUTES.fullmatch(plain):
        return int(plain.removesuffix("m")) * 60
    return seconds_of(plain) if is_length(plain) else None


def _moment(plain: str, present: datetime, tz: ZoneInfo) -> datetime:
    try:
        if _CLOCK.fullmatch(plain):
            naive = datetime.combine(present.astimezone(tz).date(), time.fromisoformat(plain))
        else:
            naive = datetime.fromisoformat(plain)
        return from_local(naive, tz) if naive.tzinfo is None else naive
    except (RowError, ValueError):
        raise UsageError(f"“{plain}” is no moment at which a run begins", _HINT) from None
