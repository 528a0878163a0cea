"""Which figures of the whole base runs in force have moved: they bear a mark."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.clients.moved import moved_figures
from core.health.types import TIERS
from storage.engine.reader import Rows
from storage.simulations import moved as stored
from storage.simulations.reads import any_simulated

_EVERY = frozenset(
    {"health", "trend", "at_risk", "incidents", *(f"tier:{tier}" for tier in TIERS)}
)
_MOST = 2_000
"""So many clients are looked at one by one; of more, every figure of scores counts as
moved."""


@service("overview:read")
def moved(ctx: Context) -> frozenset[str]:
    """Names of figures that are others than without the runs in force: those of the
    counters (`health`, `trend`, `at_risk`, `incidents`, `arr`, `clients`), `calls`,
    `logins`, and `tier:critical`, `owner:ana` of what is told by group, `severity:high`
    of open incidents. Empty in a look at the past."""
    if ctx.as_of is not None:
        return frozenset()
    with ctx.reader() as reader:
        return moved_by_runs(reader, grouped=True)


def moved_by_runs(rows: Rows, *, grouped: bool = False) -> frozenset[str]:
    """The same, of what is read already; groups of very many only where they are asked
    for, as reading those takes a while."""
    if not any_simulated(rows):
        return frozenset()
    clients = stored.counted_both_ways(rows, _MOST)
    if clients is not None:
        found = moved_figures(clients)
    else:
        found = _EVERY | (stored.groups_reached(rows) if grouped else frozenset())
        if stored.paid_otherwise(rows):
            found |= {"arr"}
    return found | stored.severities_moved(rows) | stored.use_moved(rows)
