"""What another formula would do to everybody, tallied chunk by chunk.

It loads numpy: only a preview imports it. Memory grows by the window sums, which
the fitting baselines are the percentiles of (16 bytes a client, 32 where a sum
needs more than 32 bits); all else is counters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.health.arrays import (
    TIER_CODES,
    UNKNOWN,
    FactArrays,
    Ints,
    ScoreArrays,
    score_arrays,
)
from core.health.score import baseline_for
from core.health.types import (
    TIERS,
    Baseline,
    BaseStanding,
    ComponentEnds,
    HealthConfig,
    Tier,
    TierMove,
    total_money,
)
from core.values.money import Money

Totals = NDArray[np.signedinteger[Any]]
_COMPONENTS = ("usage", "engagement")
_NO_SCORE = 101
"""How far a score is from none: further than any two scores."""
_ROUNDED_0, _ROUNDED_100 = 50, 9950
"""In centipoints: below the first is shown as 0, from the second on as 100."""


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """What is stored of n active clients: score, components and window sums (-1:
    unknown), tier (index of TIER_CODES), penalty, d, baselines of their own (0:
    none), the ARR of their list row in minor units, and their plans."""

    ids: Ints
    score: Ints
    tier: Ints
    usage: Ints
    engagement: Ints
    calls: Ints
    logins: Ints
    penalty: Ints
    days: Ints
    own_calls: Ints
    own_logins: Ints
    arr: Ints
    plans: Sequence[str | None]


class Changed(NamedTuple):
    """One client that a formula changes; it sorts with the greatest change first."""

    by: int
    same_tier: bool
    arr: int
    id: int
    score: int | None
    tier: Tier
    score_after: int | None
    tier_after: Tier


class PreviewTally:
    """Feed it with chunks of clients in the order of their ids, then read it."""

    def __init__(self, config: HealthConfig, proposed: HealthConfig, largest: int) -> None:
        self._proposed = proposed
        self._most = largest
        self._cells = np.zeros((4, 4), dtype=np.int64)
        self._arr: dict[tuple[int, int, str], int] = defaultdict(int)
        self._bases = (_Base(config.baseline), _Base(proposed.baseline))
        self.rescored = 0
        self.largest: list[Changed] = []

    @property
    def clients(self) -> int:
        return int(self._cells.sum())

    def add(self, chunk: StoredChunk, arr: Iterable[tuple[int, str, int]]) -> None:
        """Count a chunk in; `arr` is (client, currency, minor) of these and maybe
        of other clients."""
        after = score_arrays(self._facts(chunk), self._proposed)
        np.add.at(self._cells, (chunk.tier, after.tier), 1)
        self._add_arr(chunk, after, arr)
        before, following = self._bases
        before.add(chunk.score, (chunk.usage, chunk.engagement), (chunk.calls, chunk.logins))
        following.add(after.score, (after.usage, after.engagement), (chunk.calls, chunk.logins))
        self._rank(chunk, after)

    def moves(self) -> tuple[TierMove, ...]:
        """A cell for each pair of tiers, in the order of TIERS."""
        return tuple(
            TierMove(was, now, int(self._cells[i, j]), self._money(i, j))
            for was, i in _CODES
            for now, j in _CODES
        )

    def standings(self) -> tuple[BaseStanding, BaseStanding]:
        """All clients under the formula in force, and under the other one."""
        moves = self.moves()
        whole = total_money(money for move in moves for money in move.arr)
        before, following = self._bases
        return (
            before.standing(_at_risk((move.before, move) for move in moves), whole),
            following.standing(_at_risk((move.after, move) for move in moves), whole),
        )

    def _facts(self, chunk: StoredChunk) -> FactArrays:
        general = self._proposed.baseline
        calls = np.full(len(chunk.ids), general.calls, dtype=np.int64)
        logins = np.full(len(chunk.ids), general.logins, dtype=np.int64)
        if self._proposed.plans:
            found = [_of_plan(self._proposed, plan) for plan in chunk.plans]
            calls = np.array([base.calls for base in found], dtype=np.int64)
            logins = np.array([base.logins for base in found], dtype=np.int64)
        return FactArrays(
            calls=chunk.calls,
            logins=chunk.logins,
            penalty=chunk.penalty,
            days=chunk.days,
            baseline_calls=np.where(chunk.own_calls > 0, chunk.own_calls, calls),
            baseline_logins=np.where(chunk.own_logins > 0, chunk.own_logins, logins),
        )

    def _add_arr(
        self, chunk: StoredChunk, after: ScoreArrays, arr: Iterable[tuple[int, str, int]]
    ) -> None:
        # Amounts may reach 2**62 each: only Python's whole numbers add them safely.
        cells = dict(
            zip(
                chunk.ids.tolist(),
                zip(chunk.tier.tolist(), after.tier.tolist(), strict=True),
                strict=True,
            )
        )
        sums = self._arr
        for client, currency, minor in arr:
            cell = cells.get(client)
            if cell is not None:
                sums[(*cell, currency)] += minor

    def _money(self, before: int, after: int) -> tuple[Money, ...]:
        return tuple(
            Money(minor, currency)
            for (i, j, currency), minor in sorted(self._arr.items())
            if (i, j) == (before, after)
        )

    def _rank(self, chunk: StoredChunk, after: ScoreArrays) -> None:
        by = np.abs(after.score - chunk.score)
        by[(after.score == UNKNOWN) != (chunk.score == UNKNOWN)] = _NO_SCORE
        self.rescored += int((by > 0).sum())
        same = after.tier == chunk.tier
        places = np.flatnonzero((by > 0) | ~same)
        if not len(places) or not self._most:
            return
        keys = (chunk.ids[places], -chunk.arr[places], same[places], -by[places])
        first = places[np.lexsort(keys)[: self._most]]
        found = [
            Changed(
                -int(by[at]), bool(same[at]), -int(chunk.arr[at]), int(chunk.ids[at]),
                _score(chunk.score[at]), TIER_CODES[chunk.tier[at]],
                _score(after.score[at]), TIER_CODES[after.tier[at]],
            )
            for at in first.tolist()
        ]  # fmt: skip
        # Ids differ, so that what stands behind them is never compared.
        self.largest = sorted([*self.largest, *found])[: self._most]


class _Base:
    """Scores and component ends of everybody under one formula."""

    def __init__(self, baseline: Baseline) -> None:
        self._baseline = (baseline.calls, baseline.logins)
        self._scores = np.zeros(101, dtype=np.int64)
        self._known, self._at_0, self._at_100 = [0, 0], [0, 0], [0, 0]
        self._used: tuple[list[Totals], list[Totals]] = ([], [])

    def add(self, score: Ints, components: Sequence[Ints], totals: Sequence[Ints]) -> None:
        scored = score != UNKNOWN
        self._scores += np.bincount(score[scored], minlength=101)
        for at, (values, total) in enumerate(zip(components, totals, strict=True)):
            counted = scored & (values != UNKNOWN)
            self._known[at] += int(counted.sum())
            self._at_0[at] += int((counted & (values < _ROUNDED_0)).sum())
            self._at_100[at] += int((counted & (values >= _ROUNDED_100)).sum())
            self._used[at].append(_narrow(total[counted & (total > 0)]))

    def standing(self, risk: tuple[Money, ...], whole: tuple[Money, ...]) -> BaseStanding:
        n = int(self._scores.sum())
        points = int((self._scores * np.arange(101)).sum())
        return BaseStanding(
            scored=n,
            average=round(points / n, 2) + 0.0 if n else None,
            median=_median(self._scores, n),
            at_risk=risk,
            at_risk_share=_share(risk, whole),
            ends=tuple(
                ComponentEnds(
                    name,
                    self._known[at],
                    self._at_0[at],
                    self._at_100[at],
                    self._baseline[at],
                    _fitting(self._used[at]),
                )
                for at, name in enumerate(_COMPONENTS)
            ),
        )


def _narrow(totals: Ints) -> Totals:
    """The same in 32 bits where they have room: they are all kept."""
    fits = len(totals) == 0 or int(totals.max()) < 2**31
    return totals.astype(np.int32) if fits else totals


_CODES: tuple[tuple[Tier, int], ...] = tuple((tier, TIER_CODES.index(tier)) for tier in TIERS)


@lru_cache(maxsize=4096)
def _of_plan(config: HealthConfig, plan: str | None) -> Baseline:
    return baseline_for(config, plan, None, None)[0]


def _score(value: int) -> int | None:
    return None if value == UNKNOWN else int(value)


def _median(scores: Ints, n: int) -> float | None:
    """The middle score, or the mean of the two in the middle."""
    if n == 0:
        return None
    upto = np.cumsum(scores)
    low = int(np.searchsorted(upto, (n + 1) // 2))
    high = int(np.searchsorted(upto, n // 2 + 1))
    return (low + high) / 2


def _at_risk(moves: Iterable[tuple[Tier, TierMove]]) -> tuple[Money, ...]:
    """The ARR of those that end in `critical` or `at_risk`."""
    return total_money(
        money for tier, move in moves if tier in ("critical", "at_risk") for money in move.arr
    )


def _share(part: tuple[Money, ...], whole: tuple[Money, ...]) -> float | None:
    if len(whole) != 1 or whole[0].minor <= 0:
        return None
    return (part[0].minor if part else 0) / whole[0].minor


def _fitting(used: Sequence[Totals]) -> int | None:
    """The 75th percentile (nearest rank) of totals above 0; None without any."""
    totals: Totals = np.concatenate(used) if used else np.zeros(0, dtype=np.int64)
    if not len(totals):
        return None
    rank = -(-3 * len(totals) // 4) - 1
    return int(np.partition(totals, rank)[rank])
