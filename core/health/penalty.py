"""What one incident takes from the incident component (DEFINITIONS 2.2)."""

from __future__ import annotations

from core.incidents.types import Resolution, Severity
from core.values.instants import Instant

PENALTIES: dict[Severity, int] = {"critical": 40, "high": 20, "medium": 10, "low": 4}
ASSUMED: Severity = "medium"
NOT_COUNTED = ("duplicate", "cancelled")


def incident_penalty(
    severity: Severity | None,
    opened: Instant,
    resolved: Instant | None,
    resolution: Resolution | None,
    as_of: Instant,
    window_start_instant: Instant,
    excluded: bool = False,
) -> int:
    """Points of one incident at `as_of`: full while open, half once resolved.

    Moments are all aware or all whole microseconds. `window_start_instant` is the
    first moment of the window of 30 local days; what was resolved before it
    weighs nothing, nor does what opened after `as_of` or was excluded by a run.
    A null severity counts as medium.
    """
    if excluded or opened > as_of:
        return 0
    full = PENALTIES[severity or ASSUMED]
    if resolved is None or resolved > as_of:
        return full
    if resolution in NOT_COUNTED or resolved < window_start_instant:
        return 0
    return full // 2
