"""What the history says of many clients, in arrays: today, and seven days before.

It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.clients.standing_arrays import At
from core.clients.stored_arrays import SaidArrays
from core.health.types import HealthConfig
from core.health.week import BITS, NO_SCORE, SLOTS
from core.values.spans import Flags, Ints
from storage.engine.reader import Rows
from storage.health.chosen import Chosen
from storage.health.columns import columns_of, ints, mine

TIER_CODE = (
    "CASE {tier} WHEN 'healthy' THEN 0 WHEN 'at_risk' THEN 1 WHEN 'critical' THEN 2 ELSE 3 END"
)
# CROSS JOIN keeps the order of the loops: a client, then its own rows.
_SCORES = f"""
SELECT h.client_id, h.day, coalesce(h.score, -1), {TIER_CODE.format(tier="h.tier")},
  CASE h.config WHEN :version THEN 1 ELSE 0 END
FROM score i CROSS JOIN score_history h WHERE {{chosen}} AND h.client_id = i.client_id
"""
_SCORE_THEN = f"""{_SCORES} AND h.day = (SELECT max(x.day) FROM score_history x
    WHERE x.client_id = i.client_id AND x.day <= :then)
"""
_SCORES_SINCE = f"{_SCORES} AND h.day > :then AND h.day <= :now ORDER BY h.client_id, h.day"
_NO_ROW = -2
_LIFE_AT = """
SELECT h.client_id, h.live, h.arr_minor
FROM score i CROSS JOIN arr_history h WHERE {chosen} AND h.client_id = i.client_id
  AND h.day = (SELECT max(x.day) FROM arr_history x
    WHERE x.client_id = i.client_id AND x.day <= :day)
"""


@dataclass(frozen=True, slots=True)
class Told:
    """The last eight evenings in one number (`core.health.week`), the score of seven
    days before (-1: none), and what history says of today."""

    week: Ints
    score_7: Ints
    said: SaidArrays


def ask_history(
    rows: Rows, ids: Ints, asked: Flags, at: At, config: HealthConfig, told: Told
) -> Told:
    """`told`, with what history says of the clients in `asked`."""
    if not asked.any():
        return told
    some = np.flatnonzero(asked)
    evenings, now = _evenings(rows, ids[some], at.day, config.version)
    week, score_7 = told.week.copy(), told.score_7.copy()
    week[some], score_7[some] = packed(evenings), evenings[:, 0]
    life = _lives_at(rows, ids[some], at.day)
    filled = (now[:, 0], now[:, 1], now[:, 2] == 1, now[:, 3] == 1, life[:, 0] == 1, life[:, 1])
    names = ("score", "tier", "config", "there", "live", "arr")
    said = told.said
    for name, values in zip(names, filled, strict=True):
        column = getattr(said, name).copy()
        column[some] = values
        said = replace(said, **{name: column})
    return Told(week, score_7, said)


def packed(evenings: Ints) -> Ints:
    """`core.health.week.week_of` of (n, 8) scores, oldest first, -1: none."""
    found = np.zeros(len(evenings), dtype=np.int64)
    for column in range(SLOTS):
        score = evenings[:, column]
        found = (found << BITS) | np.where(score < 0, NO_SCORE, score)
    return found


def _evenings(rows: Rows, ids: Ints, day: int, version: str) -> tuple[Ints, Ints]:
    """The scores of the last eight evenings as (n, 8), oldest first, and today's
    score, tier, whether it names the formula, and whether there is a row, (n, 4)."""
    chosen = Chosen(ids.tolist())
    params = {**chosen.params, "version": version, "then": day - SLOTS + 1, "now": day}
    now = np.full((len(ids), 4), (-1, 3, 0, 0), dtype=np.int64)
    scores = np.full((len(ids), SLOTS), _NO_ROW, dtype=np.int64)
    scores[:, 0] = -1
    for statement in (_SCORE_THEN, _SCORES_SINCE):
        place, told = mine(
            ids, rows.rows(statement.format(chosen=chosen.where("i.client_id")), params)
        )
        columns = [ints(column) for column in columns_of(told, 5)]
        scores[place, np.maximum(columns[1] - params["then"], 0)] = columns[2]
        # They come by day, and of several for one client the last stays.
        now[place] = np.stack([*columns[2:], np.ones_like(columns[0])], axis=1)
    for column in range(1, SLOTS):
        same = scores[:, column] == _NO_ROW
        scores[same, column] = scores[same, column - 1]
    return scores, now


def _lives_at(rows: Rows, ids: Ints, day: int) -> Ints:
    """Whether each client was live, and its ARR, as (n, 2)."""
    chosen = Chosen(ids.tolist())
    place, told = mine(
        ids,
        rows.rows(
            _LIFE_AT.format(chosen=chosen.where("i.client_id")), {**chosen.params, "day": day}
        ),
    )
    found = np.zeros((len(ids), 2), dtype=np.int64)
    columns = columns_of(told, 3)
    found[place, 0], found[place, 1] = ints(columns[1]), ints(columns[2])
    return found
