"""How a run ends, and what follows: tried again after a while, or given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.jobs.retry import wait_before
from core.jobs.types import Ending, JobPlan, JobRun, RunState
from core.values.errors import ConflictError, NotFoundError
from storage.jobs import marks, reads
from storage.jobs.plans import plans

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_MICRO = timedelta(microseconds=1)
_BAD = ("failed", "timed_out")
_AGAIN = ("failed", "timed_out", "dead", "cancelled", "abandoned")
_PLAIN_TRIES = 3
_HISTORY = "score-history"


@service("job:run", writes=True)
def close(
    ctx: Context, plan: JobPlan, number: int, ending: Ending, *, again: bool = False
) -> RunState:
    """Close a run; the state that it is kept in.

    A run that went wrong is tried again after a wait; one that has been tried as
    often as it may is `dead`. `again`: it was cut short, by the end of its
    worker, and goes on as soon as somebody leads.
    """
    from storage.jobs import writes

    now = ctx.wall_us
    with ctx.store.unit() as unit:
        run = reads.run_by_id(unit, number)
        if run is None or run.state != "running":
            return "abandoned" if run is None else run.state
        wait = wait_before(plan, number, run.attempt) if ending.state in _BAD else None
        if ending.state in _BAD and wait is None:
            ending = _given_up(ending, run.attempt)
        writes.end_run(unit, number, now, ending)
        if wait is not None:
            marks.put_retry(unit, plan.id, now + wait // _MICRO, number)
        elif again:
            marks.put_retry(unit, plan.id, now, number)
    return ending.state


def _given_up(ending: Ending, attempt: int) -> Ending:
    times = "once" if attempt == 1 else f"{attempt} times"
    what = ending.error or "it ran longer than it may"
    return replace(ending, state="dead", error=f"{what} (tried {times}, given up)")


def close_cut(unit: Unit, fence: int, now_us: int) -> list[int]:
    """Close what former leaders left running; it is taken up again at once, and
    later the more often it was cut. Runs inside the transaction of the new lead."""
    from storage.jobs import writes

    known = {plan.id: plan for plan in plans(unit)}
    left = writes.abandon_runs(unit, fence, now_us)
    for number, job, attempt in left:
        plan = known.get(job) or JobPlan(job, job, "@daily", retries=_PLAIN_TRIES)
        wait = wait_before(plan, number, attempt)
        if wait is None:
            error = f"its worker ended before it did ({attempt} times, given up)"
            writes.give_up_run(unit, number, error)
        else:
            after = 0 if attempt == 1 else wait // _MICRO
            marks.put_retry(unit, job, now_us + after, number)
    return [number for number, _, _ in left]


@service("job:run", writes=True)
def retry(ctx: Context, number: int) -> tuple[JobRun, int, int]:
    """Ask for a run once more: the run, the number of the request, and how many
    clients that it had set aside are taken up again.

    Raises NotFoundError, and ConflictError for one that runs, or that went well
    and set nobody aside.
    """
    from storage.health.marks import mark_changed, mark_history
    from storage.jobs import writes
    from storage.jobs.asides import aside_ids

    with ctx.store.unit() as unit:
        run = reads.run_by_id(unit, number)
        if run is None:
            raise NotFoundError(f"no run {number}", "bellbuoy run list")
        clients = aside_ids(unit, run.job)
        if run.state not in _AGAIN and not (run.state == "ok" and clients):
            hint = f"to run the job anyway: bellbuoy job run {run.job}"
            raise ConflictError(f"run {number} of {run.job} is {run.state}", hint)
        if run.job == _HISTORY:
            mark_history(unit, clients)
        else:
            mark_changed(unit, clients, "retry")
        request = writes.ask(unit, run.job, ctx.viewer.name, ctx.wall_us, number)
        marks.put_retry(unit, run.job, None, None)
    return run, request, len(clients)
