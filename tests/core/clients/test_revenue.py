from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.revenue import (
    PERIODS_A_YEAR,
    arr_by_currency,
    arr_of,
    next_renewal,
    revenue_at_risk,
    total_by_currency,
)
from core.clients.types import Counter
from core.events.types import SubscriptionFact
from core.health.types import Tier
from core.values.instants import add_months, date_of, day_of, parse_day
from core.values.money import Money, monthly

usual = settings(deadline=None, max_examples=150)
ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT.parent / "shared" / "data" / "ravenstack_saas" / "ravenstack_subscriptions.csv"
TODAY = parse_day("2024-06-30")
YEARLY = SubscriptionFact(
    external_id="S-1",
    client="C-0007",
    start=TODAY - 100,
    end=None,
    amount_minor=100000,
    currency="USD",
    quantity=1,
    period="year",
)
monies = st.lists(
    st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(["USD", "EUR", "JPY"]))
)


def arr(subscription: SubscriptionFact, day: int = TODAY) -> int:
    s = subscription
    return arr_of(s.start, s.end, s.amount_minor, s.quantity, s.period, s.status, s.trial, day)


def test_an_annual_subscription_and_twelve_such_clients() -> None:
    assert arr(YEARLY) == 100000
    assert monthly(Money(arr(YEARLY), "USD")).minor == 8333
    twelve = arr_by_currency([YEARLY] * 12, TODAY)
    assert twelve == (Money(1200000, "USD"),)
    assert monthly(twelve[0]).minor == 100000


@pytest.mark.parametrize(
    ("period", "times"),
    [("day", 365), ("week", 52), ("month", 12), ("quarter", 4), ("half-year", 2), ("year", 1)],
)
def test_periods(period: str, times: int) -> None:
    assert arr_of(TODAY, None, 250, 3, period, "active", False, TODAY) == 250 * 3 * times
    assert PERIODS_A_YEAR[period] == times


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        (0, None, True),
        (1, None, False),
        (-5, 1, True),
        (-5, 0, False),
        (-5, -1, False),
    ],
)
def test_it_counts_from_its_start_to_the_day_before_its_end(
    start: int, end: int | None, counted: bool
) -> None:
    moved = replace(YEARLY, start=TODAY + start, end=None if end is None else TODAY + end)
    assert (arr(moved) > 0) == counted


@pytest.mark.parametrize(
    ("status", "trial", "counted"),
    [
        ("active", False, True),
        ("past_due", False, True),
        ("paused", False, False),
        ("cancelled", False, False),
        ("active", True, False),
    ],
)
def test_trials_and_pauses_do_not_count(status: str, trial: bool, counted: bool) -> None:
    assert (arr(replace(YEARLY, status=status, trial=trial)) > 0) == counted


def test_a_list_never_mixes_currencies_and_leaves_out_what_does_not_count() -> None:
    found = arr_by_currency(
        [
            YEARLY,
            replace(YEARLY, currency="EUR", period="month", amount_minor=500),
            replace(YEARLY, amount_minor=1),
            replace(YEARLY, currency="JPY", trial=True),
        ],
        TODAY,
    )
    assert found == (Money(6000, "EUR"), Money(100001, "USD"))


@usual
@given(monies)
def test_totals_are_sorted_and_complete(amounts: list[Money]) -> None:
    totals = total_by_currency(amounts)
    codes = [money.currency for money in totals]
    assert codes == sorted(set(codes)) == sorted({money.currency for money in amounts})
    for total in totals:
        assert total.minor == sum(m.minor for m in amounts if m.currency == total.currency)


def test_revenue_at_risk_example() -> None:
    usd: dict[Tier, Counter] = {
        "critical": Counter(1, (Money(120000, "USD"),)),
        "at_risk": Counter(1, (Money(60000, "USD"),)),
        "healthy": Counter(1, (Money(220000, "USD"),)),
    }
    part, share = revenue_at_risk(usd)
    assert part == (Money(180000, "USD"),)
    assert share == 0.45


def test_unknown_clients_are_in_the_whole_and_never_at_risk() -> None:
    part, share = revenue_at_risk(
        {
            "critical": Counter(1, (Money(100, "USD"),)),
            "unknown": Counter(3, (Money(300, "USD"),)),
        }
    )
    assert part == (Money(100, "USD"),)
    assert share == 0.25


def test_no_share_of_nothing_and_none_over_two_currencies() -> None:
    assert revenue_at_risk({}) == ((), None)
    assert revenue_at_risk({"critical": Counter(1, (Money(0, "USD"),))})[1] is None
    two: dict[Tier, Counter] = {"critical": Counter(2, (Money(5, "EUR"), Money(7, "USD")))}
    assert revenue_at_risk(two) == ((Money(5, "EUR"), Money(7, "USD")), None)


@pytest.mark.parametrize(
    ("start", "end", "term", "day", "renews"),
    [
        ("2024-01-31", None, 1, "2024-02-01", "2024-02-29"),
        ("2024-01-31", None, 1, "2024-02-29", "2024-02-29"),
        ("2024-01-31", None, 1, "2024-03-01", "2024-03-31"),
        ("2024-01-31", None, 3, "2024-02-01", "2024-04-30"),
        ("2023-04-10", None, 12, "2024-06-30", "2025-04-10"),
        ("2023-06-30", None, 12, "2024-06-30", "2024-06-30"),
        ("2023-06-29", None, 12, "2024-06-30", "2025-06-29"),
        ("2024-08-01", None, 12, "2024-06-30", "2025-08-01"),
        ("2023-04-10", "2024-12-09", 12, "2024-06-30", "2024-12-09"),
        ("2023-04-10", "2024-06-27", None, "2024-06-30", "2024-06-27"),
        ("2023-04-10", None, None, "2024-06-30", None),
        ("2023-04-10", None, 0, "2024-06-30", None),
        ("2023-04-10", None, 999999, "2024-06-30", None),
        ("2023-04-10", None, 96000, "2024-06-30", None),
        ("2023-04-10", None, 95000, "2024-06-30", "9939-12-10"),
    ],
)
def test_renewals(
    start: str, end: str | None, term: int | None, day: str, renews: str | None
) -> None:
    found = next_renewal(
        parse_day(start), None if end is None else parse_day(end), term, parse_day(day)
    )
    assert found == (None if renews is None else parse_day(renews))


@usual
@given(st.integers(0, 20_000), st.integers(1, 60), st.integers(0, 30_000))
def test_a_renewal_is_the_first_whole_term_at_or_after_the_day(
    start: int, term: int, day: int
) -> None:
    def after(terms: int) -> int:
        return day_of(add_months(date_of(start), terms * term))

    terms = 1
    while after(terms) < day:
        terms += 1
    assert next_renewal(start, None, term, day) == after(terms)


def test_real_subscriptions_are_twelve_times_their_month() -> None:
    if not REAL.exists():
        pytest.skip(f"REAL DATA MISSING, NOTHING CHECKED: {REAL}")
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5000
    for row in rows:
        day = parse_day(row["start_date"])
        month = 100 * int(row["mrr_amount"])
        counted = arr_of(day, None, month, 1, "month", "active", False, day)
        assert counted == 100 * int(row["arr_amount"])
