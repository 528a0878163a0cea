"""Clients that a run of a simulation has reached: without their runs, and with them.

While a run is in force the tables hold a client with it; what is derived of it without
any run is kept beside. Lifting takes all runs of a client out, so that every row of it is
as it would be without them; laying puts them in again upon whatever facts have come in.
The recompute does both, and so keeps both up to date.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bellbuoy.services.scoring.few import Few
from bellbuoy.services.scoring.moment import Target
from bellbuoy.services.scoring.writing import newest_day
from core.health.types import HealthConfig
from storage.engine.reader import Rows
from storage.health.rewrites import put_rewrite
from storage.simulations.derived import begin_earlier, swap
from storage.simulations.rows import lay_rows, lift_rows
from storage.simulations.use import lay_use, lift_use
from storage.store.reads import settings

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_DAY = "health.day"
"""The setting that says for which day, and by which formula, scores stand."""


def turned_to(rows: Rows, day: int, config: HealthConfig) -> bool:
    """Whether scores stand for a day, by the formula in force."""
    return settings(rows).get(_DAY) == f"{day} {config.version}"


def lift(unit: Unit, ids: Sequence[int], day: int) -> None:
    """Take all runs of these clients out: their rows are those of facts alone."""
    begin_earlier(unit, ids, day)
    lift_rows(unit, ids)
    lift_use(unit, ids, day)
    swap(unit, ids, newest_day(unit))


def lay(unit: Unit, ids: Sequence[int], day: int) -> None:
    """Put them in again."""
    swap(unit, ids, newest_day(unit))
    lay_rows(unit, ids)
    lay_use(unit, ids, day)


def scored(unit: Unit, ids: Sequence[int], target: Target, newest: int) -> int:
    """Score clients as the tables hold them; how many standings differ."""
    rewrite = Few(unit, ids, target).rewrite(ids)
    put_rewrite(unit, rewrite, target.moment.day, newest)
    return rewrite.changed


def both_ways(unit: Unit, ids: Collection[int], target: Target, newest: int) -> int:
    """Score simulated clients without their runs, and with them; how many of them stand
    differently without."""
    some, day = sorted(ids), target.moment.day
    if not some:
        return 0
    lift(unit, some, day)
    changed = scored(unit, some, target, newest)
    lay(unit, some, day)
    scored(unit, some, target, newest)
    return changed
