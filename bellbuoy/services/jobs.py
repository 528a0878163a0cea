"""Jobs: asking for a run, claiming and keeping one, and what has run.

What writes is imported where it is called: a screen or command that only looks
loads no SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.jobs.types import JobRun
from core.values.errors import NotFoundError
from storage.health.queue import any_waiting
from storage.jobs import reads

LEASE = "worker"


@service("job:read")
def runs(ctx: Context, job: str | None = None, limit: int = 20) -> list[JobRun]:
    """The newest runs, of one job or of all."""
    with ctx.reader() as reader:
        return reads.runs(reader, job=job, limit=limit)


@service("job:read")
def run(ctx: Context, number: int) -> JobRun:
    """One run. Raises NotFoundError."""
    with ctx.reader() as reader:
        found = reads.run_by_id(reader, number)
    if found is None:
        raise NotFoundError(f"no run {number}", "bellbuoy job list")
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
        return tuple(queue for queue in queues if any_waiting(reader, queue))


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
def claim_slot(ctx: Context, job: str, slot_us: int, fence: int) -> bool:
    """Whether this leader has the slot; each slot is had once, whoever asks."""
    from storage.jobs import writes
    from storage.jobs.lease import check_fence

    with ctx.store.unit() as unit:
        check_fence(unit, LEASE, fence)
        return writes.claim_slot(unit, job, slot_us)


@service("job:run", writes=True)
def begin(ctx: Context, job: str, worker: str, fence: int) -> int:
    """Open a run and take the job's waiting requests; its number."""
    from storage.jobs import writes
    from storage.jobs.lease import check_fence

    with ctx.store.unit() as unit:
        check_fence(unit, LEASE, fence)
        number = writes.begin_run(unit, job, worker, fence, ctx.wall_us)
        writes.claim_requests(unit, job, number)
    return number


@service("job:run", writes=True)
def note_progress(ctx: Context, number: int, rows: int) -> None:
    """Write how far a run is."""
    from storage.jobs import writes

    with ctx.store.unit(durable=False) as unit:
        writes.progress_run(unit, number, rows)


@service("job:run", writes=True)
def end(
    ctx: Context,
    number: int,
    state: str,
    *,
    rows: int = 0,
    changed: int = 0,
    error: str | None = None,
) -> None:
    """Close a run as `ok`, `failed` or `cancelled`."""
    from storage.jobs import writes

    with ctx.store.unit() as unit:
        writes.end_run(
            unit, number, state, ctx.wall_us, rows=rows, changed=changed, error=error
        )
