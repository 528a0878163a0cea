"""What is stored of many clients, beside what a fresh assessment says of them.

It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.clients.revenue_arrays import Amounts
from core.clients.standing_arrays import StandingArrays
from core.values.spans import Flags, Ints, Texts


@dataclass(frozen=True, slots=True)
class StoredArrays:
    """The derived columns of n clients: -1 for a score or component that is none,
    MISSING for no change and no renewal, `tier` as in TIER_CODES; `config`: the
    score names the formula in force; `currency` holds text or None."""

    live: Flags
    score: Ints
    rank: Ints
    tier: Ints
    delta7: Ints
    partial: Flags
    open_incidents: Ints
    renews: Ints
    arr_minor: Ints
    currency: Texts
    top_reason: Texts
    usage: Ints
    engagement: Ints
    incidents: Ints
    penalty: Ints
    days: Ints
    config: Flags
    arr: Amounts


@dataclass(frozen=True, slots=True)
class SaidArrays:
    """What the history says of today, as `score_day` counts it: score (-1: none)
    and tier, whether its row names the formula in force, whether there is a row at
    all, and whether the client was live, with its ARR in the base currency."""

    score: Ints
    tier: Ints
    config: Flags
    there: Flags
    live: Flags
    arr: Ints


@dataclass(frozen=True, slots=True)
class Differences:
    """Which of n clients differ: in columns that the order of lists rests on
    (`placed`), in other columns of the client only (`shown`), in the parts of the
    score, in ARR by currency; `any` in anything."""

    placed: Flags
    shown: Flags
    scored: Flags
    arr: Flags
    any: Flags


def differences(stored: StoredArrays, fresh: StandingArrays) -> Differences:
    """Compare what is stored with a fresh assessment of the same clients."""
    scores, facts = fresh.scores, fresh.facts
    placed = (stored.rank != fresh.rank) | (stored.arr_minor != fresh.shown_minor)
    placed |= (stored.score != scores.score) | (stored.tier != scores.tier)
    shown = (
        (stored.delta7 != fresh.delta7)
        | (stored.partial != scores.partial)
        | (stored.open_incidents != fresh.open_incidents)
        | (stored.renews != fresh.renews)
        | (stored.live != fresh.live)
        | (stored.currency != shown_currencies(fresh))
        | (stored.top_reason != fresh.top_reason)
    )
    scored = (
        ~stored.config
        | (stored.usage != scores.usage)
        | (stored.engagement != scores.engagement)
        | (stored.incidents != scores.incidents)
        | (stored.penalty != facts.penalty)
        | (stored.days != facts.days)
    )
    arr = differing_arr(len(stored.score), stored.arr, fresh.arr)
    return Differences(placed, shown & ~placed, scored, arr, placed | shown | scored | arr)


def shown_currencies(fresh: StandingArrays) -> Texts:
    """The currency that each client's list row shows, None for none."""
    return picked((*fresh.arr.currencies, None), fresh.shown)


def picked(values: Sequence[str | None], index: Ints) -> Texts:
    """`values` by index, as an array."""
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    found: Texts = texts[index]
    return found


def differing_arr(clients: int, one: Amounts, other: Amounts) -> Flags:
    """Whose ARR by currency is not the same in both; they share `currencies`."""
    found = np.zeros(clients, dtype=bool)
    if all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("client", "currency", "minor")
    ):
        return found
    found[one.client[~_among(one, other)]] = True
    found[other.client[~_among(other, one)]] = True
    return found


def _among(mine: Amounts, theirs: Amounts) -> Flags:
    """Which entries are among the others, with the same amount."""
    many = max(len(mine.currencies), 1)
    keys = theirs.client * many + theirs.currency
    wanted = mine.client * many + mine.currency
    place = np.searchsorted(keys, wanted)
    there = place < len(keys)
    there[there] = keys[place[there]] == wanted[there]
    there[there] = theirs.minor[place[there]] == mine.minor[there]
    return there
