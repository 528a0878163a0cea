"""Counts, days and durations as panes and lists say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.values.counting import counted
from core.values.instants import day_of
from tui.charts.words import day_month
from tui.look import ScreenLook

_MINUTE = 60
_HOUR = 3600
_DAY = 86400
_LONG = 100


def span_words(span: timedelta) -> str:
    """`10 min`, `2 h 10 min`, `3 d 4 h`, `183 d`; `under a minute`."""
    days, rest = divmod(max(0, int(span.total_seconds())), _DAY)
    hours, minutes = rest // _HOUR, rest % _HOUR // _MINUTE
    if days:
        return f"{days:,} d {hours} h" if hours and days < _LONG else f"{days:,} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else "under a minute"


def span_short(span: timedelta) -> str:
    """The same for a list cell, 7 cells at most below 10,000 days: `2h 10m`, `3d 04h`."""
    days, rest = divmod(max(0, int(span.total_seconds())), _DAY)
    hours, minutes = rest // _HOUR, rest % _HOUR // _MINUTE
    if days:
        return f"{days}d {hours:02}h" if days < _LONG else f"{days:,}d"
    return f"{hours}h {minutes:02}m" if hours else f"{minutes}m"


def moment_words(instant: datetime, look: ScreenLook) -> str:
    """`14 Nov 12:25` on the viewer's clock, with the year where it is another one."""
    local = instant.astimezone(look.zone)
    same_year = local.year == look.now.astimezone(look.zone).year
    year = "" if same_year else f" {local.year}"
    return f"{day_month(day_of(local.date()))}{year} {local:%H:%M}"


def ago_words(day: int, today: int) -> str:
    """`today`, `yesterday`, `9 days ago`, `in 3 days`."""
    since = today - day
    if since < 0:
        return "tomorrow" if since == -1 else f"in {counted(-since, 'day')}"
    return ("today", "yesterday")[since] if since < 2 else f"{counted(since, 'day')} ago"


def range_words(first: int, last: int) -> str:
    """`14 Dec`, `2–14 Dec`, `28 Oct–16 Nov`: the days from `first` to `last`."""
    if first == last:
        return day_month(first)
    begin, end = day_month(first), day_month(last)
    if begin.split()[1] == end.split()[1] and last - first < 31:
        begin = begin.split()[0]
    return f"{begin}–{end}"
