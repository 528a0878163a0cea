"""How long a client has been silent, told where no calendar is at hand.

Days since a contact are local days (DEFINITIONS 1.2): midnights of the store's zone
that have gone by. Between two clock changes they lie 24 hours apart, so a few runs of
them say it in whole numbers, for a database as well.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.risk.types import MOST_SILENT
from core.values.instants import day_start, to_micros

DAY_US = 86_400_000_000


class Midnights(NamedTuple):
    """So many midnights, each 24 hours after the one before; `last` in microseconds."""

    last: int
    many: int


@lru_cache(maxsize=16)
def midnights(today: int, zone: ZoneInfo) -> tuple[Midnights, ...]:
    """The midnights at which the last days began, that of `today` the last: as many as
    silence is counted, the oldest first."""
    runs: list[Midnights] = []
    for day in range(today - MOST_SILENT + 1, today + 1):
        start = to_micros(day_start(day, zone))
        if runs and start - runs[-1].last == DAY_US:
            runs[-1] = Midnights(start, runs[-1].many + 1)
        else:
            runs.append(Midnights(start, 1))
    return tuple(runs)


def silent_days(contact_us: int, runs: tuple[Midnights, ...]) -> int:
    """Whole local days since a contact, as many as there are midnights at most."""
    return sum(
        min(run.many, max(0, (run.last - contact_us + DAY_US - 1) // DAY_US)) for run in runs
    )
