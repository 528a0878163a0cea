"""The subscriptions of one client that count as recurring revenue on a day."""

from __future__ import annotations

from core.clients.figures import Counted
from core.clients.revenue import arr_of
from core.values.money import Money
from storage.engine.reader import Rows

_COUNTED = """
SELECT external_id, source, plan, amount_minor, currency, quantity, period, start_day,
       end_day, status
FROM subscription WHERE client_id = :client AND start_day <= :day
  AND (end_day IS NULL OR end_day > :day) AND trial = 0
  AND status IN ('active', 'past_due') AND (:known IS NULL OR known_us <= :known)
ORDER BY amount_minor * quantity DESC, source, external_id
"""


def counted_of(rows: Rows, client_id: int, day: int, known_us: int | None) -> list[Counted]:
    """Each with its ARR, the largest amounts first."""
    told = {"client": client_id, "day": day, "known": known_us}
    found = []
    for key, source, plan, minor, code, seats, period, start, end, status in rows.rows(
        _COUNTED, told
    ):
        arr = arr_of(start, end, minor, seats, period, status, False, day)
        found.append(
            Counted(key, source, plan, Money(minor, code), seats, period, Money(arr, code))
        )
    return found
