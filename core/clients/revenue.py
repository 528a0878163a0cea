"""Recurring revenue of subscriptions, and when they renew (DEFINITIONS 2.7, 3.1, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, date
from typing import Protocol

from core.clients.types import Counter
from core.health.types import Tier
from core.values.instants import add_months, date_of, day_of
from core.values.money import Money

PERIODS_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half-year": 2, "year": 1}
COUNTED = ("active", "past_due")


class Subscription(Protocol):
    """What revenue reads of a subscription; `amount_minor` is a period and seat,
    days are local, `end` the first day without it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int | None: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def period(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def trial(self) -> bool: ...


def counts_on(start: int, end: int | None, status: str, trial: bool, day: int) -> bool:
    """Whether a subscription is recurring revenue on a local day."""
    running = start <= day and (end is None or end > day)
    return running and not trial and status in COUNTED


def arr_of(
    start: int,
    end: int | None,
    amount_minor: int,
    quantity: int,
    period: str,
    status: str,
    trial: bool,
    day: int,
) -> int:
    """ARR of one subscription on a local day, in minor units; 0 if not counted.

    Raises KeyError for a period that is not in PERIODS_A_YEAR.
    """
    if not counts_on(start, end, status, trial, day):
        return 0
    return amount_minor * quantity * PERIODS_A_YEAR[period]


def arr_by_currency(subscriptions: Iterable[Subscription], day: int) -> tuple[Money, ...]:
    """ARR on a local day, one entry a currency, sorted by code.

    A currency is listed when a subscription in it counts, even at 0.
    """
    return total_by_currency(
        Money(
            arr_of(
                s.start, s.end, s.amount_minor, s.quantity, s.period, s.status, s.trial, day
            ),
            s.currency,
        )
        for s in subscriptions
        if counts_on(s.start, s.end, s.status, s.trial, day)
    )


def total_by_currency(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Sums that never mix currencies, sorted by code (DEFINITIONS 1.3)."""
    totals: dict[str, int] = {}
    for money in amounts:
        totals[money.currency] = totals.get(money.currency, 0) + money.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(totals.items()))


def revenue_at_risk(
    tiers: Mapping[Tier, Counter],
) -> tuple[tuple[Money, ...], float | None]:
    """ARR of at-risk and critical clients by currency, and its share of all ARR.

    Clients of tier `unknown` are in the whole, never in the part. The share is
    None where the whole is 0 or in more than one currency.
    """
    whole = total_by_currency(money for counter in tiers.values() for money in counter.arr)
    risky = [tiers[tier] for tier in ("at_risk", "critical") if tier in tiers]
    part = total_by_currency(money for counter in risky for money in counter.arr)
    if len(whole) != 1 or whole[0].minor == 0:
        return part, None
    return part, sum(money.minor for money in part) / whole[0].minor


def next_renewal(start: int, end: int | None, term_months: int | None, day: int) -> int | None:
    """The end of the committed term that holds a local day.

    A subscription with an end has that; an open one renews every `term_months`
    from its start: the first such day that is `day` or later. None without a
    term, and for a day beyond the year 9999.
    """
    if end is not None:
        return end
    if term_months is None or term_months < 1:
        return None
    first, today = date_of(start), date_of(day)
    months = (today.year - first.year) * 12 + today.month - first.month
    terms = max(1, months // term_months)
    ends = _months_after(first, terms * term_months)
    if ends is not None and ends < day:
        # Whole terms end earlier in this very month: the next one holds `day`.
        ends = _months_after(first, (terms + 1) * term_months)
    return ends


def _months_after(first: date, months: int) -> int | None:
    if first.year + (first.month - 1 + months) // 12 > MAXYEAR:
        return None
    return day_of(add_months(first, months))
