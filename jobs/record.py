"""What a job is: one record in `jobs/<word>/<name>.py`, named in the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bellbuoy.services.context import Context


@dataclass(frozen=True, slots=True)
class Control:
    """What a run hands to its job: the fence of the leader, its own number, and
    how to tell progress and ask whether to stop."""

    run: int
    fence: int
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows looked at, and rows changed."""

    rows: int
    changed: int


@dataclass(frozen=True, slots=True)
class Job:
    """`every` is a cron line in the store's time zone; `takes` the queue of
    changed keys that makes it run at once, None for none. A run that is missed
    is run once, late, however many slots went by."""

    id: str
    title: str
    every: str
    takes: str | None
    run: Callable[[Context, Control], Outcome]
