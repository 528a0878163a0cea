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
class IncidentFact:
    """An incident as a source tells it; times are checked to be in order."""

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


Fact = ClientFact | SubscriptionFact | EventFact | DayTotalFact | IncidentFact
