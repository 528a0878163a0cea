"""Clients as scenarios find them, written by hand and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from core.clients.standing import ClientInput, IncidentInput, SubscriptionInput
from core.health.types import WINDOW, Baseline
from core.simulations.scenario import Subject

NOW = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)
DAY = 20_527
"""The day of NOW in UTC."""
WINDOW_START = NOW.replace(hour=0, minute=0) - timedelta(days=WINDOW - 1)
YEARLY = SubscriptionInput(DAY - 100, None, 10_000, "USD", 3, "month", "active", False, 12)


def client(
    *,
    calls: int | None = 3_000,
    logins: int | None = 20,
    start: int | None = 0,
    incidents: tuple[IncidentInput, ...] = (),
    subscriptions: tuple[SubscriptionInput, ...] = (YEARLY,),
    ended: int | None = None,
) -> ClientInput:
    return ClientInput(
        1, start, ended, "pro", None, None, calls, logins, incidents, subscriptions, None
    )


def subject(
    found: ClientInput | None = None,
    use: Mapping[int, tuple[int, int]] | None = None,
    key: str = "C-0007",
) -> Subject:
    return Subject(key, found or client(), Baseline(), NOW, DAY, use or {})


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    """Clients of any age, with use on some of their days, and what it adds up to."""
    lived = draw(st.integers(0, 45))
    days = range(DAY - min(lived, WINDOW) + 1, DAY + 1)
    use = draw(
        st.dictionaries(
            st.sampled_from(days), st.tuples(st.integers(0, 400), st.integers(0, 3)), max_size=6
        )
        if lived
        else st.just({})
    )
    opened = st.integers(1, 60).map(lambda back: NOW - timedelta(days=back))
    incidents = draw(
        st.lists(
            st.builds(
                IncidentInput,
                st.sampled_from(("critical", "high", "low", None)),
                opened,
                st.none() | st.integers(0, 20).map(lambda back: NOW - timedelta(hours=back)),
                st.sampled_from(("fixed", "duplicate", None)),
            ),
            max_size=2,
        )
    )
    some = draw(st.sampled_from(((), (YEARLY,), (YEARLY, YEARLY))))
    found = client(
        calls=sum(each[0] for each in use.values()),
        logins=sum(each[1] for each in use.values()),
        start=DAY - lived + 1,
        incidents=tuple(incidents),
        subscriptions=some,
    )
    return subject(found, use, draw(st.sampled_from(("C-1", "C-2", "客"))))
