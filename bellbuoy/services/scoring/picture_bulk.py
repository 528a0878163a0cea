"""Rows of a past picture for thousands of clients, in arrays.

It loads numpy: `picture` does the same for few clients, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.at import (
    heard_then,
    past_bought,
    past_last_use,
    past_sums,
    told_use,
    whole_days,
)
from bellbuoy.services.scoring.bulk import Column, rows_of
from bellbuoy.services.scoring.moment import Moment, end_of_day
from core.clients.evening_arrays import window_sums
from core.clients.standing_arrays import At, StandingArrays, assess_arrays
from core.clients.stored_arrays import picked, shown_currencies
from core.health.arrays import TIER_CODES, UNKNOWN
from core.health.types import WINDOW, HealthConfig
from core.values.spans import MISSING, Ints
from storage.clients.walk import NextClient
from storage.engine.reader import Rows
from storage.health.chosen import Chosen
from storage.health.chunk import incidents_of, subscriptions_of
from storage.health.formulas import formulas_then
from storage.health.past_chunk import clients_of, use_of

Pair = tuple[Ints, Ints]
"""Of calls, and of logins."""
_WEEK = 7


def picture_rows(
    ctx: Context,
    rows: Rows,
    view: int,
    clients: Sequence[NextClient],
    moment: Moment,
    otherwise: HealthConfig,
) -> list[tuple[Any, ...]]:
    """Rows (PAST_COLUMNS) of clients as they stood at a moment, by client, each under
    the formula of that day; one that had not started is not among them. Raises
    OverflowError for an ARR that arrays cannot hold."""
    keys = {client.id: client.key for client in clients}
    found: list[tuple[Any, ...]] = []
    for config, ids in formulas_then(rows, list(keys), moment.day, otherwise).values():
        past = _Past(ctx, rows, ids, moment, config)
        before = past.scores(end_of_day(moment.day - _WEEK, ctx.zone), otherwise)
        found += past.rows(view, keys, past.standing(moment, config, before))
    return sorted(found, key=lambda row: int(row[1]))


@dataclass(frozen=True, slots=True)
class _Use:
    """Use of each day of the last five weeks and two days, as (n, days)."""

    first: int
    pair: Pair


class _Past:
    """Some clients up to a past moment."""

    def __init__(
        self,
        ctx: Context,
        rows: Rows,
        ids: Sequence[int],
        moment: Moment,
        config: HealthConfig,
    ) -> None:
        self._ctx, self._rows, self._moment = ctx, rows, moment
        self._config = config
        self._ids, self._clients, self._since = clients_of(rows, ids, config)
        self._list: list[int] = self._ids.tolist()
        self._chosen = Chosen(self._list)
        self._use = None if ctx.as_known else self._days()

    def _days(self) -> _Use:
        """The days of the rollup; the moment's own from the facts, where it is not
        over yet."""
        moment = self._moment
        first = moment.day - _WEEK - WINDOW + 1
        calls, logins = use_of(self._rows, self._chosen, self._ids, first, moment.day)
        if not whole_days(self._ctx, moment):
            calls[:, -1] = logins[:, -1] = 0
            told = told_use(self._rows, self._ctx, self._list, moment.day, moment)
            for client, days in told.items():
                place = np.searchsorted(self._ids, client)
                used = days.get(moment.day, (0, 0))
                calls[place, -1], logins[place, -1] = used[0] or 0, used[1] or 0
        return _Use(first, (calls, logins))

    def _sums(self, moment: Moment) -> Pair:
        """Window sums at a moment, -1 where the measure was not known."""
        if self._use is not None:
            day = np.array([moment.day])
            sums = [window_sums(use, self._use.first, day)[:, 0] for use in self._use.pair]
        else:
            told = past_sums(self._rows, self._ctx, self._list, moment)
            pairs = [told.get(client, (0, 0)) for client in self._list]
            sums = list(np.array(pairs, dtype=np.int64).reshape(-1, 2).T)
        if whole_days(self._ctx, moment):
            known = [since <= moment.day for since in self._since]
        else:
            heard = heard_then(self._rows, self._ctx, self._list, moment)
            known = [np.array([heard[each][n] for each in self._list]) for n in (0, 1)]
        calls, logins = (
            np.where(has, total, UNKNOWN) for has, total in zip(known, sums, strict=True)
        )
        return calls, logins

    def standing(self, moment: Moment, config: HealthConfig, before: Ints) -> StandingArrays:
        """Where they stood; `before` are the scores of seven days before."""
        known_us = moment.now_us if self._ctx.as_known else None
        incidents = incidents_of(
            self._rows, self._chosen, self._ids, moment.now_us, moment.window_us, known_us
        )
        subscriptions = subscriptions_of(
            self._rows, self._chosen, self._ids, moment.day, moment.day, set(), known_us
        )
        clients = self._clients
        if config != self._config:
            # Another formula holds clients against other baselines.
            _, clients, _ = clients_of(self._rows, self._list, config)
        at = At(moment.now_us, moment.window_us, moment.day, self._ctx.info.currency)
        return assess_arrays(
            clients, self._sums(moment), before, incidents, subscriptions, config, at
        )

    def scores(self, moment: Moment, otherwise: HealthConfig) -> Ints:
        """The scores of another moment, each under the formula of its own day."""
        nobody = np.full(len(self._ids), UNKNOWN, dtype=np.int64)
        found = nobody.copy()
        formulas = formulas_then(self._rows, self._list, moment.day, otherwise)
        for config, members in formulas.values():
            place = np.searchsorted(self._ids, members)
            found[place] = self.standing(moment, config, nobody).scores.score[place]
        return found

    def _last_use(self) -> Pair:
        """The newest day with any use, and with a login; MISSING for none."""
        found = np.full((2, len(self._ids)), MISSING, dtype=np.int64)
        if self._use is not None:
            calls, logins = self._use.pair
            days = np.arange(self._use.first, self._moment.day + 1)
            for place, used in enumerate(((calls > 0) | (logins > 0), logins > 0)):
                found[place] = np.where(used, days, MISSING).max(axis=1)
        silent = [self._list[n] for n in np.flatnonzero((found == MISSING).any(axis=0))]
        for client, last in past_last_use(self._rows, self._ctx, silent, self._moment).items():
            found[:, np.searchsorted(self._ids, client)] = [
                MISSING if day is None else day for day in last
            ]
        return found[0], found[1]

    def _bought(self) -> Ints:
        """The day of the last purchase; MISSING for none."""
        found = past_bought(self._rows, self._ctx, self._list, self._moment)
        return np.array([found.get(client, MISSING) for client in self._list], dtype=np.int64)

    def rows(
        self, view: int, keys: dict[int, str], found: StandingArrays
    ) -> Iterable[tuple[Any, ...]]:
        """Rows of those who had started."""
        told, scores, facts = self._clients, found.scores, found.facts
        day = self._moment.day
        gone = (told.ended != MISSING) & (told.ended <= day)
        names = np.empty(len(self._ids), dtype=object)
        names[:] = [keys[client] for client in self._list]
        seen, login = self._last_use()
        columns: list[Column] = [
            (np.full(len(self._ids), view), None), (self._ids, None), (names, None),
            (picked(("active", "churned"), gone.astype(np.int64)), None),
            (found.shown_minor, None), (shown_currencies(found), None),
            (found.renews, MISSING), (scores.score, UNKNOWN), (found.rank, None),
            (picked(TIER_CODES, scores.tier), None), (found.delta7, MISSING),
            (scores.partial.astype(np.int64), None), (found.open_incidents, None),
            (seen, MISSING), (login, MISSING), (found.top_reason, None),
            (facts.calls, UNKNOWN), (facts.logins, UNKNOWN), (scores.usage, UNKNOWN),
            (scores.engagement, UNKNOWN), (scores.incidents, UNKNOWN),
            (facts.penalty, None), (facts.days, None), (self._bought(), MISSING),
        ]  # fmt: skip
        return rows_of(np.flatnonzero(told.start <= day), columns)
