"""Facts that may be told at any moment: what they say hangs on when they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from hypothesis import strategies as st

from core.events.types import (
    ClientFact,
    DayTotalFact,
    EventFact,
    Fact,
    IncidentFact,
    Period,
    SubscriptionFact,
)
from core.incidents.types import SEVERITIES, Resolution, Severity

NAMES = ("a", "b", "c", "d")
SPAN = 50
"""Facts lie up to so many days back."""


class Told(Protocol):
    """A fact yet to be told: `names` are the clients that there are, `today` is the
    local day of `now`."""

    kind: ClassVar[str]

    def fact(self, names: list[str], now: datetime, today: int) -> Fact: ...


@dataclass(frozen=True)
class Client:
    """A client, new or changed; a field left out stays as it was."""

    name: str
    start: int | None
    ended: int | None
    words: tuple[str | None, ...]
    base: tuple[int | None, int | None]

    def fact(self, today: int) -> ClientFact:
        began = None if self.start is None else today + self.start
        gone = None if self.ended is None else today + self.ended
        if began is not None and gone is not None:
            gone = max(began, gone)
        industry, country, plan, owner = self.words
        return ClientFact(
            self.name, f"Client {self.name}", start=began, ended=gone, industry=industry,
            country=country, plan=plan, owner=owner, baseline_calls=self.base[0],
            baseline_logins=self.base[1],
        )  # fmt: skip


@dataclass(frozen=True)
class Event:
    kind: ClassVar[str] = "event"
    number: int
    who: int
    hours: int
    measure: str
    value: int

    def fact(self, names: list[str], now: datetime, today: int) -> Fact:
        at = now - timedelta(hours=self.hours)
        who = names[self.who % len(names)]
        return EventFact(f"e{self.number}", who, at, self.measure, self.value)


@dataclass(frozen=True)
class Total:
    kind: ClassVar[str] = "day_total"
    who: int
    back: int
    said: tuple[int | None, int | None]

    def fact(self, names: list[str], now: datetime, today: int) -> Fact:
        return DayTotalFact(names[self.who % len(names)], today - self.back, *self.said)


@dataclass(frozen=True)
class Incident:
    kind: ClassVar[str] = "incident"
    number: int
    who: int
    hours: int
    later: int | None
    severity: Severity | None
    reason: Resolution | None

    def fact(self, names: list[str], now: datetime, today: int) -> Fact:
        opened = now - timedelta(hours=self.hours)
        resolved = None if self.later is None else opened + timedelta(hours=self.later)
        if resolved is not None and resolved > now:
            resolved = None
        return IncidentFact(
            f"i{self.number}", names[self.who % len(names)], "down", self.severity,
            "resolved" if resolved else "open", opened, resolved, resolved, None,
            self.reason if resolved else None,
        )  # fmt: skip


@dataclass(frozen=True)
class Subscription:
    kind: ClassVar[str] = "subscription"
    number: int
    who: int
    start: int
    length: int | None
    amount: int
    currency: str
    quantity: int
    period: Period
    status: str
    trial: bool
    term: int | None

    def fact(self, names: list[str], now: datetime, today: int) -> Fact:
        began = today + self.start
        return SubscriptionFact(
            f"s{self.number}", names[self.who % len(names)], began,
            None if self.length is None else began + self.length, self.amount, self.currency,
            self.quantity, self.period, status=self.status, trial=self.trial,
            term_months=self.term,
        )  # fmt: skip


def clients() -> st.SearchStrategy[Client]:
    words = st.none() | st.sampled_from(("x", "y"))
    base = st.none() | st.sampled_from((100, 2_000))
    return st.builds(
        Client,
        st.sampled_from(NAMES),
        st.none() | st.integers(-SPAN, 5),
        st.none() | st.integers(-20, 20),
        st.tuples(words, words, words, words),
        st.tuples(base, base),
    )


def told() -> st.SearchStrategy[list[Told]]:
    """Some facts of one kind."""
    kinds = (_events(), _totals(), _incidents(), _subscriptions())
    return st.one_of(*(st.lists(kind, min_size=1, max_size=4) for kind in kinds))


_WHO = st.integers(0, len(NAMES) - 1)
_COUNT = st.integers(0, 900)


def _events() -> st.SearchStrategy[Told]:
    hours = st.integers(0, 30) | st.integers(0, 24 * SPAN)
    measures = st.sampled_from(("calls", "logins", "churn"))
    return st.builds(Event, st.integers(0, 60), _WHO, hours, measures, _COUNT)


def _totals() -> st.SearchStrategy[Told]:
    said = st.tuples(_COUNT, st.none() | _COUNT) | st.tuples(st.none(), _COUNT)
    return st.builds(Total, _WHO, st.integers(0, 3) | st.integers(0, SPAN), said)


def _incidents() -> st.SearchStrategy[Told]:
    return st.builds(
        Incident,
        st.integers(0, 5),
        _WHO,
        st.integers(0, 24 * SPAN),
        st.none() | st.integers(0, 24 * 20),
        st.none() | st.sampled_from(SEVERITIES),
        st.sampled_from((None, "fixed", "duplicate", "no_fault")),
    )


def _subscriptions() -> st.SearchStrategy[Told]:
    return st.builds(
        Subscription,
        st.integers(0, 4),
        _WHO,
        st.integers(-100, 10),
        st.none() | st.integers(0, 200),
        st.integers(0, 10_000),
        st.sampled_from(("USD", "EUR")),
        st.integers(0, 3),
        st.sampled_from(("month", "year", "week")),
        st.sampled_from(("active", "past_due", "paused")),
        st.booleans(),
        st.none() | st.integers(1, 24),
    )
