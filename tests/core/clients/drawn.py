"""Clients, incidents and subscriptions as Hypothesis draws them, around one day."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from core.clients.standing import ClientInput, IncidentInput, SubscriptionInput
from core.incidents.types import RESOLUTIONS, SEVERITIES
from core.values.instants import from_micros

DAY = 20_527
NOW = from_micros(DAY * 86_400_000_000 + 40_000_000_000)
PLANS = (None, "free", "Pro ", "pro", "ENTERPRISE")

days = st.integers(DAY - 60, DAY + 3)
hours = st.integers(-24 * 50, 24 * 3).map(lambda number: NOW + timedelta(hours=number))
terms = st.none() | st.sampled_from((0, 1, 2, 3, 12, 24, 36)) | st.integers(1, 200_000)


@st.composite
def incidents(draw: st.DrawFn) -> IncidentInput:
    opened = draw(hours)
    return IncidentInput(
        draw(st.none() | st.sampled_from(SEVERITIES)),
        opened,
        draw(st.none() | st.integers(0, 24 * 60).map(lambda n: opened + timedelta(hours=n))),
        draw(st.none() | st.sampled_from(RESOLUTIONS)),
        draw(st.booleans()),
    )


@st.composite
def subscriptions(draw: st.DrawFn) -> SubscriptionInput:
    start = draw(st.integers(DAY - 900, DAY + 2) | days)
    return SubscriptionInput(
        start=start,
        end=draw(st.none() | st.integers(0, 1000).map(lambda n: start + n)),
        amount_minor=draw(st.integers(0, 10_000)),
        currency=draw(st.sampled_from(("USD", "EUR", "AAA", "ZWL"))),
        quantity=draw(st.integers(0, 3)),
        period=draw(st.sampled_from(("day", "week", "month", "quarter", "half-year", "year"))),
        status=draw(st.sampled_from(("active", "past_due", "paused", "cancelled"))),
        trial=draw(st.booleans()),
        term_months=draw(terms),
    )


def clients() -> st.SearchStrategy[ClientInput]:
    return st.builds(
        ClientInput,
        id=st.just(0),
        start=st.none() | days,
        ended=st.none() | days,
        plan=st.sampled_from(PLANS),
        baseline_calls=st.none() | st.integers(-1, 9000),
        baseline_logins=st.none() | st.integers(-1, 90),
        calls=st.none() | st.integers(0, 9000),
        logins=st.none() | st.integers(0, 90),
        incidents=st.lists(incidents(), max_size=4),
        subscriptions=st.lists(subscriptions(), max_size=4),
        score_7=st.none() | st.integers(0, 100),
        churned=st.booleans(),
    )
