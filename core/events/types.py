"""Facts as they come in, checked and typed, before the store has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Measure = Literal["calls", "logins"]
Period = Literal["day", "week", "month", "quarter", "half-year", "year"]


@dataclass(frozen=True, slots=True)
class ClientFact:
    """A client as a source tells it. None leaves what the store has."""

    external_id: str
    name: str
    industry: str | None = None
    country: str | None = None
    plan: str | None = None
    owner: str | None = None
    status: str | None = None
    timezone: str | None = None
    start: int | None = None
    ended: int | None = None
    baseline_calls: int | None = None
    baseline_logins: int | None = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SubscriptionFact:
    """A subscription; `amount_minor` a period and seat; `end` is the first day
    without it; `term_months` the committed term, None for none."""

    external_id: str
    client: str
    start: int
    end: int | None
    amount_minor: int
    currency: str
    quantity: int
    period: Period
    plan: str | None = None
    status: str = "active"
    trial: bool = False
    term_months: int | None = None


@dataclass(frozen=True, slots=True)
class EventFact:
    """An increment: it counts once, whatever is sent twice (DEFINITIONS 1.8).
    `kind` is `calls`, `logins` or any other word (kept, not counted)."""

    external_id: str
    client: str
    at: datetime
    kind: str
    value: int
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class DayTotalFact:
    """The total of one client's local day; a later one replaces it. None: not told."""

    client: str
    day: int
    calls: int | None
    logins: int | None


@dataclass(frozen=True, slots=True)
class SaidFact:
    """What a source said of an incident at a moment: `said` is its own word for the
    state, `status` ours (None: the state did not change), `words` the message."""

    at: datetime
    status: str | None
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class IncidentFact:
    """An incident as a source tells it; times are checked to be in order. `down_from`
    and `down_until` bound an outage that was not from opening to resolution; `sla_met`
    is the source's own verdict; `planned` says that it was maintenance, no fault."""

    external_id: str
    client: str
    title: str
    severity: str | None
    status: str
    opened: datetime
    acknowledged: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    resolution: str | None = None
    impact: str | None = None
    components: tuple[str, ...] = ()
    planned: bool = False
    down_from: datetime | None = None
    down_until: datetime | None = None
    sla_met: bool | None = None
    updates: tuple[SaidFact, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentLogFact:
    """One line of the log of an incident: how it stood from `at` on. `said` is the
    source's own word for its state; `step` orders lines of one moment; `reopened` is the
    source's own count of how often it was opened again. `resolved` and `closed` are
    believed only of a line in such a state, and only as far as they lie no later than the
    line."""

    external_id: str
    client: str
    title: str
    severity: str | None
    status: str
    at: datetime
    opened: datetime
    resolved: datetime | None = None
    closed: datetime | None = None
    resolution: str | None = None
    impact: str | None = None
    components: tuple[str, ...] = ()
    sla_met: bool | None = None
    step: int = 0
    said: str | None = None
    words: str | None = None
    reopened: int | None = None


@dataclass(frozen=True, slots=True)
class PurchaseFact:
    """What a client bought; an `amount_minor` below 0 is a refund, which is no purchase.
    Category, age group and city are the source's own words."""

    external_id: str
    client: str
    at: datetime
    amount_minor: int
    currency: str
    category: str | None = None
    age: str | None = None
    city: str | None = None


Fact = (
    ClientFact
    | SubscriptionFact
    | EventFact
    | DayTotalFact
    | IncidentFact
    | IncidentLogFact
    | PurchaseFact
)
