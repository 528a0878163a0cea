"""Components that say the same of nearly everybody (DEFINITIONS 2.3)."""

from __future__ import annotations

from collections.abc import Sequence

from core.health.components import COMPONENTS
from core.health.types import Saturation
from core.values.rounding import half_up

_WITH_BASELINE = {c.id for c in COMPONENTS if c.baseline is not None}


def saturated(
    component_id: str,
    centipoints: Sequence[int | None],
    totals: Sequence[int | None],
    baseline: int,
) -> Saturation | None:
    """A component at 0, or at 100, for more than 80 % of the scored clients.

    `centipoints` has one entry for each scored client (None: unknown, counted as
    neither), `totals` the window sums of the same measure. None when it is not
    saturated, or has no baseline that could be set. `fitting` is a proposal.
    """
    clients = len(centipoints)
    if component_id not in _WITH_BASELINE or clients == 0:
        return None
    whole = [half_up(value, 100) for value in centipoints if value is not None]
    for end in (0, 100):
        same = whole.count(end)
        if same * 5 > clients * 4:
            fitting = fitting_baseline(totals) or baseline
            return Saturation(component_id, end, same / clients, clients, baseline, fitting)
    return None


def fitting_baseline(totals: Sequence[int | None]) -> int | None:
    """The 75th percentile (nearest rank) over clients with any usage.

    At least 1; None when nobody has any: nothing can be fitted to nothing.
    """
    used = sorted(total for total in totals if total is not None and total > 0)
    return used[-(-3 * len(used) // 4) - 1] if used else None
