"""Which slot of a job is due, and which went by: settled once, told always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.jobs.cron import parse_cron
from core.jobs.slots import count_slots, last_slot
from core.jobs.types import JobMark, JobPlan

SKEW = timedelta(seconds=90)
"""So far the clocks of two machines may be apart without being called set back."""


@dataclass(frozen=True, slots=True)
class Due:
    """What to do now: run for `slot` (None: for none), write that `skipped` slots
    went by for `reason` (empty: nothing to tell), and settle all up to `settled`."""

    slot: datetime | None
    settled: datetime
    skipped: int = 0
    reason: str = ""


def due_now(
    plan: JobPlan, tz: ZoneInfo, mark: JobMark, now: datetime, *, jumped: timedelta | None
) -> Due | None:
    """What is due of a job at `now`; None when nothing is.

    A job that has never been looked at begins now: slots of the time before are
    nobody's. `jumped` is how far the clock was set ahead since the last look.
    A clock that was set back counts from there again; a slot that has been had
    is refused by the store, so none is had twice.
    """
    if mark.slot is None:
        return Due(None, now)
    if mark.paused is not None:
        return None
    if mark.slot > now:
        if mark.slot - now <= SKEW:
            return None
        back = span_words(mark.slot - now)
        return Due(None, now, 0, f"the clock was set back by {back}: slots count from here")
    cron = parse_cron(plan.every)
    newest = last_slot(cron, tz, now)
    if newest is None or newest <= mark.slot:
        return None
    number = count_slots(cron, tz, mark.slot, newest)
    why = "nobody took them" if jumped is None else f"the clock went ahead {span_words(jumped)}"
    if plan.missed == "drop" and now - newest > timedelta(seconds=plan.grace_s):
        return Due(None, newest, number, missed_words(number, newest, why, "too late to run"))
    if number == 1:
        return Due(newest, newest)
    told = missed_words(number - 1, newest, why, "one run makes up for them")
    return Due(newest, newest, number - 1, told)


def passed_by(plan: JobPlan, tz: ZoneInfo, mark: JobMark, now: datetime, when: str) -> Due:
    """What went by, `when` in words, and is not run: all slots up to now."""
    if mark.slot is None or mark.slot >= now:
        return Due(None, mark.slot or now)
    number = count_slots(parse_cron(plan.every), tz, mark.slot, now)
    slots = f"{number:,} slot{'' if number == 1 else 's'}"
    by = f" by {mark.paused_by}" if mark.paused_by else ""
    return Due(None, now, number, f"{slots} went by {when}{by}" if number else "")


def had_already(slot: datetime) -> str:
    """Why a slot is not run that the store says was had."""
    return f"the slot {_minute(slot)} was run before the clock was set back"


def retry_due(plan: JobPlan, mark: JobMark, now: datetime) -> bool:
    """Whether a failed run is to be tried again now. One that lies further ahead than
    any wait does so because the clock was set back: it is due."""
    if mark.retry is None:
        return False
    longest = timedelta(seconds=plan.backoff_cap_s * 1.25) + SKEW
    return mark.retry <= now or mark.retry - now > longest


def missed_words(number: int, newest: datetime, why: str, then: str) -> str:
    slots = "1 slot" if number == 1 else f"{number:,} slots"
    return f"{slots} up to {_minute(newest)} went by: {why}; {then}"


def span_words(span: timedelta) -> str:
    """`45 s`, `61 min`, `25 h`, `366 d`."""
    seconds = int(span.total_seconds())
    for size, unit in ((172_800, "d"), (7_200, "h"), (120, "min")):
        if seconds >= size:
            whole = {"d": 86_400, "h": 3_600, "min": 60}[unit]
            return f"{seconds // whole:,} {unit}"
    return f"{seconds} s"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z"
