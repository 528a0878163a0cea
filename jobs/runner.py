"""Running one job: opened and closed in the store, whatever happens between."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bellbuoy.services import jobs as job_service
from bellbuoy.services.context import Context
from core.jobs.types import RunState
from core.values.errors import BellbuoyError, ConflictError
from jobs.record import Control, Job, Outcome

_log = logging.getLogger(__name__)


def run_job(
    ctx: Context,
    job: Job,
    *,
    worker: str,
    fence: int,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, RunState]:
    """Run a job once and keep the record; the run's number and how it ended.

    A fault of the job ends the run as `failed`, with its one line; it does not
    reach the caller. Only a lost lead does: then this process must not go on.
    """
    number = job_service.begin(ctx, job.id, worker, fence)
    seen = 0

    def note(done: int, total: int) -> None:
        nonlocal seen
        seen = done
        job_service.note_progress(ctx, number, done)
        if progress is not None:
            progress(done, total)

    state: RunState = "ok"
    error: str | None = None
    outcome = Outcome(0, 0)
    try:
        outcome = job.run(ctx, Control(number, fence, note, cancelled))
        if cancelled():
            state = "cancelled"
    except ConflictError:
        raise
    except BellbuoyError as fault:
        state, error = "failed", fault.message
    except Exception as fault:
        _log.exception("job %s, run %s", job.id, number)
        state, error = "failed", f"{type(fault).__name__}: {fault}"
    job_service.end(
        ctx,
        number,
        state,
        rows=outcome.rows or seen,
        changed=outcome.changed,
        error=error,
    )
    return number, state
