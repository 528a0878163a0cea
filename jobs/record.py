"""What a job is: one record in `jobs/<word>/<name>.py`, named in the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict

from bellbuoy.services.context import Context
from core.jobs.types import JobPlan, Missed
from jobs.seldom import seldom


class Steps(TypedDict):
    """What a service that works in steps takes: whose lead it is, whom it tells, and
    whether to stop."""

    fence: int
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Control:
    """What a run hands to its job: the fence of the leader, its own number, and
    how to tell progress and ask whether to stop. A job asks at every place where
    it may stop: a cancelled or overlong run, or a worker that ends, waits for it."""

    run: int
    fence: int
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]

    @property
    def steps(self) -> Steps:
        """For a service: `work(ctx, **control.steps)`. It tells its progress seldom."""
        return {
            "fence": self.fence,
            "progress": seldom(self.progress),
            "cancelled": self.cancelled,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows looked at, rows changed, and clients that were set aside."""

    rows: int
    changed: int
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """`every` is a cron line in the store's time zone; `takes` the queue of
    changed keys that makes it run at once, None for none.

    A run that is missed is run once, late, however many slots went by (`missed`
    is `once`), or not at all once it is `grace` late (`drop`); the history tells
    of every slot that was skipped. A run is asked to stop after its `limit`. One
    that fails is tried again `retries` times, after `backoff`, twice as long
    each time, at most `longest_backoff`.
    """

    id: str
    title: str
    every: str
    takes: str | None
    run: Callable[[Context, Control], Outcome]
    missed: Missed = "once"
    grace: timedelta = timedelta(hours=1)
    limit: timedelta = timedelta(hours=1)
    retries: int = 3
    backoff: timedelta = timedelta(seconds=15)
    longest_backoff: timedelta = timedelta(minutes=15)

    @property
    def plan(self) -> JobPlan:
        """What readers that load no job may know of it."""
        return JobPlan(
            id=self.id,
            title=self.title,
            every=self.every,
            missed=self.missed,
            grace_s=int(self.grace.total_seconds()),
            limit_s=int(self.limit.total_seconds()),
            retries=self.retries,
            backoff_s=int(self.backoff.total_seconds()),
            backoff_cap_s=int(self.longest_backoff.total_seconds()),
        )
