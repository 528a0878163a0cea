"""Few clients assessed one by one: a person's change, a moment's imports.

`core.clients.standing.assess` says where each stands; `bulk` does the same for
thousands, in arrays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bellbuoy.services.scoring.at import standings_at
from bellbuoy.services.scoring.moment import Moment, Target
from bellbuoy.services.scoring.series import is_month_end
from core.clients.standing import Standing
from core.health.trend import score_at
from core.health.week import ASK, SLOTS, week_of
from storage.engine.reader import Rows
from storage.health.facets import FacetKey, FacetSums
from storage.health.rewrites import Rewrite
from storage.health.score_days import Bins
from storage.health.standings import (
    CLIENT_SET,
    SHOWN_SET,
    WORDS,
    Evening,
    Stored,
    client_columns,
    evenings_of,
    history_row,
    lives_of,
    score_columns,
    stored_standings,
)

_PLACED = len(SHOWN_SET)


class Few:
    """Some clients loaded and assessed; `rewrite` says what to write of them."""

    def __init__(self, rows: Rows, ids: Sequence[int], target: Target) -> None:
        self._target = target
        day = target.moment.day
        standings = standings_at(rows, ids, target.moment, target.config)
        self._standings = {standing.id: standing for standing in standings}
        self._stored = stored_standings(rows, ids)
        self._evenings = evenings_of(rows, ids, day - SLOTS + 1, day)
        self._lives = lives_of(rows, ids, day)

    def rewrite(self, ids: Sequence[int]) -> Rewrite:
        """What differs of these clients, which are among those loaded."""
        found = Rewrite()
        facets: dict[FacetKey, list[int]] = defaultdict(lambda: [0] * 6)
        for client in ids:
            standing, stored = self._standings.get(client), self._stored.get(client)
            if standing is not None and stored is not None:
                after = self._columns(found, standing, stored)
                _count(facets, stored, stored.client, stored.arr, -1)
                _count(facets, stored, after, standing.arr, 1)
                self._history(found, standing, stored)
        found.facets = {key: _sums(sums) for key, sums in facets.items()}
        return found

    def differing(self) -> list[int]:
        """Clients whose stored standing is not what it should be."""
        found = self.rewrite(list(self._standings))
        return [row[0] for row in found.scores]

    def _columns(self, found: Rewrite, standing: Standing, stored: Stored) -> tuple[Any, ...]:
        """Note the columns that differ; all of CLIENT_SET as they should be."""
        target, client = self._target, standing.id
        columns = client_columns(standing, target.currency)
        scores = score_columns(standing, target.config.version)
        if columns[_PLACED:] != stored.client[_PLACED:]:
            found.placed.append((client, *columns))
        elif columns != stored.client:
            found.shown.append((client, *columns[:_PLACED]))
        if standing.arr != stored.arr:
            found.arr_of.append((client,))
            found.arr += [(client, *amount) for amount in standing.arr]
        week = self._week(standing)
        if (columns, scores, standing.arr) != (stored.client, stored.score, stored.arr):
            found.changed += 1
            signed = (target.moment.now_us, target.run_id, week)
            found.scores.append((client, *scores, *signed))
        elif week != stored.week:
            found.weeks.append((client, week))
        return columns

    def _history(self, found: Rewrite, standing: Standing, stored: Stored) -> None:
        """Rows of history where it would say otherwise, and at month ends."""
        moment, version = self._target.moment, self._target.config.version
        now = _evening_of(standing, moment, version)
        latest = self._latest(standing.id)
        if self._says_more(standing, latest, now):
            row = history_row(standing, moment.day, version, moment.now_us, backfilled=False)
            found.history.append(row)
        arr = dict(standing.arr).get(self._target.currency, 0) if standing.live else 0
        before = self._lives.get(standing.id, (0, 0))
        after = (int(standing.live), arr)
        if before != after:
            found.lives.append((standing.id, moment.day, *after))
        if before[0] and latest is not None:
            _put(found.bins, latest, -1, -before[1])
        if standing.live:
            _put(found.bins, now, 1, arr)

    def _says_more(self, standing: Standing, latest: Evening | None, now: Evening) -> bool:
        if latest is None:
            return standing.facts.days > 0
        return latest[1:] != now[1:] or is_month_end(now.day)

    def _latest(self, client: int) -> Evening | None:
        evenings = self._evenings.get(client)
        return evenings[-1] if evenings else None

    def _week(self, standing: Standing) -> int:
        """The scores of the last eight evenings, once today's is written down."""
        if not self._target.trust:
            return ASK
        evenings = self._evenings.get(standing.id, [])
        if not evenings and standing.facts.days == 0:
            return ASK
        known = [(evening.day, evening.score) for evening in evenings]
        day = self._target.moment.day
        before = [score_at(known, day - back) for back in range(1, SLOTS)]
        return week_of([standing.health.score, *before])


def _evening_of(standing: Standing, moment: Moment, version: str) -> Evening:
    return Evening(moment.day, standing.health.score, standing.health.tier, version)


def _put(bins: Bins, evening: Evening, n: int, arr: int) -> None:
    key = (evening.tier, -1 if evening.score is None else evening.score)
    before = bins.get(key, (0, 0))
    bins[key] = (before[0] + n, before[1] + arr)


def _count(
    facets: dict[FacetKey, list[int]],
    stored: Stored,
    columns: Sequence[Any],
    arr: Sequence[tuple[str, int]],
    sign: int,
) -> None:
    """What a client counts for in each dimension."""
    named = dict(zip(CLIENT_SET, columns, strict=True))
    score, delta7, renews = named["score"], named["delta7"], named["renews_day"]
    counts = (1, int(score is not None), score or 0, int(delta7 is not None), delta7 or 0)
    values = [("all", ""), ("renews", "" if renews is None else str(renews))]
    values += [(name, word or "") for name, word in zip(WORDS, stored.words, strict=True)]
    for dimension, value in values:
        sums = facets[dimension, value, named["live"], named["tier"], ""]
        for column, count in enumerate(counts):
            sums[column] += sign * count
        for currency, minor in arr:
            facets[dimension, value, named["live"], named["tier"], currency][5] += sign * minor


def _sums(sums: Sequence[int]) -> FacetSums:
    n, scored, total, moved, deltas, arr = sums
    return n, scored, total, moved, deltas, arr
