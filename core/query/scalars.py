"""Numbers, amounts, spans and dates as they are written (SCREENS 3).

Each reader answers None for text that is not of its kind at all; the caller
knows the field and says what would fit.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from core.query.errors import QueryError, quoted
from core.query.types import Amount, Date, Day, Minute, Month, Now, Number, Span, Today, Unit
from core.values.errors import RowError
from core.values.instants import day_of, parse_day

MAX_NUMBER = 10**15
MAX_DECIMALS = 12
_MAX_YEARS = 100
_FIRST_YEAR, _LAST_YEAR = 1000, 9998
_NUMBER = re.compile(r"(-?\d{1,18}(?:\.\d{1,12})?)([km]?)(%?)", re.ASCII | re.IGNORECASE)
_AMOUNT = re.compile(r"(.+?)(?:\.([a-z]{3}))?", re.ASCII | re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,9})(min|mo|h|d|w|y)", re.ASCII | re.IGNORECASE)
_TODAY = re.compile(r"today(?:-(\d{1,9})d)?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d))?)?", re.ASCII | re.IGNORECASE)
_SUFFIX = {"": 0, "k": 3, "m": 6}
_A_YEAR: dict[Unit, int] = {
    "min": 366 * 1440,
    "h": 366 * 24,
    "d": 366,
    "w": 53,
    "mo": 12,
    "y": 1,
}
_UNITS: dict[str, Unit] = {unit: unit for unit in _A_YEAR}


def read_number(text: str, at: int, *, share: bool = False) -> Number | None:
    """`40`, `-2.5`, `1.5k`, and `60%` where the field is a share."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    digits, suffix, percent = found.groups()
    if percent and not share:
        raise QueryError(f"{quoted(text)} is a share, the field is not", at, "leave out `%`")
    return Number(_exact(digits, _SUFFIX[suffix.lower()] - (2 if percent else 0), text, at))


def read_amount(text: str, at: int) -> Amount | None:
    """`5000`, `5k`, `5k.eur`, `12.50.usd`: major units, a currency code after a dot."""
    found = _AMOUNT.fullmatch(text)
    number = _NUMBER.fullmatch(found[1]) if found else None
    if not found or not number or number[3]:
        return None
    currency = found[2].upper() if found[2] else None
    return Amount(_exact(number[1], _SUFFIX[number[2].lower()], text, at), currency)


def _exact(digits: str, power: int, text: str, at: int) -> Decimal:
    value = Decimal(digits).scaleb(power)
    if abs(value) >= MAX_NUMBER:
        raise QueryError(f"{quoted(text)} is too large", at)
    if -int(value.as_tuple().exponent) > MAX_DECIMALS:
        raise QueryError(f"{quoted(text)} has too many decimals", at, f"{MAX_DECIMALS} at most")
    return value


def read_span(text: str, at: int) -> Span | None:
    """`30d`, `90min`, `6mo`: at most a hundred years."""
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    count, unit = int(found[1]), _UNITS[found[2].lower()]
    if count > _MAX_YEARS * _A_YEAR[unit]:
        raise QueryError(f"{quoted(text)} is too long", at, f"{_MAX_YEARS} years at most")
    return Span(count, unit)


def read_date(text: str, at: int) -> Date | None:
    """`today`, `today-7d`, `now`, `2026-10`, `2026-10-31`, `2026-10-31T09:30`."""
    if text.lower() == "now":
        return Now()
    today = _TODAY.fullmatch(text)
    if today:
        back = int(today[1] or 0)
        if back > _MAX_YEARS * 366:
            raise QueryError(f"{quoted(text)} is too long", at, f"{_MAX_YEARS} years at most")
        return Today(back)
    found = _DATE.fullmatch(text)
    return _calendar_date(found, text, at) if found else None


def _calendar_date(found: re.Match[str], text: str, at: int) -> Date:
    year, month = int(found[1]), int(found[2])
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12):
        raise QueryError(f"there is no month {quoted(text[:7])}", at)
    if found[3] is None:
        return Month(year, month)
    try:
        day = parse_day(text[:10])
    except RowError:
        raise QueryError(f"there is no day {quoted(text[:10])}", at) from None
    if found[4] is None:
        return Day(day)
    hour, minute = int(found[4]), int(found[5])
    if hour > 23 or minute > 59:
        raise QueryError(f"there is no time {quoted(text[11:])}", at)
    return Minute(day, hour * 60 + minute)


def month_days(month: Month) -> tuple[int, int]:
    """The first and the last epoch day of a month."""
    first = date(month.year, month.month, 1)
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return day_of(first), day_of(following) - 1
