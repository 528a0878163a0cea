"""Window sums: turning them to another day, and whose are behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.health.types import WINDOW
from core.health.week import ASK, BITS, NO_SCORE, SLOTS
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.health.chosen import Chosen

if TYPE_CHECKING:
    from storage.engine.unit import Unit

# Days on the far side of `edge` enter the window, or leave it where it goes back.
_MOVED = """
UPDATE score SET calls_30 = calls_30 + moved.calls, logins_30 = logins_30 + moved.logins
FROM (SELECT client_id, sum(CASE WHEN day > :edge THEN calls ELSE -calls END) * :sign AS calls,
        sum(CASE WHEN day > :edge THEN logins ELSE -logins END) * :sign AS logins
      FROM usage_day WHERE day IN (SELECT value FROM ints(:days)) AND {chosen}
      GROUP BY client_id) AS moved
WHERE score.client_id = moved.client_id AND score.window_day = :was
"""
# What `core.health.week.next_day` does.
_NEXT_WEEK = (
    f"CASE WHEN week = {ASK} THEN {ASK}"
    f" ELSE ((week & {(1 << BITS * (SLOTS - 1)) - 1}) << {BITS}) | (week & {NO_SCORE}) END"
)


def windows_behind(rows: Rows, ids: Sequence[int], day: int) -> bool:
    """Whether any window sum of these clients ends on another day."""
    chosen = Chosen(ids)
    found = rows.value(
        f"SELECT 1 FROM score WHERE {chosen.where('client_id')} AND window_day <> :day LIMIT 1",
        {**chosen.params, "day": day},
    )
    return found is not None


def turn_windows(unit: Unit, ids: Sequence[int], day: int) -> None:
    """Bring the window sums of these clients to the window that ends on `day`: add
    the days that enter, take off those that leave. A week goes on by one day, and
    has to be asked anew after more, or back."""
    chosen = Chosen(ids, exact=True)
    where = chosen.where("client_id")
    for (was,) in unit.rows(
        f"SELECT DISTINCT window_day FROM score WHERE {where} AND window_day <> :day"
        " ORDER BY window_day",
        {**chosen.params, "day": day},
    ):
        old, new = (set(range(end - WINDOW + 1, end + 1)) for end in (was, day))
        ahead = day > was
        unit.run(
            _MOVED.format(chosen=where),
            {
                **chosen.params,
                "days": as_list(sorted(old ^ new)),
                "edge": was if ahead else was - WINDOW,
                "sign": 1 if ahead else -1,
                "was": was,
            },
        )
        week = _NEXT_WEEK if day == was + 1 else str(ASK)
        unit.run(
            f"UPDATE score SET window_day = :day, week = {week}"
            f" WHERE {where} AND window_day = :was",
            {**chosen.params, "day": day, "was": was},
        )
