"""Jobs: asking for a run, keeping and stopping one, and what has run.

What writes is imported where it is called: a screen or command that only looks
loads no SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.jobs.types import Beginning, Ending, JobRun
from core.values.errors import ConflictError, NotFoundError
from storage.alerts.deliveries import any_due
from storage.engine.reader import Rows
from storage.health.queue import any_waiting
from storage.jobs import reads

LEASE = "worker"
OUTBOX = "alert_delivery"


@service("job:read")
def runs(
    ctx: Context,
    job: str | None = None,
    limit: int = 20,
    *,
    state: str | None = None,
    before: int | None = None,
) -> list[JobRun]:
    """The newest runs, of one job or of all, of one state, older than run `before`."""
    with ctx.reader() as reader:
        return reads.runs(reader, job=job, limit=limit, state=state, before=before)


@service("job:read")
def run(ctx: Context, number: int) -> JobRun:
    """One run. Raises NotFoundError."""
    with ctx.reader() as reader:
        found = reads.run_by_id(reader, number)
    if found is None:
        raise NotFoundError(f"no run {number}", "bellbuoy run list")
    return found


@service("job:read")
def waiting(ctx: Context, job: str | None = None) -> int:
    """How many requests wait for a worker."""
    with ctx.reader() as reader:
        return reads.waiting_requests(reader, job)


@service("job:read")
def work_waiting(ctx: Context, queues: Sequence[str]) -> tuple[str, ...]:
    """Which of these queues of changed keys hold anything."""
    with ctx.reader() as reader:
        return tuple(q for q in queues if queue_holds(reader, q, ctx.wall_us))


def queue_holds(rows: Rows, queue: str, now_us: int) -> bool:
    """Whether a queue has work for now: a delivery may be due later."""
    if queue == OUTBOX:
        return any_due(rows, now_us)
    return any_waiting(rows, queue)


@service("job:run", writes=True)
def ask(ctx: Context, job: str) -> int:
    """Ask for a run of a job by the worker; the request's number."""
    from storage.jobs import writes

    with ctx.store.unit() as unit:
        return writes.ask(unit, job, ctx.viewer.name, ctx.wall_us)


@service("job:read")
def request_state(ctx: Context, request: int) -> tuple[str, int | None] | None:
    """`waiting`, `taken` or `done`, and the run that took the request."""
    with ctx.reader() as reader:
        return reads.request_run(reader, request)


@service("job:run", writes=True)
def begin(ctx: Context, job: str, worker: str, fence: int) -> int:
    """Open a run that stands for no slot, and take the job's waiting requests; its
    number. `supervision.taking.take` opens those that are due."""
    from storage.jobs import writes
    from storage.jobs.lease import check_fence

    with ctx.store.unit() as unit:
        check_fence(unit, LEASE, fence)
        number = writes.begin_run(unit, job, worker, fence, ctx.wall_us, Beginning())
        writes.claim_requests(unit, job, number)
    return number


@service("job:run", writes=True)
def note_progress(ctx: Context, number: int, rows: int, total: int | None = None) -> None:
    """Write how far a run is."""
    from storage.jobs import writes

    with ctx.store.unit(durable=False) as unit:
        writes.progress_run(unit, number, rows, total)


@service("job:run", writes=True)
def end(ctx: Context, number: int, ending: Ending) -> None:
    """Close a run as it is said, and nothing follows from it;
    `supervision.endings.close` also settles whether it is tried again."""
    from storage.jobs import writes

    with ctx.store.unit() as unit:
        writes.end_run(unit, number, ctx.wall_us, ending)


@service("job:read")
def leads(ctx: Context, fence: int) -> bool:
    """Whether nobody has led since this fence was given."""
    from storage.jobs.lease import check_fence

    with ctx.reader() as reader, suppress(ConflictError):
        check_fence(reader, LEASE, fence)
        return True
    return False


@service("job:read")
def cancel_asked(ctx: Context, number: int) -> bool:
    """Whether somebody wants a run to stop."""
    with ctx.reader() as reader:
        return reads.cancel_asked(reader, number)


@service("job:cancel", writes=True)
def cancel_run(ctx: Context, number: int) -> JobRun:
    """Want a run to stop at the next place where it is safe; what it stored stays.

    Raises NotFoundError, and ConflictError for one that has ended. Asked twice
    it is the same."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import audit
    from storage.jobs import writes

    found = run(ctx, number)
    with ctx.store.unit() as unit:
        if not writes.ask_cancel(unit, number, ctx.viewer.name, ctx.wall_us):
            ended = reads.run_by_id(unit, number) or found
            raise ConflictError(f"run {number} of {ended.job} is {ended.state} already")
        if not found.cancelling:
            audit(unit, actor_of(ctx), "job.cancel", f"run {number}", "done")
    return run(ctx, number)


@service("job:cancel", writes=True)
def cancel_job(ctx: Context, job: str) -> tuple[int, tuple[int, ...]]:
    """Want nothing of a job now: how many waiting requests were dropped, and the
    runs that were asked to stop."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import audit
    from storage.jobs import writes

    with ctx.store.unit() as unit:
        dropped = writes.drop_requests(unit, job)
        asked = tuple(found.id for found in reads.running(unit, job))
        for number in asked:
            writes.ask_cancel(unit, number, ctx.viewer.name, ctx.wall_us)
        if dropped or asked:
            audit(unit, actor_of(ctx), "job.cancel", job, "done")
    return dropped, asked
