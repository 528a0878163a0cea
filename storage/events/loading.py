"""Day totals into a store that nobody uses yet: every one is new, so that nothing
has to be looked up, compared or added to what was there.

What stands in the store at the end is what `writes.roll_up` would have put there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storage.engine.unit import Unit, bulk_insert
from storage.events.tables import UsageDay, UsageTotal

_COLUMNS = (
    "source", "client_id", "day", "calls", "logins", "known_us", "backfilled", "flagged",
)  # fmt: skip
_SHARED = ("source", "backfilled", "flagged")


def insert_totals(unit: Unit, source: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """First statements of day totals (client, day, calls, logins, known), told
    afterwards by one source, by day and client."""
    statement = bulk_insert(UsageTotal, _COLUMNS, shared=_SHARED)
    unit.bulk(statement, rows, (source, 1, 0))


def insert_days(unit: Unit, rows: Iterable[tuple[int, int, int, int]]) -> None:
    """Days that have none yet (day, client, calls, logins), by day and client."""
    unit.bulk(bulk_insert(UsageDay, ("day", "client_id", "calls", "logins")), rows)


def fill_sum(unit: Unit, day: int) -> None:
    """The use of the whole base on a day, from the rollup."""
    unit.run(
        "INSERT INTO usage_sum (day, calls, logins) SELECT day, sum(calls), sum(logins)"
        " FROM usage_day WHERE day = ? GROUP BY day",
        (day,),
    )
