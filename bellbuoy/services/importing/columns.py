"""Facts as the columns of their tables, and what tells whether two say the same.

Nothing here looks at a store: a writer adds what only it knows.
"""

from __future__ import annotations

import json
from datetime import datetime
from operator import attrgetter
from typing import Any

from core.events.types import ClientFact, IncidentFact, PurchaseFact, SubscriptionFact
from core.incidents.types import OPEN_STATUSES, SEVERITIES
from core.values.canonical import digest
from core.values.instants import to_micros
from core.values.text import fold

Times = tuple[int, int | None, int | None, int | None]
"""When an incident was opened, acknowledged, resolved and closed."""

_CONTENT = attrgetter(*ClientFact.__dataclass_fields__)
_RANKS = {str(name): rank for rank, name in enumerate(SEVERITIES)}
_BESIDE = ("components", "planned", "down_from", "down_until", "sla_met", "updates")
_NOTHING_BESIDE = ((), False, None, None, None, ())
_UNKNOWN_RANK = SEVERITIES.index("medium")


def client_columns(fact: ClientFact) -> tuple[Any, ...]:
    """The values of EDITABLE for a client, in order."""
    ended = fact.ended is not None
    return (
        fact.name,
        fold(fact.name),
        fact.industry,
        fact.country,
        fact.plan,
        fact.owner,
        fact.status or ("churned" if ended else "active"),
        fact.timezone,
        fact.start,
        fact.ended,
        fact.baseline_calls,
        fact.baseline_logins,
        json.dumps(dict(fact.extra), ensure_ascii=False) if fact.extra else None,
    )


def client_digest(fact: ClientFact) -> str:
    return digest(*_CONTENT(fact))


def subscription_columns(fact: SubscriptionFact, client: int) -> tuple[Any, ...]:
    """SUBSCRIPTION_COLUMNS from the external id to the term; their digest tells two
    statements apart."""
    return (
        fact.external_id,
        client,
        fact.plan,
        fact.status,
        int(fact.trial),
        fact.start,
        fact.end,
        fact.amount_minor,
        fact.currency,
        fact.quantity,
        fact.period,
        fact.term_months,
    )


def purchase_columns(fact: PurchaseFact, client: int, at_us: int) -> tuple[Any, ...]:
    """PURCHASE_COLUMNS from the customer, who is the client by its number, to the city;
    their digest tells two statements apart."""
    return (
        client, at_us, fact.amount_minor, fact.currency, fact.category or "", fact.age or "",
        fact.city or "",
    )  # fmt: skip


def incident_times(fact: IncidentFact) -> Times:
    """In microseconds."""
    return (
        to_micros(fact.opened),
        _micros(fact.acknowledged),
        _micros(fact.resolved),
        _micros(fact.closed),
    )


def incident_columns(fact: IncidentFact, client: int, times: Times) -> tuple[Any, ...]:
    """INCIDENT_COLUMNS from the external id to the count of reopenings."""
    rank = _UNKNOWN_RANK if fact.severity is None else _RANKS[fact.severity]
    return (
        fact.external_id, client, fact.title, fact.severity, rank, fact.status,
        0 if fact.status in OPEN_STATUSES else 1, *times, fact.resolution, fact.impact, 0,
    )  # fmt: skip


def incident_digest(fact: IncidentFact, client: int, times: Times) -> str:
    said = digest(
        client, fact.title, fact.severity, fact.status, *times, fact.resolution, fact.impact
    )
    beside = tuple(getattr(fact, name) for name in _BESIDE)
    # What older versions did not know leaves the digest of whoever does not say it.
    return said if beside == _NOTHING_BESIDE else digest(said, repr(beside))


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
