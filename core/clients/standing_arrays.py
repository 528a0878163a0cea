"""Many clients' standings at one moment, in arrays.

`core.clients.standing.assess` is the definition; this gives the same, row by row.
It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.clients.revenue_arrays import Amounts, SubscriptionArrays, arr_by_client, renewals
from core.clients.standing import UNRANKED
from core.health.arrays import UNKNOWN, FactArrays, ScoreArrays, score_arrays
from core.health.penalty_arrays import IncidentArrays, penalties
from core.health.reason_arrays import top_reasons
from core.health.score import baseline_for
from core.health.types import WINDOW, HealthConfig
from core.values.spans import MISSING, Flags, Ints, Texts


@dataclass(frozen=True, slots=True)
class ClientArrays:
    """n clients: first day and day of leaving (MISSING: not known), whether their
    source calls them churned, and the baselines that they are held against."""

    start: Ints
    ended: Ints
    churned: Flags
    baseline_calls: Ints
    baseline_logins: Ints


@dataclass(frozen=True, slots=True)
class StandingArrays:
    """`core.clients.standing.Standing` of n clients. MISSING: no change known, no
    renewal; `shown` is the index of the currency that a list shows in
    `arr.currencies` (-1: none), `shown_minor` its ARR."""

    facts: FactArrays
    scores: ScoreArrays
    rank: Ints
    delta7: Ints
    renews: Ints
    open_incidents: Ints
    live: Flags
    arr: Amounts
    shown: Ints
    shown_minor: Ints
    top_reason: Texts


@dataclass(frozen=True, slots=True)
class At:
    """The moment of an assessment: the instant and the first one of its window in
    microseconds, its local day, and the store's base currency."""

    now_us: int
    window_us: int
    day: int
    currency: str


def assess_arrays(
    clients: ClientArrays,
    use: tuple[Ints, Ints],
    score_7: Ints,
    incidents: IncidentArrays,
    subscriptions: SubscriptionArrays,
    config: HealthConfig,
    at: At,
) -> StandingArrays:
    """Where n clients stand at a moment. `use` are window sums of calls and logins,
    -1 where unknown; `score_7` the scores seven days before, -1: none."""
    penalty, opened = penalties(
        len(clients.start), incidents, np.array([at.now_us]), np.array([at.window_us])
    )
    facts = FactArrays(
        calls=use[0],
        logins=use[1],
        penalty=penalty[:, 0],
        days=lived_days(clients.start, clients.ended, np.int64(at.day)),
        baseline_calls=clients.baseline_calls,
        baseline_logins=clients.baseline_logins,
    )
    scores = score_arrays(facts, config)
    arr = arr_by_client(subscriptions, at.day)
    shown, shown_minor = _shown(len(clients.start), arr, at.currency)
    return StandingArrays(
        facts=facts,
        scores=scores,
        rank=np.where(scores.score == UNKNOWN, UNRANKED, scores.score),
        delta7=deltas(scores.score, score_7),
        renews=renewals(len(clients.start), subscriptions, at.day),
        open_incidents=opened[:, 0],
        live=alive(clients.start, clients.ended, clients.churned, np.int64(at.day)),
        arr=arr,
        shown=shown,
        shown_minor=shown_minor,
        top_reason=top_reasons(facts, scores, opened[:, 0]),
    )


def deltas(now: Ints, then: Ints) -> Ints:
    """The change of scores (-1: none); MISSING without a score at either end."""
    return np.where((now == UNKNOWN) | (then == UNKNOWN), MISSING, now - then)


def lived_days(start: Ints, ended: Ints, day: Ints | np.int64) -> Ints:
    """`core.clients.lifecycle.window_days` of arrays that broadcast."""
    known = start != MISSING
    lived = np.where(known, day - np.where(known, start, day) + 1, WINDOW)
    found: Ints = np.where((ended != MISSING) & (ended <= day), 0, np.clip(lived, 0, WINDOW))
    return found


def alive(start: Ints, ended: Ints, churned: Flags, day: Ints | np.int64) -> Flags:
    """`core.clients.lifecycle.is_live` of arrays that broadcast."""
    found: Flags = (start <= day) & np.where(ended == MISSING, ~churned, ended > day)
    return found


def baselines(
    config: HealthConfig, plan: Ints, names: Iterable[str | None], own: tuple[Ints, Ints]
) -> tuple[Ints, Ints]:
    """The baselines of calls and logins: `plan` is the index of a client's plan in
    `names`, `own` its own figures (below 1: none)."""
    general = [baseline_for(config, name, None, None)[0] for name in names]
    calls = np.array([base.calls for base in general], dtype=np.int64)
    logins = np.array([base.logins for base in general], dtype=np.int64)
    return (
        np.where(own[0] > 0, own[0], calls[plan]),
        np.where(own[1] > 0, own[1], logins[plan]),
    )


def _shown(clients: int, arr: Amounts, base: str) -> tuple[Ints, Ints]:
    """`core.clients.standing.shown_arr`: the base currency, else the first."""
    shown = np.full(clients, -1, dtype=np.int64)
    minor = np.zeros(clients, dtype=np.int64)
    # Written from the last to the first, so that the first currency stays.
    shown[arr.client[::-1]] = arr.currency[::-1]
    minor[arr.client[::-1]] = arr.minor[::-1]
    if base in arr.currencies:
        in_base = arr.currency == arr.currencies.index(base)
        shown[arr.client[in_base]] = arr.currency[in_base]
        minor[arr.client[in_base]] = arr.minor[in_base]
    return shown, minor
