"""Whole columns of instants in UTC (`2024-03-01T09:00:00Z`) as microseconds.

A file speaks of few hours, and an hour has 3,600 seconds: what an hour and what
a second in it add is kept, and a cell is two look-ups and a sum.
"""

from __future__ import annotations

import re
from typing import Any

from core.integrations.bulk import Bulk, instants
from core.integrations.times import Calendar
from core.values.errors import RowError
from core.values.instants import parse_day, to_micros

_HOUR = re.compile(r"(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3])", re.ASCII)
_REST = re.compile(r":([0-5]\d):([0-5]\d)Z", re.ASCII)
_HOUR_US = 3_600_000_000
_CUT = 13
# Some ten years of hours.
_MOST = 100_000


class _Hours(dict[str, int]):
    """`2024-03-01T09` to the microseconds before it. Raises KeyError."""

    def __missing__(self, text: str) -> int:
        match = _HOUR.fullmatch(text)
        try:
            day = -1 if match is None else parse_day(match[1])
        except RowError:
            day = -1
        if match is None or day < 0:
            raise KeyError(text)
        if len(self) >= _MOST:
            self.clear()
        found = self[text] = (day * 24 + int(match[2])) * _HOUR_US
        return found


class _Rests(dict[str, int]):
    """`:12:30Z` to the microseconds of the hour before it. Raises KeyError."""

    def __missing__(self, text: str) -> int:
        match = _REST.fullmatch(text)
        if match is None:
            raise KeyError(text)
        found = self[text] = (int(match[1]) * 60 + int(match[2])) * 1_000_000
        return found


def micros_of(calendar: Calendar) -> Bulk:
    """What reads a column of instants as microseconds since 1970; None when a
    cell is not plain UTC, or not in the range that a fact may have."""
    hours, rests = _Hours(), _Rests()
    latest = calendar.latest
    latest_us = to_micros(latest)

    def read(cells: list[Any]) -> list[Any] | None:
        try:
            found = [hours[cell[:_CUT]] + rests[cell[_CUT:]] for cell in cells]
        except (KeyError, TypeError):
            exact = instants(cells, latest)
            return None if exact is None else list(map(to_micros, exact))
        return found if max(found, default=0) <= latest_us else None

    return read
