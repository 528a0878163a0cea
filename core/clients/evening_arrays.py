"""Many clients at the ends of many days, in arrays of (clients, days).

Day by day and client by client it is what `core.clients.standing.assess` says. It
loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.clients.revenue_arrays import SubscriptionArrays, arr_over_days
from core.clients.standing_arrays import ClientArrays, alive, lived_days
from core.health.arrays import UNKNOWN, FactArrays, score_arrays
from core.health.penalty_arrays import IncidentArrays, penalties
from core.health.types import WINDOW, HealthConfig
from core.values.spans import Flags, Ints


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of k days, ascending: the local day, its last instant, and the first
    instant of its 30-day window, in microseconds."""

    day: Ints
    now_us: Ints
    window_us: Ints


@dataclass(frozen=True, slots=True)
class PastClients:
    """n clients and what is known of their past: the first day on which calls, and
    logins, are known (NEVER), and their use of each day from `first_day` on."""

    clients: ClientArrays
    since: tuple[Ints, Ints]
    first_day: int
    use: tuple[Ints, Ints]
    incidents: IncidentArrays
    subscriptions: SubscriptionArrays


@dataclass(frozen=True, slots=True)
class Evenings:
    """(n, k) each: score (-1: none), tier as in TIER_CODES, components in centipoints
    (-1: unknown), days lived of the window, whether the client was live, and its ARR
    in the base currency (0 while not live)."""

    score: Ints
    tier: Ints
    usage: Ints
    engagement: Ints
    incidents: Ints
    lived: Ints
    live: Flags
    arr: Ints


def evenings(past: PastClients, ends: Ends, config: HealthConfig, currency: str) -> Evenings:
    """Where n clients stood at the ends of k days."""
    clients, shape = past.clients, (len(past.clients.start), len(ends.day))
    lived = lived_days(clients.start[:, None], clients.ended[:, None], ends.day)
    penalty, _ = penalties(shape[0], past.incidents, ends.now_us, ends.window_us)
    calls, logins = (
        np.where(
            since[:, None] <= ends.day, window_sums(use, past.first_day, ends.day), UNKNOWN
        )
        for since, use in zip(past.since, past.use, strict=True)
    )
    scores = score_arrays(
        FactArrays(
            calls.ravel(),
            logins.ravel(),
            penalty.ravel(),
            lived.ravel(),
            np.repeat(clients.baseline_calls, shape[1]),
            np.repeat(clients.baseline_logins, shape[1]),
        ),
        config,
    )
    live = alive(
        clients.start[:, None], clients.ended[:, None], clients.churned[:, None], ends.day
    )
    arr = arr_over_days(shape[0], past.subscriptions, currency, ends.day)
    parts = (scores.score, scores.tier, scores.usage, scores.engagement, scores.incidents)
    score, tier, usage, engagement, incidents = (part.reshape(shape) for part in parts)
    return Evenings(
        score, tier, usage, engagement, incidents, lived, live, np.where(live, arr, 0)
    )


def window_sums(use: Ints, first_day: int, days: Ints) -> Ints:
    """(n, k): sums of the WINDOW days up to each of `days`, from the use of each day
    (n, d) from `first_day` on, which no window reaches back behind."""
    running = np.zeros((use.shape[0], use.shape[1] + 1), dtype=np.int64)
    np.cumsum(use, axis=1, out=running[:, 1:])
    last = days - first_day + 1
    found: Ints = running[:, last] - running[:, last - WINDOW]
    return found


def kept_evenings(found: Evenings, month_end: Flags, scored: Flags) -> Flags:
    """The evenings of which history keeps a row: where score or tier is another than
    the evening before, and at month ends, from the client's first day on. `scored`:
    older history ends with a score, so the first evening says what became of it."""
    started = np.logical_or.accumulate(found.lived > 0, axis=1)
    other = np.ones_like(started)
    other[:, 1:] = (found.score[:, 1:] != found.score[:, :-1]) | (
        found.tier[:, 1:] != found.tier[:, :-1]
    )
    first = started.copy()
    first[:, 1:] &= ~started[:, :-1]
    kept: Flags = started & (first | other | month_end)
    kept[:, 0] |= scored
    return kept


def kept_lives(found: Evenings, live: Flags, arr: Ints) -> Flags:
    """The evenings on which life or ARR is another than before; `live` and `arr` are
    those before the first."""
    lives = np.concatenate([live[:, None], found.live], axis=1)
    arrs = np.concatenate([arr[:, None], found.arr], axis=1)
    kept: Flags = (lives[:, 1:] != lives[:, :-1]) | (arrs[:, 1:] != arrs[:, :-1])
    return kept


def carried(shape: tuple[int, int], client: Ints, day: Ints, value: Ints, before: Ints) -> Ints:
    """(n, m): on each day the newest value up to it; `before` are the n values
    before the first day, and the others stand at (client, index of a day)."""
    place = np.zeros(shape, dtype=np.int64)
    place[client, day] = np.arange(1, len(client) + 1)
    # Row numbers grow along a client's days, so that the newest is the largest.
    order = np.maximum.accumulate(place, axis=1)
    values = np.concatenate([[0], value])
    return np.where(order == 0, before[:, None], values[order])
