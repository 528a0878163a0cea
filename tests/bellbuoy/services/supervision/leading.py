"""A store whose lead is held, and its jobs looked at as a worker does."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.endings import close
from bellbuoy.services.supervision.schedule import make_known
from bellbuoy.services.supervision.taking import take
from core.jobs.types import Ending, JobPlan, JobRun, RunState
from tests.fixtures.stores import FixedClock, move

PLAN = JobPlan("j", "a job", "*/10 * * * *", retries=2, backoff_s=20, backoff_cap_s=60)


class Leader:
    """One worker; `again` is what the next one does after a kill."""

    def __init__(self, ctx: Context, plan: JobPlan = PLAN, queue: str | None = None) -> None:
        self.ctx, self.plan, self.queue = ctx, plan, queue
        self._number = 0
        make_known(ctx, [plan])
        self.again()

    def again(self) -> None:
        """Another process takes the lead: the one before was killed."""
        self._number += 1
        self.holder = f"w{self._number}"
        with self.ctx.store.unit(durable=False) as unit:
            unit.run("UPDATE lease SET expires_us = 0")
        worker.enlist(self.ctx, self.holder)
        fence = worker.beat(self.ctx, self.holder, None).fence
        assert fence is not None
        self.fence = fence

    def look(self, jumped: timedelta | None = None) -> int | None:
        return take(
            self.ctx, self.plan, self.holder, self.fence, queue=self.queue, jumped=jumped
        )

    def end(self, number: int, state: RunState = "ok", error: str | None = None) -> RunState:
        return close(self.ctx, self.plan, number, Ending(state, 5, 1, 0, error))

    def later(self, **span: float) -> None:
        assert isinstance(self.ctx.clock, FixedClock)
        move(self.ctx, self.ctx.clock.at + timedelta(**span))

    def runs(self) -> list[JobRun]:
        return jobs.runs(self.ctx, self.plan.id, 10_000)[::-1]

    def story(self) -> list[tuple[str, int, int | None]]:
        """(state, attempt, follows) of each run, the oldest first."""
        return [(run.state, run.attempt, run.follows) for run in self.runs()]
