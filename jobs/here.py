"""Running one job in this process, as a worker does: for a store without one."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bellbuoy.services import jobs as job_service
from bellbuoy.services import worker as worker_service
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.endings import close
from core.access.types import Viewer
from core.jobs.types import Ending
from core.values.errors import BellbuoyError
from jobs.record import Job
from jobs.runner import run_job

_SYSTEM = Viewer("system", "system")


def run_here(ctx: Context, job: Job, progress: Callable[[int, int], None]) -> int | None:
    """Run a job under the lease of the worker; the run's number, None when a
    worker has the lead after all and will take what was asked for.

    The caller has asked for the run (`services.jobs.ask`), which says that it
    may; the work is the system's own. Stopped by ctrl+c, the run is `cancelled`.
    """
    ctx = replace(ctx, viewer=_SYSTEM)
    holder = f"{os.getpid()}-{secrets.token_hex(4)}"
    asked_to_stop = threading.Event()
    with _lead(ctx, holder, asked_to_stop) as fence:
        if fence is None:
            return None
        try:
            number = job_service.begin(ctx, job.id, holder, fence)
            run_job(
                ctx,
                job,
                number,
                fence=fence,
                cancelled=asked_to_stop.is_set,
                progress=progress,
            )
        except (KeyboardInterrupt, SystemExit):
            _cancel(ctx, job, holder)
            raise
        return number


@contextmanager
def _lead(ctx: Context, holder: str, asked_to_stop: threading.Event) -> Iterator[int | None]:
    """The fence of the lease, kept by a heartbeat for as long as the block."""
    worker_service.enlist(ctx, holder)
    over = threading.Event()
    fence: int | None = None
    try:
        fence = worker_service.beat(ctx, holder, None).fence
        beating = threading.Thread(
            target=_beat, args=(ctx, holder, fence, over, asked_to_stop), daemon=True
        )
        beating.start()
        try:
            yield fence
        finally:
            over.set()
            beating.join()
    finally:
        if fence is not None:
            worker_service.tidy_log(ctx, at_end=True)
        worker_service.leave(ctx, holder)


def _beat(
    ctx: Context,
    holder: str,
    fence: int | None,
    over: threading.Event,
    asked_to_stop: threading.Event,
) -> None:
    while not over.wait(worker_service.BEAT.total_seconds()):
        try:
            if worker_service.beat(ctx, holder, fence).stop:
                asked_to_stop.set()
        except BellbuoyError:
            # A busy store: the next beat comes before the lease runs out; and
            # once it has, the fence refuses the job's next commit.
            continue


def _cancel(ctx: Context, job: Job, holder: str) -> None:
    """Close the run that was stopped half way; what it stored is whole, and a worker
    goes on with the rest."""
    for run in job_service.runs(ctx, job.id, 1):
        if run.worker == holder and run.state == "running":
            told = Ending("cancelled", run.rows, run.changed, error="stopped by ctrl+c")
            close(ctx, job.plan, run.id, told, again=True)
