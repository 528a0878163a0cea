"""One client's standing at one moment: score, tier, ARR, renewal, reason.

The same function serves the recompute of today, a look at a past day, the
history and the store's own check, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.clients.lifecycle import is_live, window_days
from core.clients.revenue import arr_of, next_renewal
from core.health.explain import top_reason
from core.health.penalty import incident_penalty
from core.health.score import baseline_for, score_client
from core.health.trend import delta
from core.health.types import HealthConfig, HealthFacts, HealthScore
from core.incidents.types import Resolution, Severity

UNRANKED = 101
"""The rank of a client without a score: behind every score."""


@dataclass(frozen=True, slots=True)
class IncidentInput:
    """What the penalty reads of an incident. `shared`: it hurts other clients too."""

    severity: Severity | None
    opened: datetime
    resolved: datetime | None
    resolution: Resolution | None
    excluded: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class SubscriptionInput:
    """What ARR and renewal read of a subscription; days are local."""

    start: int
    end: int | None
    amount_minor: int
    currency: str
    quantity: int
    period: str
    status: str
    trial: bool
    term_months: int | None


@dataclass(frozen=True, slots=True)
class ClientInput:
    """Everything about one client that its standing depends on. `calls` and
    `logins` are window sums, None when that measure is unknown; `score_7` the
    score that stood seven days before; `churned` what its source says."""

    id: int
    start: int | None
    ended: int | None
    plan: str | None
    baseline_calls: int | None
    baseline_logins: int | None
    calls: int | None
    logins: int | None
    incidents: Sequence[IncidentInput]
    subscriptions: Sequence[SubscriptionInput]
    score_7: int | None
    churned: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The result, ready to be stored. `arr` is (currency, minor), by currency."""

    id: int
    health: HealthScore
    facts: HealthFacts
    rank: int
    delta7: int | None
    arr: tuple[tuple[str, int], ...]
    renews: int | None
    open_incidents: int
    top_reason: str
    live: bool


def assess(
    client: ClientInput, config: HealthConfig, now: datetime, day: int, window_start: datetime
) -> Standing:
    """Where a client stands at `now`, on local day `day`; `window_start` is the
    first instant of the 30-day window."""
    baseline, _ = baseline_for(
        config, client.plan, client.baseline_calls, client.baseline_logins
    )
    facts = HealthFacts(
        calls=client.calls,
        logins=client.logins,
        penalty=sum(
            incident_penalty(
                i.severity, i.opened, i.resolved, i.resolution, now, window_start, i.excluded
            )
            for i in client.incidents
        ),
        days=window_days(client.start, client.ended, day),
        baseline=baseline,
    )
    health = score_client(facts, config)
    open_now = sum(
        1
        for i in client.incidents
        if i.opened <= now and (i.resolved is None or i.resolved > now)
    )
    return Standing(
        id=client.id,
        health=health,
        facts=facts,
        rank=UNRANKED if health.score is None else health.score,
        delta7=delta(health.score, client.score_7),
        arr=_arr(client, day),
        renews=_renews(client, day),
        open_incidents=open_now,
        top_reason=top_reason(health, facts, open_now),
        live=is_live(client.start, client.ended, client.churned, day),
    )


def _arr(client: ClientInput, day: int) -> tuple[tuple[str, int], ...]:
    amounts: dict[str, int] = {}
    for s in client.subscriptions:
        arr = arr_of(
            s.start, s.end, s.amount_minor, s.quantity, s.period, s.status, s.trial, day
        )
        if arr:
            amounts[s.currency] = amounts.get(s.currency, 0) + arr
    return tuple(sorted(amounts.items()))


def _renews(client: ClientInput, day: int) -> int | None:
    """The next end of a committed term among the subscriptions that count."""
    days = [
        renewal
        for s in client.subscriptions
        if not s.trial and s.start <= day and (s.end is None or s.end > day)
        if (renewal := next_renewal(s.start, s.end, s.term_months, day)) is not None
    ]
    return min(days, default=None)


def shown_arr(arr: Sequence[tuple[str, int]], base: str) -> tuple[str | None, int]:
    """The one amount that a list shows, as (currency, minor): that of the base
    currency where there is one, else the first."""
    amounts = dict(arr)
    if base in amounts:
        return base, amounts[base]
    return arr[0] if arr else (None, 0)
