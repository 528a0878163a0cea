"""A cron line in words: `10 min`, `hourly at :40`, `daily 00:20`."""

from __future__ import annotations

from itertools import pairwise

from core.jobs.cron import Cron, parse_cron

_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


def cron_words(line: str) -> str:
    """Short words for the usual lines; others as they were written."""
    cron = parse_cron(line)
    if cron.days is not None or len(cron.months) < 12:
        return cron.text
    return _of_day(cron) if cron.weekdays is None else _of_weekdays(cron)


def _of_day(cron: Cron) -> str:
    if cron.every_hour:
        step = _step(cron.minutes, 60)
        if step == 60:
            minute = cron.minutes[0]
            return f"1 h at :{minute:02}" if minute else "1 h"
        return cron.text if step is None or cron.minutes[0] else f"{step} min"
    if len(cron.minutes) > 1:
        return cron.text
    hours = _step(cron.hours, 24)
    if hours == 24:
        return f"1 d at {cron.hours[0]:02}:{cron.minutes[0]:02}"
    if hours is None or cron.hours[0]:
        return cron.text
    return f"{hours} h at :{cron.minutes[0]:02}" if cron.minutes[0] else f"{hours} h"


def _of_weekdays(cron: Cron) -> str:
    if len(cron.hours) > 1 or len(cron.minutes) > 1 or cron.weekdays is None:
        return cron.text
    days = ",".join(_DAYS[day] for day in sorted(cron.weekdays))
    return f"{days} {cron.hours[0]:02}:{cron.minutes[0]:02}"


def _step(values: tuple[int, ...], whole: int) -> int | None:
    """The even distance of values around a clock; None for uneven ones."""
    step = whole // len(values)
    even = all(b - a == step for a, b in pairwise(values))
    return step if even and step * len(values) == whole and values[0] < step else None
