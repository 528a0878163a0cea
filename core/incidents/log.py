"""The life of an incident, rebuilt from the lines of its log (DEFINITIONS 4.1).

Only what a line says of its own moment counts: the state from then on. What a source
wrote into early lines afterwards has been left out of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.incidents.types import OPEN_STATUSES, Status

Span = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class LogLine:
    """From `at` on (microseconds) the incident stood so; `step` orders lines of one
    moment."""

    at: int
    step: int
    status: Status


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the lines tell: the state at last, when it was acknowledged for the first
    time, when it came to be resolved and closed for the last time (None while it is not
    so), how often it was opened again, and the spans of time in which nobody worked at
    it: it was pending, or resolved before it was opened again."""

    status: Status
    acknowledged: int | None
    resolved: int | None
    closed: int | None
    reopened: int
    still: tuple[Span, ...]


def rebuilt(opened: int, lines: Sequence[LogLine]) -> Rebuilt:
    """The life that these lines tell, in any order; there is at least one. A line of
    before the opening counts as of the opening."""
    ordered = sorted(lines, key=lambda line: (line.at, line.step))
    acknowledged = resolved = closed = pending = None
    reopened, still = 0, list[Span]()
    for line in ordered:
        at, over = max(line.at, opened), line.status not in OPEN_STATUSES
        if line.status != "open" and acknowledged is None:
            acknowledged = at
        if pending is not None and line.status != "pending":
            still.append((pending, at))
            pending = None
        if over:
            resolved = at if resolved is None else resolved
            closed = (closed or at) if line.status == "closed" else None
            continue
        if resolved is not None:
            reopened += 1
            still.append((resolved, at))
            resolved = closed = None
        if line.status == "pending" and pending is None:
            pending = at
    if pending is not None:
        still.append((pending, None))
    kept = tuple(span for span in still if span[1] is None or span[1] > span[0])
    return Rebuilt(ordered[-1].status, acknowledged, resolved, closed, reopened, kept)
