"""Calendar months of local days, which are whole numbers of days since 1970."""

from __future__ import annotations

from core.values.instants import add_months, date_of, day_of, day_text


def month_of(day: int) -> int:
    """The first day of the month that a day is in."""
    return day_of(date_of(day).replace(day=1))


def month_end(day: int) -> int:
    """The last day of the month that a day is in."""
    return day_of(add_months(date_of(month_of(day)), 1)) - 1


def whole_months(day: int) -> int:
    """The last day of the newest month that has ended by the end of a day."""
    return day if month_end(day) == day else month_of(day) - 1


def months_up_to(day: int, count: int) -> list[int]:
    """The first days of `count` months, oldest first, the last with `day` in it."""
    last = date_of(month_of(day))
    return [day_of(add_months(last, -back)) for back in range(count - 1, -1, -1)]


def months_between(first: int, last: int) -> list[int]:
    """The first days of the months from that of one day to that of another; none where
    the other comes before."""
    a, b = date_of(first), date_of(last)
    count = (b.year - a.year) * 12 + b.month - a.month + 1
    return months_up_to(last, count) if count > 0 else []


def month_text(day: int) -> str:
    """The month of a day: `2024-02`."""
    return day_text(day)[:7]
