"""Asking for a run and, where wanted, waiting for its end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.job_rows import RUNS, empty_run, run_row
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.rescoring import worker_serves
from bellbuoy.commands.watch import watching
from core.jobs.types import JobRun
from core.values.errors import BellbuoyError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from jobs.record import Job

_POLL = 0.1


def would_run(ctx: Context, job: str, options: Options) -> Answer:
    """The answer of a dry run."""
    who = "the worker" if worker_serves(ctx) else "this process"
    return _waiting(job, None, ctx, options, f"a dry run: {who} would run {job}")


def done_or_asked(ctx: Context, job: Job, request: int, options: Options) -> Answer:
    """What became of a request: without a worker the job is run in this process."""
    from bellbuoy.services import jobs

    if not worker_serves(ctx):
        from jobs.here import run_here

        with watching(job.id, options) as progress:
            number_of_run = run_here(ctx, job, progress.update)
        if number_of_run is not None:
            return _told(jobs.run(ctx, number_of_run), request, ctx, options)
    if not options.wait:
        note = f"asked the worker for {job.id}, request {request}; --wait waits for its end"
        return _waiting(job.id, request, ctx, options, note)
    return _told(wait_for(ctx, request, options), request, ctx, options)


def _waiting(
    job: str, request: int | None, ctx: Context, options: Options, note: str
) -> Answer:
    row = empty_run(job, None if request is None else "waiting", request)
    columns = known(RUNS, row, options)
    return Answer("run", [row], columns, as_of=ctx.now, single=True, notes=(note,))


def wait_for(ctx: Context, request: int, options: Options) -> JobRun:
    """The run that took a request, once it has ended. Raises BellbuoyError when
    nobody is left to do it, or when somebody dropped the request."""
    from bellbuoy.services import jobs

    with watching("waiting", options) as progress:
        while True:
            state, number_of_run = jobs.request_state(ctx, request) or ("gone", None)
            if number_of_run is not None:
                found = jobs.run(ctx, number_of_run)
                if found.state != "running":
                    return found
                progress.update(found.rows)
            elif state == "cancelled":
                raise BellbuoyError(f"request {request} was cancelled before it was run")
            elif state != "waiting" or not worker_serves(ctx):
                raise BellbuoyError("the worker is gone; the request waits for the next one",
                                    "bellbuoy worker start")  # fmt: skip
            time.sleep(_POLL)


def _told(found: JobRun, request: int, ctx: Context, options: Options) -> Answer:
    """A run as an answer; one that did not end well is a failure."""
    failure = None
    if found.state != "ok":
        why = f": {found.error}" if found.error else ""
        failure = BellbuoyError(f"run {found.id} of {found.job} is {found.state}{why}")
    row = run_row(found, request)
    columns = known(RUNS, row, options)
    return Answer("run", [row], columns, as_of=ctx.now, single=True, failure=failure)
