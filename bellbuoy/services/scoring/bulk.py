"""Thousands of clients assessed at once, in arrays.

It loads numpy: `few` does the same for the few clients of a person's change.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from bellbuoy.services.scoring.moment import Target
from bellbuoy.services.scoring.series import is_month_end
from core.clients.facet_arrays import FacetChanges, Side
from core.clients.standing_arrays import At, StandingArrays, assess_arrays
from core.clients.stored_arrays import differences, picked, shown_currencies
from core.health.arrays import TIER_CODES, UNKNOWN
from core.health.week import ASK, NO_SCORE
from core.values.spans import MISSING, Flags, Ints, Texts
from storage.engine.reader import Rows
from storage.health.chunk import WORDS, Chunk, in_base, load_chunk
from storage.health.rewrites import Rewrite
from storage.health.score_days import Bins
from storage.health.standings import PLACED_SET

Column = tuple[Ints | Flags | Texts, int | None]
"""Values by client, and the one that stands for none."""


class Bulk:
    """Some clients loaded and assessed; `rewrite` says what to write of them.

    Raises OverflowError for an ARR that arrays cannot hold (`few` can).
    """

    def __init__(self, rows: Rows, ids: Sequence[int], target: Target) -> None:
        moment = target.moment
        at = At(moment.now_us, moment.window_us, moment.day, target.currency)
        chunk = load_chunk(rows, ids, at, target.config, trust=target.trust)
        fresh = assess_arrays(
            chunk.clients, chunk.use, chunk.told.score_7, chunk.incidents,
            chunk.subscriptions, target.config, at,
        )  # fmt: skip
        self._target, self._chunk, self._fresh = target, chunk, fresh
        self._differ = differences(chunk.stored, fresh)
        self._arr = np.where(fresh.live, in_base(len(chunk.ids), fresh.arr, at.currency), 0)
        said = chunk.told.said
        self._moved = (said.live != fresh.live) | (said.arr != self._arr)
        self._says_more = self._new_evenings()
        self._week = self._weeks()
        words = {name: (chunk.words[name].values, chunk.words[name].index) for name in WORDS}
        self._facets = FacetChanges(_before(chunk), _after(fresh), words)
        self._tier = picked(TIER_CODES, fresh.scores.tier)

    def rewrite(self, ids: Sequence[int]) -> Rewrite:
        """What differs of these clients, which are among those loaded."""
        some = self._places(ids)
        differ, client = self._differ, self._client_columns
        changed = some[differ.any[some]]
        others = some[~differ.any[some]]
        moved = some[differ.arr[some]]
        counted = differ.placed | differ.shown | differ.arr
        number: list[Column] = [(self._chunk.ids, None)]
        week: list[Column] = [(self._week, None)]
        found = Rewrite(
            placed=rows_of(some[differ.placed[some]], client),
            shown=rows_of(some[differ.shown[some]], client[: -len(PLACED_SET)]),
            scores=rows_of(changed, self._score_columns),
            weeks=rows_of(
                others[self._week[others] != self._chunk.week[others]], number + week
            ),
            arr_of=rows_of(moved, number),
            arr=self._amounts(moved),
            lives=rows_of(some[self._moved[some]], self._life_columns),
            history=rows_of(some[self._says_more[some]], self._history_columns),
            facets=self._facets.of(some[counted[some]]),
            changed=len(changed),
        )
        if self._target.trust:
            found.bins = self._bins(some[(self._moved | self._says_more)[some]])
        return found

    def differing(self) -> list[int]:
        """Clients whose stored standing, or week, is not what it should be."""
        week = self._chunk.week
        wrong = self._differ.any | ((week != ASK) & (week != self._chunk.told.week))
        found: list[int] = self._chunk.ids[wrong].tolist()
        return found

    def _places(self, ids: Sequence[int]) -> Ints:
        wanted = np.array(ids, dtype=np.int64)
        place = np.searchsorted(self._chunk.ids, wanted)
        there = place < len(self._chunk.ids)
        there[there] = self._chunk.ids[place[there]] == wanted[there]
        return place[there]

    def _new_evenings(self) -> Flags:
        """Of whom history would say otherwise today; all that it knows at month ends."""
        said, scores = self._chunk.told.said, self._fresh.scores
        other = ~said.config | (said.score != scores.score) | (said.tier != scores.tier)
        if is_month_end(self._target.moment.day):
            other[:] = True
        return np.where(said.there, other, self._fresh.facts.days > 0)

    def _weeks(self) -> Ints:
        """The scores of the last eight evenings, once today's is written down."""
        score = self._fresh.scores.score
        told = self._chunk.told
        week = (told.week & ~NO_SCORE) | np.where(score == UNKNOWN, NO_SCORE, score)
        known = told.said.there | self._says_more
        return np.where(known & self._target.trust, week, ASK)

    @cached_property
    def _client_columns(self) -> list[Column]:
        """The number of a client, then CLIENT_SET."""
        fresh = self._fresh
        return [
            (self._chunk.ids, None), (fresh.delta7, MISSING),
            (fresh.scores.partial.astype(np.int64), None), (fresh.open_incidents, None),
            (fresh.top_reason, None), (shown_currencies(fresh), None),
            (fresh.renews, MISSING), (fresh.live.astype(np.int64), None), (self._tier, None),
            (fresh.scores.score, UNKNOWN), (fresh.rank, None), (fresh.shown_minor, None),
        ]  # fmt: skip

    def _components(self) -> list[Column]:
        scores = self._fresh.scores
        parts = (scores.usage, scores.engagement, scores.incidents)
        return [(part, UNKNOWN) for part in parts]

    @cached_property
    def _score_columns(self) -> list[Column]:
        """The number, SCORE_SET, and who signs when, with the week."""
        facts, target = self._fresh.facts, self._target
        return [
            (self._chunk.ids, None), *self._components(), (facts.penalty, None),
            (facts.days, None), self._same(target.config.version),
            self._same(target.moment.now_us), self._same(target.run_id), (self._week, None),
        ]  # fmt: skip

    @cached_property
    def _life_columns(self) -> list[Column]:
        live = self._fresh.live.astype(np.int64)
        day = self._same(self._target.moment.day)
        return [(self._chunk.ids, None), day, (live, None), (self._arr, None)]

    @cached_property
    def _history_columns(self) -> list[Column]:
        """HISTORY_COLUMNS."""
        target = self._target
        return [
            (self._chunk.ids, None), self._same(target.moment.day),
            (self._fresh.scores.score, UNKNOWN), (self._tier, None), *self._components(),
            self._same(target.config.version), self._same(target.moment.now_us),
            self._same(0),
        ]  # fmt: skip

    def _same(self, value: object) -> Column:
        found = np.empty(len(self._chunk.ids), dtype=object)
        found[:] = value
        return found, None

    def _amounts(self, some: Ints) -> list[tuple[Any, ...]]:
        """ARR of these clients, a row a currency."""
        if len(some) == 0:
            return []
        arr = self._fresh.arr
        mine = np.flatnonzero(np.isin(arr.client, some))
        currency = picked(arr.currencies, arr.currency)
        number = self._chunk.ids[arr.client]
        return rows_of(mine, [(number, None), (currency, None), (arr.minor, None)])

    def _bins(self, some: Ints) -> Bins:
        """What these clients add to today's bins, and take off them."""
        found: Bins = {}
        said, scores = self._chunk.told.said, self._fresh.scores
        before = some[(said.live & said.there)[some]]
        after = some[self._fresh.live[some]]
        for sign, mine, score, tier, arr in (
            (-1, before, said.score, said.tier, said.arr),
            (1, after, scores.score, scores.tier, self._arr),
        ):
            key, which = np.unique(tier[mine] * 1024 + score[mine] + 1, return_inverse=True)
            n = np.bincount(which, minlength=len(key))
            money = np.zeros(len(key), dtype=np.int64)
            np.add.at(money, which, arr[mine])
            for value, count, minor in zip(
                key.tolist(), n.tolist(), money.tolist(), strict=True
            ):
                name = (TIER_CODES[value // 1024], value % 1024 - 1)
                old = found.get(name, (0, 0))
                found[name] = (old[0] + sign * count, old[1] + sign * minor)
        return found


def rows_of(some: Ints, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    """Rows of the values at some places."""
    lists = []
    for values, none in columns:
        column = values[some].tolist()
        if none is not None:
            column = [None if value == none else value for value in column]
        lists.append(column)
    return list(zip(*lists, strict=True))


def _before(chunk: Chunk) -> Side:
    s = chunk.stored
    return Side(s.live, s.tier, s.score, s.delta7, s.renews, s.arr)


def _after(fresh: StandingArrays) -> Side:
    scores = fresh.scores
    return Side(fresh.live, scores.tier, scores.score, fresh.delta7, fresh.renews, fresh.arr)
