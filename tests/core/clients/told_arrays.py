"""Clients as the arrays that bulk work reads them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from core.clients.revenue_arrays import SubscriptionArrays, subscription_arrays
from core.clients.standing import ClientInput
from core.clients.standing_arrays import ClientArrays, baselines
from core.health.penalty_arrays import IncidentArrays, incident_arrays
from core.health.types import HealthConfig
from core.values.instants import to_micros
from core.values.spans import MISSING, Ints


def ints(values: Iterable[int | None], none: int) -> Ints:
    return np.array([none if v is None else v for v in values], dtype=np.int64)


def told_clients(clients: Sequence[ClientInput], config: HealthConfig) -> ClientArrays:
    names = sorted({c.plan for c in clients}, key=str)
    plan = np.array([names.index(c.plan) for c in clients], dtype=np.int64)
    own = (
        ints((c.baseline_calls for c in clients), 0),
        ints((c.baseline_logins for c in clients), 0),
    )
    calls, logins = baselines(config, plan, names, own)
    return ClientArrays(
        start=ints((c.start for c in clients), MISSING),
        ended=ints((c.ended for c in clients), MISSING),
        churned=np.array([c.churned for c in clients], dtype=bool),
        baseline_calls=calls,
        baseline_logins=logins,
    )


def told_incidents(clients: Sequence[ClientInput]) -> IncidentArrays:
    rows = [(n, i) for n, c in enumerate(clients) for i in c.incidents]
    return incident_arrays(
        ints((n for n, _ in rows), 0),
        [
            (
                i.severity,
                to_micros(i.opened),
                None if i.resolved is None else to_micros(i.resolved),
                i.resolution,
                int(i.excluded),
            )
            for _, i in rows
        ],
    )


def told_subscriptions(clients: Sequence[ClientInput]) -> SubscriptionArrays:
    rows = [(n, s) for n, c in enumerate(clients) for s in c.subscriptions]
    return subscription_arrays(
        ints((n for n, _ in rows), 0),
        [
            (
                s.start, s.end, s.amount_minor, s.currency, s.quantity, s.period, s.status,
                int(s.trial), s.term_months,
            )
            for _, s in rows
        ],
    )  # fmt: skip
