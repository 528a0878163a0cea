"""What a value covers: the first and last day, microsecond or minor unit.

A day covers all its microseconds, a month all its days, a plain number itself.
An amount that lies between two minor units covers nothing: its first is above
its last, and comparisons with either end are exact.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.query.context import QueryContext
from core.query.errors import QueryError
from core.query.fields import Field
from core.query.scalars import month_days
from core.query.types import (
    Amount,
    Date,
    Day,
    Minute,
    Month,
    Now,
    Number,
    Scalar,
    Span,
    Today,
    Word,
)
from core.values.errors import RowError
from core.values.instants import (
    add_months,
    date_of,
    day_end,
    day_of,
    day_start,
    from_local,
    to_micros,
)
from core.values.money import exponent

_LARGEST = 2**63 - 1
_MINUTE = timedelta(minutes=1)


class Cover(NamedTuple):
    """First and last covered value, both included."""

    first: int | float
    last: int | float


def cover(value: Scalar, field: Field, context: QueryContext) -> Cover:
    """What `value` covers in the unit in which the field is stored."""
    match value:
        case Number():
            number = int(value.value) if value.value % 1 == 0 else float(value.value)
            return Cover(number, number)
        case Amount():
            return _amount(value, field, context)
        case Span():
            return _span(value, field, context)
        case Word():
            raise TypeError(f"{field.name}: a word covers nothing")
        case _ if field.type == "day":
            return Cover(*_days(value, context))
        case _:
            first, last = instants(value, context)
            return Cover(to_micros(first), to_micros(last))


def instants(value: Date, context: QueryContext, at: int = 1) -> tuple[datetime, datetime]:
    """The first and last instant of a date, in UTC. Raises QueryError at column
    `at` for a local time that never occurs."""
    if isinstance(value, Now):
        return context.now, context.now
    if isinstance(value, Minute):
        start = minute_start(value, context.zone, at)
        return start, start + _MINUTE - timedelta(microseconds=1)
    first, last = _days(value, context)
    return day_start(first, context.zone), day_end(last, context.zone)


def minute_start(value: Minute, zone: ZoneInfo, at: int = 1) -> datetime:
    """A local time as an instant. Raises QueryError for one that never occurs."""
    hour, minute = divmod(value.minute, 60)
    try:
        return from_local(datetime.combine(date_of(value.day), time(hour, minute)), zone)
    except RowError as error:
        raise QueryError(error.reason, at) from None


def _days(value: Date, context: QueryContext) -> tuple[int, int]:
    if isinstance(value, Month):
        return month_days(value)
    if isinstance(value, Day | Minute):
        return value.day, value.day
    day = context.today - (value.back if isinstance(value, Today) else 0)
    return day, day


def _amount(value: Amount, field: Field, context: QueryContext) -> Cover:
    places = exponent(value.currency or context.base_currency)
    minor = Fraction(value.value) * 10**places * field.per
    return Cover(_clamped(ceil(minor)), _clamped(floor(minor)))


def _clamped(minor: int) -> int:
    """No stored amount comes near the largest whole number of a database."""
    return max(-_LARGEST, min(_LARGEST, minor))


def _span(value: Span, field: Field, context: QueryContext) -> Cover:
    """The moment that lies a span ahead, or back: an instant for hours and
    minutes, else a whole local day."""
    sign = 1 if field.future else -1
    if value.unit in ("min", "h"):
        minutes = value.count * (60 if value.unit == "h" else 1)
        moment = to_micros(context.now.astimezone(UTC) + sign * minutes * _MINUTE)
        return Cover(moment, moment)
    day = shifted(context.today, sign * value.count, value)
    if field.type == "day":
        return Cover(day, day)
    zone = context.zone
    return Cover(to_micros(day_start(day, zone)), to_micros(day_end(day, zone)))


def shifted(day: int, count: int, span: Span) -> int:
    """The day `count` units of the span away; months clamp to their last day."""
    if span.unit in ("d", "w"):
        return day + count * (7 if span.unit == "w" else 1)
    return day_of(add_months(date_of(day), count * (12 if span.unit == "y" else 1)))
