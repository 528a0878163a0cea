"""Standings as stored columns, and what is stored of few clients now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from core.clients.standing import Standing, shown_arr
from storage.engine.params import as_list
from storage.engine.reader import Rows

SHOWN_SET = (
    "delta7",
    "partial",
    "open_incidents",
    "top_reason",
    "currency",
    "renews_day",
    "live",
)
PLACED_SET = ("tier", "score", "health_rank", "arr_minor")
"""The columns of a client that the indexes of lists hold, and the score with them: an
index is rewritten for each that is named in an update, whether its value changes or not."""
CLIENT_SET = (*SHOWN_SET, *PLACED_SET)
SCORE_SET = ("usage_cp", "engagement_cp", "incidents_cp", "penalty", "days", "config")
WORDS = ("owner", "plan", "industry", "country")
HISTORY_COLUMNS = (
    "client_id", "day", "score", "tier", "usage_cp", "engagement_cp", "incidents_cp",
    "config", "recorded_us", "backfilled",
)  # fmt: skip
_IDS = "(SELECT value FROM ints(:ids))"
# CROSS JOIN keeps the order of the loops: a client, then its own rows.
_SCORES = f"""
SELECT h.client_id, h.day, h.score, h.tier, h.config
FROM score i CROSS JOIN score_history h WHERE i.client_id IN {_IDS}
  AND h.client_id = i.client_id AND h.day <= :day AND h.day >= coalesce(
    (SELECT max(x.day) FROM score_history x WHERE x.client_id = i.client_id
     AND x.day <= :since), :since)
ORDER BY h.client_id, h.day
"""
_LIVES = f"""
SELECT h.client_id, h.live, h.arr_minor
FROM score i CROSS JOIN arr_history h WHERE i.client_id IN {_IDS}
  AND h.client_id = i.client_id AND h.day = (SELECT max(x.day) FROM arr_history x
    WHERE x.client_id = i.client_id AND x.day <= :day)
"""


class Stored(NamedTuple):
    """What is stored of a client: columns of CLIENT_SET, of SCORE_SET, its `week`,
    its values of WORDS, and its ARR as (currency, minor) by currency."""

    client: tuple[Any, ...]
    score: tuple[Any, ...]
    week: int
    words: tuple[str | None, ...]
    arr: tuple[tuple[str, int], ...]


class Evening(NamedTuple):
    """A row of history as it stood at the end of its day."""

    day: int
    score: int | None
    tier: str
    config: str


def stored_standings(rows: Rows, ids: Sequence[int]) -> dict[int, Stored]:
    """What is stored now, by client."""
    arrs = arr_of_clients(rows, ids)
    found = rows.rows(
        f"SELECT c.id, s.week, {_prefixed('c', CLIENT_SET)}, {_prefixed('s', SCORE_SET)},"
        f" {_prefixed('c', WORDS)} FROM client c JOIN score s ON s.client_id = c.id"
        f" WHERE c.id IN {_IDS} ORDER BY c.id",
        {"ids": as_list(ids)},
    )
    one, two = len(CLIENT_SET), len(CLIENT_SET) + len(SCORE_SET)
    return {
        client: Stored(
            tuple(row[:one]), tuple(row[one:two]), week, tuple(row[two:]), arrs.get(client, ())
        )
        for client, week, *row in found
    }


def arr_of_clients(rows: Rows, ids: Sequence[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Client to its stored ARR, (currency, minor) by currency; without any: none."""
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for client, currency, minor in rows.rows(
        "SELECT client_id, currency, arr_minor FROM client_arr"
        f" WHERE client_id IN {_IDS} ORDER BY client_id, currency",
        {"ids": as_list(ids)},
    ):
        found[client] = (*found.get(client, ()), (currency, minor))
    return found


def evenings_of(
    rows: Rows, ids: Sequence[int], since: int, day: int
) -> dict[int, list[Evening]]:
    """Client to its rows of history, oldest first: the one that stood at the end of
    `since`, and those up to the end of `day`."""
    found: dict[int, list[Evening]] = {}
    for client, *row in rows.rows(_SCORES, {"ids": as_list(ids), "since": since, "day": day}):
        found.setdefault(client, []).append(Evening(*row))
    return found


def lives_of(rows: Rows, ids: Sequence[int], day: int) -> dict[int, tuple[int, int]]:
    """Client to (live, ARR in the base currency) as history says of the end of a
    day; whom it does not know was not live."""
    found = rows.rows(_LIVES, {"ids": as_list(ids), "day": day})
    return {client: (live, arr) for client, live, arr in found}


def kept_history(
    rows: Rows, ids: Sequence[int], first: int, last: int
) -> dict[int, dict[int, tuple[Any, ...]]]:
    """Client to day to its row of history (HISTORY_COLUMNS), of a range of days."""
    found = rows.rows(
        f"SELECT {', '.join(HISTORY_COLUMNS)} FROM score_history"
        f" WHERE client_id IN {_IDS} AND day BETWEEN :first AND :last ORDER BY client_id, day",
        {"ids": as_list(ids), "first": first, "last": last},
    )
    return _by_client(found)


def kept_lives(
    rows: Rows, ids: Sequence[int], first: int, last: int
) -> dict[int, dict[int, tuple[Any, ...]]]:
    """Client to day to its row (client, day, live, ARR), of a range of days."""
    found = rows.rows(
        "SELECT client_id, day, live, arr_minor FROM arr_history"
        f" WHERE client_id IN {_IDS} AND day BETWEEN :first AND :last ORDER BY client_id, day",
        {"ids": as_list(ids), "first": first, "last": last},
    )
    return _by_client(found)


def _by_client(
    found: Iterable[tuple[Any, ...]],
) -> dict[int, dict[int, tuple[Any, ...]]]:
    told: dict[int, dict[int, tuple[Any, ...]]] = {}
    for row in found:
        told.setdefault(row[0], {})[row[1]] = row
    return told


def _prefixed(alias: str, names: Iterable[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def client_columns(standing: Standing, base: str) -> tuple[Any, ...]:
    """The columns of CLIENT_SET. The list shows one currency: the store's own if
    the client has it, else the first."""
    currency, minor = shown_arr(standing.arr, base)
    health = standing.health
    return (
        standing.delta7, int(health.partial), standing.open_incidents,
        standing.top_reason, currency, standing.renews, int(standing.live),
        health.tier, health.score, standing.rank, minor,
    )  # fmt: skip


def score_columns(standing: Standing, config: str) -> tuple[Any, ...]:
    """The columns of SCORE_SET."""
    facts = standing.facts
    return (*standing.health.components, facts.penalty, facts.days, config)


def history_row(
    standing: Standing, day: int, config: str, recorded_us: int, *, backfilled: bool
) -> tuple[Any, ...]:
    health = standing.health
    return (
        standing.id, day, health.score, health.tier, *health.components, config,
        recorded_us, int(backfilled),
    )  # fmt: skip
