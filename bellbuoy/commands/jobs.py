"""`bellbuoy job …`: what the worker does, and when."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.present import open_present
from bellbuoy.commands.rescoring import worker_serves
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching
from core.jobs.types import JobRow, JobRun
from core.values.errors import BellbuoyError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_POLL = 0.1


def _last(run: dict[str, Json] | None) -> str:
    return "never" if run is None else f"{run['state']}, run {run['id']}"


_JOBS = (
    Column("id", "job", fixed=True),
    Column("every", "every", fixed=True),
    moment("next", "next"),
    Column("last", "last", render=_last, fixed=True),
    number("waiting", "waiting"),
    Column("title", "what it does"),
)
_RUNS = (
    Column("id", "run", "right"),
    Column("job", "job"),
    Column("state", "state"),
    moment("started", "started"),
    moment("ended", "ended"),
    number("rows", "rows"),
    number("changed", "changed"),
    Column("worker", "worker"),
    Column("error", "error"),
    number("request", "request", extra=True),
)


def list_(options: Options) -> Answer:
    """The jobs, their next slot and their last run."""
    from bellbuoy.services import jobs
    from jobs.registry import JOBS
    from jobs.schedule import next_slot

    ctx = open_present(options)
    now = ctx.clock.now()
    rows = []
    for job in JOBS:
        runs = jobs.runs(ctx, job.id, 1)
        last, waiting = runs[0] if runs else None, jobs.waiting(ctx, job.id)
        slot = next_slot(job.every, ctx.zone, now)
        rows.append(record(JobRow(job.id, job.title, job.every, slot, last, waiting)))
    return Answer("job", rows, as_of=ctx.now, total=len(rows))


def run(options: Options) -> Answer:
    """Ask the worker for a run; without one, run the job in this process."""
    from bellbuoy.services import jobs
    from jobs.registry import job_named

    ctx = open_present(options)
    job = job_named(options.need("id"))
    if options.dry_run:
        who = "the worker" if worker_serves(ctx) else "this process"
        return _waiting(job.id, None, ctx, options, f"a dry run: {who} would run {job.id}")
    request = jobs.ask(ctx, job.id)
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
    """A run that has not begun: it has its job, and its request where one was made."""
    state = None if request is None else "waiting"
    row: dict[str, Json] = {
        **dict.fromkeys(column.key for column in _RUNS),
        "job": job,
        "state": state,
        "request": request,
    }
    columns = known(_RUNS, row, options)
    return Answer("run", [row], columns, as_of=ctx.now, single=True, notes=(note,))


def wait_for(ctx: Context, request: int, options: Options) -> JobRun:
    """The run that took a request, once it has ended. Raises BellbuoyError when
    nobody is left to do it."""
    from bellbuoy.services import jobs

    with watching("waiting", options) as progress:
        while True:
            state, number_of_run = jobs.request_state(ctx, request) or ("gone", None)
            if number_of_run is not None:
                found = jobs.run(ctx, number_of_run)
                if found.state != "running":
                    return found
                progress.update(found.rows)
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
    row = {**record(found), "request": request}
    columns = known(_RUNS, row, options)
    return Answer("run", [row], columns, as_of=ctx.now, single=True, failure=failure)


COMMANDS = (
    Command(
        noun="job",
        verb="list",
        summary="the jobs, when they run, and how they went",
        examples=("bellbuoy job list", "bellbuoy job list --json"),
        function=list_,
        columns=_JOBS,
    ),
    Command(
        noun="job",
        verb="run",
        summary="run a job now",
        examples=("bellbuoy job run score-clients", "bellbuoy job run score-history --wait"),
        function=run,
        arguments=(Arg("id", "the job: bellbuoy job list"),),
        takes=("wait",),
        writes=True,
        columns=_RUNS,
    ),
)
