from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.revenue import arr_of, next_renewal
from core.clients.revenue_arrays import (
    SubscriptionRow,
    arr_by_client,
    arr_over_days,
    next_renewals,
    subscription_arrays,
)
from core.clients.standing import ClientInput
from core.values.instants import date_of, parse_day
from core.values.spans import MISSING, NEVER
from tests.core.clients.drawn import DAY, clients
from tests.core.clients.told_arrays import ints, told_subscriptions

spans = st.tuples(
    st.integers(parse_day("1969-11-28"), parse_day("2400-01-31")),
    st.none() | st.integers(0, 30_000),
    st.none() | st.integers(0, 40) | st.integers(1, 2**62),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(spans, min_size=1, max_size=30), st.integers(parse_day("1970-01-01"), 40_000))
def test_renewals_are_those_of_one_subscription(
    rows: list[tuple[int, int | None, int | None]], day: int
) -> None:
    found = next_renewals(
        ints((start for start, _, _ in rows), 0),
        ints((None if length is None else start + length for start, length, _ in rows), NEVER),
        ints((term for _, _, term in rows), 0),
        day,
    )
    for (start, length, term), renewal in zip(rows, found.tolist(), strict=True):
        end = None if length is None else start + length
        expected = next_renewal(start, end, term, day)
        assert (None if renewal == MISSING else renewal) == expected, date_of(start)


@pytest.mark.parametrize(
    ("start", "term", "day", "expected"),
    [
        ("2024-01-31", 1, "2024-02-10", "2024-02-29"),
        ("2024-01-31", 1, "2024-02-29", "2024-02-29"),
        ("2024-01-31", 1, "2024-03-01", "2024-03-31"),
        ("9999-01-31", 12, "9999-06-01", None),
    ],
)
def test_month_ends_clamp(start: str, term: int, day: str, expected: str | None) -> None:
    one = np.array([parse_day(start)])
    found = next_renewals(one, np.array([NEVER]), np.array([term]), parse_day(day))
    assert found.tolist() == [MISSING if expected is None else parse_day(expected)]


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(clients(), min_size=1, max_size=6), first=st.integers(DAY - 40, DAY))
def test_arr_over_days_is_that_of_each_day(rows: list[ClientInput], first: int) -> None:
    days = np.arange(first, first + 30)
    found = arr_over_days(len(rows), told_subscriptions(rows), "EUR", days)
    for i, client in enumerate(rows):
        for place, day in enumerate(days.tolist()):
            assert found[i, place] == sum(
                arr_of(
                    s.start, s.end, s.amount_minor, s.quantity, s.period, s.status, s.trial, day
                )
                for s in client.subscriptions
                if s.currency == "EUR"
            )


def row(amount: int = 100, period: str = "month", status: str = "active") -> SubscriptionRow:
    return (0, None, amount, "USD", 1, period, status, 0, None)


def test_a_subscription_that_nobody_pays_may_have_any_period() -> None:
    zeros = np.zeros(2, dtype=np.int64)
    told = subscription_arrays(zeros, [row(), row(period="eon", status="paused")])
    assert arr_by_client(told, 10).minor.tolist() == [1200]
    with pytest.raises(KeyError, match="eon"):
        subscription_arrays(zeros, [row(), row(period="eon")])


def test_arr_beyond_64_bits_is_refused() -> None:
    with pytest.raises(OverflowError):
        subscription_arrays(np.zeros(1, dtype=np.int64), [row(2**62)])
