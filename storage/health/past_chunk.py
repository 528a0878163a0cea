"""A chunk of clients and their past in arrays, and what history says of it.

It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from core.clients.evening_arrays import PastClients
from core.clients.standing_arrays import ClientArrays, baselines
from core.health.types import WINDOW, HealthConfig
from core.values.spans import MISSING, NEVER, Flags, Ints
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.chosen import Chosen
from storage.health.chunk import fed, incidents_of, subscriptions_of
from storage.health.columns import columns_of, ints, mine, words
from storage.health.said import TIER_CODE

_CLIENTS = """
SELECT c.id, coalesce(c.start_day, :none), coalesce(c.end_day, :none),
  CASE c.status WHEN 'churned' THEN 1 ELSE 0 END, coalesce(c.baseline_calls, 0),
  coalesce(c.baseline_logins, 0), coalesce(s.calls_since, :never),
  coalesce(s.logins_since, :never), c.plan
FROM client c JOIN score s ON s.client_id = c.id WHERE {chosen} ORDER BY c.id
"""
_NUMBERS = 8
_USE = """
SELECT client_id, day, calls, logins FROM usage_day
WHERE day IN (SELECT value FROM ints(:days)) AND {chosen}
"""
_EVENINGS = f"""
SELECT client_id, day, coalesce(score, -1), {TIER_CODE.format(tier="tier")},
  coalesce(usage_cp, -1), coalesce(engagement_cp, -1), coalesce(incidents_cp, -1),
  CASE config WHEN :version THEN 1 ELSE 0 END, backfilled
FROM score_history WHERE {{chosen}} AND day BETWEEN :first AND :last ORDER BY client_id, day
"""
_LIVES = """
SELECT client_id, day, live, arr_minor FROM arr_history
WHERE {chosen} AND day BETWEEN :first AND :last ORDER BY client_id, day
"""
# CROSS JOIN keeps the order of the loops: a client, then its own newest row.
_BEFORE = """
SELECT h.client_id, {columns} FROM score i CROSS JOIN {table} h
WHERE {chosen} AND h.client_id = i.client_id AND h.day = (
  SELECT max(x.day) FROM {table} x WHERE x.client_id = i.client_id AND x.day < :first)
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of n clients over a span of days, by client and day: rows of
    `score_history` (place of the client, day, score, tier, three components, whether
    it names the formula, backfilled), rows of `arr_history` (place, day, live, ARR),
    and both as they stood before the span: (score, tier) with -1 for no row as tier,
    (live, ARR)."""

    evenings: Ints
    lives: Ints
    evening_before: Ints
    life_before: Ints


def load_past(
    rows: Rows,
    ids: Sequence[int],
    days: tuple[int, int],
    moments: tuple[int, int],
    config: HealthConfig,
    known_us: int | None = None,
) -> tuple[Ints, PastClients]:
    """The clients among `ids` and what any window that ends from the first to the
    last of `days` reads. `moments` are the first instant of the first window and the
    last instant of the last; what became known after `known_us` is left out."""
    first, last = days[0] - WINDOW + 1, days[1]
    chosen = Chosen(ids)
    found, clients, since = clients_of(rows, ids, config)
    incidents = incidents_of(rows, chosen, found, moments[1], moments[0], known_us)
    subscriptions = subscriptions_of(rows, chosen, found, days[0], last, set(), known_us)
    use = use_of(rows, chosen, found, first, last)
    return found, PastClients(clients, since, first, use, incidents, subscriptions)


def clients_of(
    rows: Rows, ids: Sequence[int], config: HealthConfig
) -> tuple[Ints, ClientArrays, tuple[Ints, Ints]]:
    """Numbers, lives and baselines of the clients among `ids`, and since which day
    calls and logins are known: always where a source feeds them."""
    chosen = Chosen(ids)
    _, told = mine(
        np.array(ids, dtype=np.int64),
        rows.rows(
            _CLIENTS.format(chosen=chosen.where("c.id")),
            {**chosen.params, "none": MISSING, "never": NEVER},
        ),
    )
    columns = columns_of(told, _NUMBERS + 1)
    number, start, ended, churned, own_calls, own_logins, calls, logins = (
        ints(column) for column in columns[:_NUMBERS]
    )
    plan = words(columns[_NUMBERS])
    base = baselines(config, plan.index, plan.values, (own_calls, own_logins))
    for since, has in zip((calls, logins), fed(rows, number), strict=True):
        since[has] = MISSING
    return number, ClientArrays(start, ended, churned == 1, *base), (calls, logins)


def use_of(rows: Rows, chosen: Chosen, ids: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """Calls and logins of each day from `first` to `last`, as (n, days)."""
    told = rows.rows(
        _USE.format(chosen=chosen.where("client_id")),
        {**chosen.params, "days": as_list(range(first, last + 1))},
    )
    # By far the most rows that history reads: straight into one table of numbers.
    numbers = np.fromiter(chain.from_iterable(told), dtype=np.int64, count=4 * len(told))
    client, day, calls, logins = numbers.reshape(-1, 4).T
    place = np.searchsorted(ids, client)
    wanted = place < len(ids)
    wanted[wanted] = ids[place[wanted]] == client[wanted]
    place, at = place[wanted], day[wanted] - first
    found = np.zeros((2, len(ids), last - first + 1), dtype=np.int64)
    found[0, place, at], found[1, place, at] = calls[wanted], logins[wanted]
    return found[0], found[1]


def kept_of(rows: Rows, ids: Ints, first: int, last: int, version: str) -> Kept:
    """What history keeps of clients from day `first` to day `last`."""
    chosen = Chosen(ids.tolist())
    where, params = chosen.where("client_id"), {**chosen.params, "first": first, "last": last}
    tier = TIER_CODE.format(tier="h.tier")
    return Kept(
        evenings=_matrix(
            rows, ids, _EVENINGS.format(chosen=where), {**params, "version": version}, 9
        ),
        lives=_matrix(rows, ids, _LIVES.format(chosen=where), params, 4),
        evening_before=_before(
            rows, ids, "score_history", f"coalesce(h.score, -1), {tier}", first, (-1, -1)
        ),
        life_before=_before(rows, ids, "arr_history", "h.live, h.arr_minor", first, (0, 0)),
    )


def _matrix(
    rows: Rows, ids: Ints, statement: str, params: dict[str, object], count: int
) -> Ints:
    """Whole numbers as (rows, columns), the client by its place."""
    place, told = mine(ids, rows.rows(statement, params))
    columns = [ints(column) for column in columns_of(told, count)]
    return np.stack([place, *columns[1:]], axis=1)


def _before(
    rows: Rows, ids: Ints, table: str, columns: str, first: int, none: tuple[int, int]
) -> Ints:
    chosen = Chosen(ids.tolist())
    statement = _BEFORE.format(table=table, columns=columns, chosen=chosen.where("i.client_id"))
    found = np.full((len(ids), 2), none, dtype=np.int64)
    told = _matrix(rows, ids, statement, {**chosen.params, "first": first}, 3)
    found[told[:, 0]] = told[:, 1:]
    return found


def heard_at(since: tuple[Ints, Ints], day: int) -> tuple[Flags, Flags]:
    """Whether calls, and logins, are known on a day."""
    return since[0] <= day, since[1] <= day
