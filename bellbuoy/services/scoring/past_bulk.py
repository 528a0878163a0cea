"""The history of thousands of clients, computed as arrays of (clients, days).

It loads numpy: `past_few` does the same for few clients.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from bellbuoy.services.scoring.bulk import Column, rows_of
from bellbuoy.services.scoring.moment import Moment, PastTarget
from bellbuoy.services.scoring.series import is_month_end
from core.clients.evening_arrays import Ends, carried, evenings, kept_evenings, kept_lives
from core.clients.stored_arrays import picked
from core.health.arrays import TIER_CODES, UNKNOWN
from core.values.spans import Flags, Ints
from storage.engine.reader import Rows
from storage.health.past_chunk import kept_of, load_past
from storage.health.past_rewrites import PastRewrite
from storage.health.score_days import Days

_BITS = 10
_SCORES = (1 << _BITS) - 1
_NOBODY = -(2**62)
"""Instead of an ARR: the client is not live."""


class _Rows(NamedTuple):
    """Rows of history in arrays: the place of the client, the day, and the rest."""

    client: Ints
    day: Ints
    values: Ints


def ends_of(moments: Sequence[Moment]) -> Ends:
    def column(values: Sequence[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    return Ends(
        column([moment.day for moment in moments]),
        column([moment.now_us for moment in moments]),
        column([moment.window_us for moment in moments]),
    )


class PastBulk:
    """Some clients and their evenings; `rewrite` says what to write of them.

    Raises OverflowError for an ARR that arrays cannot hold (`PastFew` can).
    """

    def __init__(self, rows: Rows, ids: Sequence[int], target: PastTarget) -> None:
        moments, self._target = target.moments, target
        first, last = moments[0].day, moments[-1].day
        newest = max(last, target.newest)
        self._ids, past = load_past(
            rows, ids, (first, last), (moments[0].window_us, moments[-1].now_us), target.config
        )
        found = evenings(past, ends_of(moments), target.config, target.currency)
        kept = kept_of(rows, self._ids, first, newest, target.config.version)
        self._evenings = _written(
            kept_evenings(
                found,
                np.array([is_month_end(moment.day) for moment in moments]),
                kept.evening_before[:, 0] >= 0,
            ),
            first,
            (found.score, found.tier, found.usage, found.engagement, found.incidents),
        )
        before = kept.life_before
        self._lives = _written(
            kept_lives(found, before[:, 0] == 1, before[:, 1]),
            first,
            (found.live.astype(np.int64), found.arr),
        )
        old_evenings = _Rows(kept.evenings[:, 0], kept.evenings[:, 1], kept.evenings[:, 2:])
        old_lives = _Rows(kept.lives[:, 0], kept.lives[:, 1], kept.lives[:, 2:])
        # What was written by another formula, or live, is written again.
        ones = np.ones((len(self._evenings.client), 2), dtype=np.int64)
        told = self._evenings._replace(values=np.hstack([self._evenings.values, ones]))
        self._put, self._gone = _differing(told, old_evenings, last)
        self._put_lives, self._gone_lives = _differing(self._lives, old_lives, last)
        self._later = np.stack(
            [
                np.bincount(old.client[old.day > last], minlength=len(self._ids))
                for old in (old_evenings, old_lives)
            ],
            axis=1,
        )
        self._find_differences(
            (old_evenings, old_lives),
            (_codes_before(kept.evening_before), _arr_before(before)),
            (first, last, newest),
        )

    def history(self) -> list[tuple[Any, ...]]:
        """Every row of history of the days, HISTORY_COLUMNS."""
        return self._history_rows(np.arange(len(self._evenings.client)))

    def rewrite(self, ids: Sequence[int]) -> PastRewrite:
        """What differs of these clients, which are among those loaded."""
        mine = np.isin(self._ids, np.array(ids, dtype=np.int64))
        lives = self._lives
        put = self._put_lives[mine[lives.client[self._put_lives]]]
        columns: list[Column] = [
            (self._ids[lives.client], None), (lives.day, None),
            (lives.values[:, 0], None), (lives.values[:, 1], None),
        ]  # fmt: skip
        later = self._later[mine].sum(axis=0).tolist()
        return PastRewrite(
            history=self._history_rows(self._put[mine[self._evenings.client[self._put]]]),
            history_gone=self._keys(self._gone, mine),
            lives=rows_of(put, columns),
            lives_gone=self._keys(self._gone_lives, mine),
            days=self._differences(mine),
            later=(later[0], later[1]),
        )

    def _history_rows(self, some: Ints) -> list[tuple[Any, ...]]:
        found, target = self._evenings, self._target
        score, tier, *components = found.values.T
        same: list[Column] = []
        for value in (target.config.version, target.recorded_us, 1):
            column = np.empty(len(tier), dtype=object)
            column[:] = value
            same.append((column, None))
        return rows_of(
            some,
            [
                (self._ids[found.client], None), (found.day, None), (score, UNKNOWN),
                (picked(TIER_CODES, tier), None), *((part, UNKNOWN) for part in components),
                *same,
            ],
        )  # fmt: skip

    def _keys(self, gone: _Rows, mine: Flags) -> list[tuple[Any, ...]]:
        some = np.flatnonzero(mine[gone.client])
        return rows_of(some, [(self._ids[gone.client], None), (gone.day, None)])

    def _find_differences(
        self, old: tuple[_Rows, _Rows], before: tuple[Ints, Ints], days: tuple[int, int, int]
    ) -> None:
        """The cells (client, day) whose score, tier, life or ARR changes, with the
        bin and the ARR that they count for before and after."""
        first, last, newest = days
        shape = (len(self._ids), newest - first + 1)
        codes, arrs = [], []
        for new in (False, True):
            evening, life = old
            if new:
                evening = _continued(self._evenings, evening, last)
                life = _continued(self._lives, life, last)
            code = (evening.values[:, 1] << _BITS) | (evening.values[:, 0] + 1)
            arr = np.where(life.values[:, 0] == 1, life.values[:, 1], _NOBODY)
            codes.append(carried(shape, evening.client, evening.day - first, code, before[0]))
            arrs.append(carried(shape, life.client, life.day - first, arr, before[1]))
        cells = np.nonzero((codes[0] != codes[1]) | (arrs[0] != arrs[1]))
        self._cells = (cells[0], cells[1] + first)
        self._sides = [(code[cells], arr[cells]) for code, arr in zip(codes, arrs, strict=True)]

    def _differences(self, mine: Flags) -> Days:
        client, day = self._cells
        found: Days = {}
        for sign, (code, arr) in zip((-1, 1), self._sides, strict=True):
            some = mine[client] & (code >= 0) & (arr != _NOBODY)
            key, which = np.unique((day[some] << (_BITS + 2)) | code[some], return_inverse=True)
            minor = np.zeros(len(key), dtype=np.int64)
            np.add.at(minor, which, arr[some])
            n = np.bincount(which, minlength=len(key))
            for value, count, money in zip(
                key.tolist(), n.tolist(), minor.tolist(), strict=True
            ):
                bins = found.setdefault(value >> (_BITS + 2), {})
                name = (TIER_CODES[(value >> _BITS) & 3], (value & _SCORES) - 1)
                old = bins.get(name, (0, 0))
                bins[name] = (old[0] + sign * count, old[1] + sign * money)
        return found


def _written(kept: Flags, first: int, columns: Sequence[Ints]) -> _Rows:
    """Rows of the evenings that are kept, by client and day."""
    client, day = np.nonzero(kept)
    values = np.stack([column[client, day] for column in columns], axis=1)
    return _Rows(client, day + first, values)


def _differing(new: _Rows, old: _Rows, last: int) -> tuple[Ints, _Rows]:
    """Which new rows stand otherwise or not at all, and the old ones up to day `last`
    that have no successor."""
    old = _Rows(*(column[old.day <= last] for column in old))
    keys, known = ((rows.client << 32) + rows.day for rows in (new, old))
    place = np.searchsorted(known, keys)
    there = place < len(known)
    there[there] = known[place[there]] == keys[there]
    same = there.copy()
    same[there] = (old.values[place[there]] == new.values[there]).all(axis=1)
    gone = np.ones(len(known), dtype=bool)
    gone[place[there]] = False
    return np.flatnonzero(~same), _Rows(*(column[gone] for column in old))


def _continued(new: _Rows, old: _Rows, last: int) -> _Rows:
    """The new rows, then the old ones of later days, by client and day."""
    later = old.day > last
    width = new.values.shape[1]
    client = np.concatenate([new.client, old.client[later]])
    day = np.concatenate([new.day, old.day[later]])
    values = np.concatenate([new.values, old.values[later][:, :width]])
    order = np.lexsort((day, client))
    return _Rows(client[order], day[order], values[order])


def _codes_before(before: Ints) -> Ints:
    """Bins before the span of days: -1 where there is no row."""
    return np.where(before[:, 1] < 0, -1, (before[:, 1] << _BITS) | (before[:, 0] + 1))


def _arr_before(before: Ints) -> Ints:
    return np.where(before[:, 0] == 1, before[:, 1], _NOBODY)
