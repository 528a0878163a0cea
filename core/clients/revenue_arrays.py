"""ARR and renewals of many clients at once (DEFINITIONS 3.1, 3.3).

`core.clients.revenue` is the definition. It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.clients.revenue import COUNTED, PERIODS_A_YEAR
from core.values.spans import (
    MISSING,
    NEVER,
    Flags,
    Ints,
    columns_of,
    indexed,
    over_spans,
    whole,
)

SubscriptionRow = tuple[int, int | None, int, str, int, str, str, int, int | None]
"""(start, end, amount, currency, quantity, period, status, trial, term in months)"""
_LAST_MONTH = 8029 * 12 + 11
"""December 9999, in months since January 1970."""
_LONGEST_TERM = 10**6
_LARGEST = 2.0**62


@dataclass(frozen=True, slots=True)
class SubscriptionArrays:
    """m subscriptions: the index of the client, first day, first day without it
    (NEVER), ARR in minor units while it counts, the index of its currency in
    `currencies` (sorted), whether it is paid (no trial, active or past due) and
    whether it is a trial, months of a term (0: none)."""

    client: Ints
    start: Ints
    end: Ints
    arr: Ints
    currency: Ints
    paid: Flags
    trial: Flags
    term: Ints
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """ARR by client and currency: index of the client, index of the currency in
    `currencies` (sorted), minor units; sorted by client and currency, none twice."""

    client: Ints
    currency: Ints
    minor: Ints
    currencies: tuple[str, ...]


def subscription_arrays(
    client: Ints, rows: Sequence[SubscriptionRow], currencies: Iterable[str] = ()
) -> SubscriptionArrays:
    """Subscriptions as arrays; `client` holds the index of each row's client, and
    `currencies` more of them that must have an index.

    Raises KeyError for a paid subscription of an unknown period, OverflowError
    where the ARR of all together may leave 64 bits.
    """
    start, end, amount, currency, quantity, period, status, trials, term = columns_of(rows, 9)
    named = tuple(sorted({*currency, *currencies}))
    trial = whole(trials) != 0
    paid = ~trial & (_told(status, dict.fromkeys(COUNTED, 1), 0) == 1)
    known = _told(period, PERIODS_A_YEAR, -1)
    for row in np.flatnonzero(paid & (known < 0)).tolist():
        raise KeyError(period[row])
    amounts, quantities = whole(amount), whole(quantity)
    if (np.abs(amounts.astype(float) * quantities) * np.maximum(known, 0)).sum() > _LARGEST:
        raise OverflowError("ARR beyond 64 bits")
    return SubscriptionArrays(
        client=client,
        start=whole(start),
        end=whole(end, NEVER),
        arr=amounts * quantities * known,
        currency=_told(currency, {name: place for place, name in enumerate(named)}, 0),
        paid=paid,
        trial=trial,
        term=whole(term),
        currencies=named,
    )


def _told(values: Sequence[str], numbers: Mapping[str, int], other: int) -> Ints:
    """The number of each text, `other` for one that has none."""
    texts, index = indexed(values)
    return np.array([numbers.get(text, other) for text in texts], dtype=np.int64)[index]


def arr_by_client(subscriptions: SubscriptionArrays, day: int) -> Amounts:
    """ARR on a local day; a subscription of 0 names no currency."""
    s = subscriptions
    counted = s.paid & (s.start <= day) & (s.end > day) & (s.arr != 0)
    many = max(len(s.currencies), 1)
    key, which = np.unique(s.client[counted] * many + s.currency[counted], return_inverse=True)
    minor = np.zeros(len(key), dtype=np.int64)
    np.add.at(minor, which, s.arr[counted])
    return Amounts(key // many, key % many, minor, s.currencies)


def arr_over_days(
    clients: int, subscriptions: SubscriptionArrays, currency: str, days: Ints
) -> Ints:
    """(clients, days): ARR in one currency on each local day; `days` grow."""
    s = subscriptions
    wanted = s.paid.copy()
    if currency in s.currencies:
        wanted &= s.currency == s.currencies.index(currency)
    else:
        wanted[:] = False
    return over_spans(
        (clients, len(days)),
        s.client[wanted],
        np.searchsorted(days, s.start[wanted], side="left"),
        np.searchsorted(days, s.end[wanted], side="left"),
        s.arr[wanted],
    )


def renewals(clients: int, subscriptions: SubscriptionArrays, day: int) -> Ints:
    """The next renewal day of each client among the subscriptions that run and are
    no trial; MISSING without one."""
    s = subscriptions
    running = ~s.trial & (s.start <= day) & (s.end > day)
    ends = next_renewals(s.start[running], s.end[running], s.term[running], day)
    found = np.full(clients, NEVER, dtype=np.int64)
    np.minimum.at(found, s.client[running], np.where(ends == MISSING, NEVER, ends))
    return np.where(found == NEVER, MISSING, found)


def next_renewals(start: Ints, end: Ints, term: Ints, day: int) -> Ints:
    """`core.clients.revenue.next_renewal` of arrays: NEVER for no end, 0 for no
    term; MISSING for none."""
    renewing = (end == NEVER) & (term >= 1)
    found = np.where(end == NEVER, MISSING, end)
    begin, months = start[renewing], np.minimum(term[renewing], _LONGEST_TERM)
    first = begin.astype("M8[D]").astype("M8[M]").astype(np.int64)
    today = np.datetime64(day, "D").astype("M8[M]").astype(np.int64)
    terms = np.maximum(1, (today - first) // months)
    ends = _months_after(begin, first, terms * months)
    late = (ends != MISSING) & (ends < day)
    found[renewing] = np.where(late, _months_after(begin, first, (terms + 1) * months), ends)
    return found


def _months_after(day: Ints, month: Ints, months: Ints) -> Ints:
    """Days some months after `day`, which lies in `month`, clamped to the end of the
    month; MISSING beyond the year 9999."""
    there = np.minimum(month + months, _LAST_MONTH + 1)
    first = there.astype("M8[M]").astype("M8[D]").astype(np.int64)
    length = (there + 1).astype("M8[M]").astype("M8[D]").astype(np.int64) - first
    into = day - month.astype("M8[M]").astype("M8[D]").astype(np.int64)
    return np.where(there > _LAST_MONTH, MISSING, first + np.minimum(into, length - 1))
