"""Running one job: watched while it runs, closed in the store whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from bellbuoy.services import jobs as job_service
from bellbuoy.services.context import Context
from bellbuoy.services.logs.running import Told, run_noted
from bellbuoy.services.problems.keeping import keep
from bellbuoy.services.supervision.endings import close
from bellbuoy.services.tracing import run_trace
from core.jobs.types import Ending, RunState
from core.values.errors import BellbuoyError, ConflictError
from jobs.record import Control, Job, Outcome

POLL_S = 0.25
"""So often the store is asked whether a person wants the run to stop."""


class Watch:
    """Why a run is to stop: its worker ends, a person wants it, its time is up.

    The time limit counts seconds that passed, so that a clock which is set ahead
    stops nothing.
    """

    def __init__(
        self,
        ctx: Context,
        number: int,
        limit_s: float,
        ending: Callable[[], bool],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.timed_out = self.unwanted = self.cut = False
        self._ctx, self._number, self._ending, self._clock = ctx, number, ending, clock
        self._until = clock() + limit_s
        self._poll_at = clock()

    def stops(self) -> bool:
        """Ask as often as you like: the store is asked a few times a second."""
        if self.timed_out or self.unwanted or self.cut:
            return True
        now = self._clock()
        self.cut = self._ending()
        self.timed_out = now >= self._until
        if now >= self._poll_at:
            self._poll_at = now + POLL_S
            self.unwanted = job_service.cancel_asked(self._ctx, self._number)
        return self.timed_out or self.unwanted or self.cut


def run_job(
    ctx: Context,
    job: Job,
    number: int,
    *,
    fence: int,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None] | None = None,
    clock: Callable[[], float] = monotonic,
) -> RunState:
    """Do a run that was begun and keep the record; how it ended.

    A fault of the job ends the run as `failed`, with its one line; it does not
    reach the caller. Only a lost lead does: then this process must not go on.
    `cancelled` says that the worker ends: what it cuts is taken up again.
    """
    with run_noted(job.id, number) as told:
        ctx = replace(ctx, trace_id=run_trace(number))
        ending, cut = _done(ctx, job, number, fence, cancelled, progress, clock, told)
        told.state, told.error = ending.state, told.fault or ending.error
        told.rows, told.changed = ending.rows, ending.changed
        again = cut and ending.state == "cancelled"
        told.state = close(ctx, job.plan, number, ending, again=again)
    return told.state


def _done(
    ctx: Context,
    job: Job,
    number: int,
    fence: int,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None] | None,
    clock: Callable[[], float],
    told: Told,
) -> tuple[Ending, bool]:
    """How a run ended, and whether the end of its worker cut it."""
    watch = Watch(ctx, number, job.plan.limit_s, cancelled, clock)
    seen = 0

    def note(done: int, total: int) -> None:
        nonlocal seen
        seen = done
        job_service.note_progress(ctx, number, done, total)
        if progress is not None:
            progress(done, total)

    outcome = Outcome(0, 0)
    state: RunState = "ok"
    error: str | None = None
    try:
        outcome = job.run(ctx, Control(number, fence, note, watch.stops))
        state, error = _how(job, watch)
    except BellbuoyError as fault:
        # A store that another holds locked is a conflict too, and a fault like others.
        if isinstance(fault, ConflictError) and not job_service.leads(ctx, fence):
            raise
        state, error = "failed", fault.message
    except Exception as fault:
        kept = keep(fault, f"job {job.id}", ctx.store)
        told.fault = f"{type(fault).__name__}, kept as {kept.report.ref}"
        state, error = "failed", f"{type(fault).__name__}: {fault} ({kept.report.ref})"
    ending = Ending(state, outcome.rows or seen, outcome.changed, outcome.aside, error)
    return ending, watch.cut


def _how(job: Job, watch: Watch) -> tuple[RunState, str | None]:
    """What came of a run that returned: one that was stopped may have had time to
    finish, but cannot tell."""
    if watch.unwanted:
        return "cancelled", "stopped by a person"
    if watch.timed_out:
        return "timed_out", f"it ran longer than {job.plan.limit_s:,} s"
    if watch.cut:
        return "cancelled", "its worker was stopped; the next one takes it up again"
    return "ok", None
