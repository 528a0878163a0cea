"""Months of local days, and the instants at which they begin."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from core.values.instants import add_months, date_of, day_of, day_start, to_micros


def month_of(day: int) -> str:
    """`2026-12` of an epoch day."""
    return date_of(day).isoformat()[:7]


def first_of_month(day: int) -> int:
    """The epoch day on which its month begins."""
    return day_of(date_of(day).replace(day=1))


def months_between(first_day: int, last_day: int) -> tuple[str, ...]:
    """The months from that of one epoch day to that of another, both included."""
    month, last = date_of(first_of_month(first_day)), date_of(last_day)
    found: list[str] = []
    while month <= last:
        found.append(month.isoformat()[:7])
        month = add_months(month, 1)
    return tuple(found)


def month_starts(months: tuple[str, ...], zone: ZoneInfo) -> list[int]:
    """The first instant of each month in a zone, in microseconds since 1970."""
    return [to_micros(day_start(day_of(date.fromisoformat(f"{m}-01")), zone)) for m in months]
