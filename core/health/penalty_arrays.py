"""Penalties and open incidents of many clients at several moments (DEFINITIONS 2.2).

`core.health.penalty.incident_penalty` is the definition. It loads numpy: only
bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.health.penalty import ASSUMED, NOT_COUNTED, PENALTIES
from core.incidents.types import Resolution, Severity
from core.values.spans import NEVER, Flags, Ints, columns_of, indexed, over_spans, whole

IncidentRow = tuple[Severity | None, int, int | None, Resolution | None, int]
"""(severity, opened, resolved, resolution, excluded), instants in microseconds."""


@dataclass(frozen=True, slots=True)
class IncidentArrays:
    """m incidents: the index of the client, the points while open, when it opened
    and was resolved (NEVER: not yet), whether it counts once resolved, and whether
    a run left it out."""

    client: Ints
    full: Ints
    opened: Ints
    resolved: Ints
    halved: Flags
    excluded: Flags


def incident_arrays(client: Ints, rows: Sequence[IncidentRow]) -> IncidentArrays:
    """Incidents as arrays; `client` holds the index of each row's client."""

    severity, opened, resolved, resolution, excluded = columns_of(rows, 5)
    return IncidentArrays(
        client=client,
        full=_told(severity, lambda name: PENALTIES[name or ASSUMED]),
        opened=whole(opened),
        resolved=whole(resolved, NEVER),
        halved=_told(resolution, lambda name: int(name not in NOT_COUNTED)) == 1,
        excluded=whole(excluded) != 0,
    )


def _told(values: Sequence[Any], number: Callable[[Any], int]) -> Ints:
    """The number of each text."""
    texts, index = indexed(values)
    return np.array([number(text) for text in texts], dtype=np.int64)[index]


def penalties(
    clients: int, incidents: IncidentArrays, moments: Ints, windows: Ints
) -> tuple[Ints, Ints]:
    """(uncapped penalty, open incidents) as (clients, moments). `moments` grow, and
    `windows` are the first instants of their 30-day windows."""
    shape = (clients, len(moments))
    opened = np.searchsorted(moments, incidents.opened, side="left")
    resolved = np.searchsorted(moments, incidents.resolved, side="left")
    over = np.searchsorted(windows, incidents.resolved, side="right")
    half = np.where(incidents.halved, incidents.full // 2, 0)
    weighs = ~incidents.excluded
    penalty = over_spans(
        shape, incidents.client, opened, resolved, np.where(weighs, incidents.full, 0)
    ) + over_spans(
        shape, incidents.client, np.maximum(opened, resolved), over, np.where(weighs, half, 0)
    )
    ones = np.ones(len(opened), dtype=np.int64)
    return penalty, over_spans(shape, incidents.client, opened, resolved, ones)
