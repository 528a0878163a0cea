"""`bellbuoy job …`: what the worker does, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.job_page import job_page
from bellbuoy.commands.job_rows import RUNS, job_columns, job_row, run_row
from bellbuoy.commands.job_waiting import done_or_asked, would_run
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from core.values.instants import iso

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from jobs.record import Job

_SHOWN = 11
_AHEAD = 3


def list_(options: Options) -> Answer:
    """The jobs: state, last run, durations, next slot, and the runs before."""
    from bellbuoy.services.supervision import rows
    from jobs.registry import JOBS

    ctx = open_present(options)
    found = rows.rows(ctx, [job.plan for job in JOBS])
    return Answer(
        "job",
        [job_row(row) for row in found],
        job_columns(options.glyphs),
        as_of=ctx.now,
        total=len(found),
        notes=tuple(f"{row.id}: {row.recovered}" for row in found if _open(row.recovered)),
    )


def _open(recovered: str | None) -> bool:
    return recovered is not None and recovered.endswith("to be taken up again")


def show(options: Options) -> Answer:
    """One job whole: its rules, its next slots, its runs, and who was set aside."""
    from bellbuoy.services import jobs
    from bellbuoy.services.supervision import rows
    from jobs.registry import job_named

    check_chart(options)
    ctx, job = open_present(options), job_named(options.need("id"))
    runs = jobs.runs(ctx, job.id, _SHOWN)
    if options.chart:
        from tui.charts.runs import run_chart

        drawn = charts_text([run_chart(job.id, runs)], options)
        return Answer("job", text=(drawn,), as_of=ctx.now)
    (found,) = rows.rows(ctx, [job.plan])
    asides = rows.asides(ctx, job.id)
    ahead = rows.next_slots(ctx, found.every, _AHEAD)
    if options.format == "table" and options.cols is None:
        text = job_page(found, job.plan, runs, asides, ahead, options)
        return Answer("job", text=text, as_of=ctx.now)
    row: dict[str, Json] = {
        **job_row(found),
        "plan": record(job.plan),
        "ahead": [iso(slot) for slot in ahead],
        "runs": [run_row(run) for run in runs],
        "set_aside": [record(aside) for aside in asides],
    }
    return Answer("job", [row], job_columns(options.glyphs), as_of=ctx.now, single=True)


def run(options: Options) -> Answer:
    """Ask the worker for a run; without one, run the job in this process."""
    from bellbuoy.services import jobs
    from jobs.registry import job_named

    ctx, job = open_present(options), job_named(options.need("id"))
    if options.dry_run:
        return would_run(ctx, job.id, options)
    return done_or_asked(ctx, job, jobs.ask(ctx, job.id), options)


def pause(options: Options) -> Answer:
    """Hold a job back: its slots, its retries and its queue."""
    from bellbuoy.services.supervision import schedule
    from jobs.registry import job_named

    ctx, job = open_present(options), job_named(options.need("id"))
    if options.dry_run:
        return _told(ctx, job, options, f"a dry run: {job.id} would be paused")
    if not schedule.pause(ctx, job.plan):
        return _told(ctx, job, options, f"{job.id} is paused already")
    return _told(ctx, job, options, f"{job.id} is paused; bellbuoy job resume {job.id}")


def resume(options: Options) -> Answer:
    """Let a paused job go on from now."""
    from bellbuoy.services.supervision import schedule
    from jobs.registry import job_named

    ctx, job = open_present(options), job_named(options.need("id"))
    if options.dry_run:
        return _told(ctx, job, options, f"a dry run: {job.id} would go on")
    missed = schedule.resume(ctx, job.plan)
    if missed is None:
        return _told(ctx, job, options, f"{job.id} is not paused")
    slots = "no slot went by" if not missed else f"{missed:,} slots went by, and stay skipped"
    return _told(ctx, job, options, f"{job.id} goes on; {slots}")


def cancel(options: Options) -> Answer:
    """Stop the run that is on at its next safe point, and drop waiting requests."""
    from bellbuoy.services import jobs
    from jobs.registry import job_named

    ctx, job = open_present(options), job_named(options.need("id"))
    if options.dry_run:
        waiting = jobs.waiting(ctx, job.id)
        on = len(jobs.runs(ctx, job.id, state="running"))
        note = f"a dry run: {on} running would stop, {waiting} waiting would be dropped"
        return _told(ctx, job, options, note)
    dropped, asked = jobs.cancel_job(ctx, job.id)
    if not dropped and not asked:
        return _told(ctx, job, options, f"nothing of {job.id} runs or waits")
    told = [f"run {number} stops at the next safe point" for number in asked]
    if dropped:
        told.append(f"{dropped} waiting request{'' if dropped == 1 else 's'} dropped")
    return _told(ctx, job, options, "; ".join(told))


def _told(ctx: Context, job: Job, options: Options, note: str) -> Answer:
    """The job as it stands now, and what was done to it."""
    from bellbuoy.services.supervision import rows

    (found,) = rows.rows(ctx, [job.plan])
    columns = job_columns(options.glyphs)
    return Answer("job", [job_row(found)], columns, as_of=ctx.now, single=True, notes=(note,))


_JOB = (Arg("id", "the job: bellbuoy job list"),)
_COLUMNS = job_columns()
COMMANDS = (
    Command(
        noun="job",
        verb="list",
        summary="the jobs, when they run, and how they went",
        examples=("bellbuoy job list", "bellbuoy job list --json"),
        function=list_,
        columns=_COLUMNS,
    ),
    Command(
        noun="job",
        verb="show",
        summary="one job: rules, next slots, runs, who was set aside",
        examples=(
            "bellbuoy job show score-clients --chart",
            "bellbuoy job show drop-looks --json",
        ),
        function=show,
        arguments=_JOB,
        takes=("chart",),
        columns=_COLUMNS,
    ),
    Command(
        noun="job",
        verb="run",
        summary="run a job now",
        examples=("bellbuoy job run score-clients", "bellbuoy job run score-history --wait"),
        function=run,
        arguments=_JOB,
        takes=("wait",),
        writes=True,
        columns=RUNS,
    ),
    Command(
        noun="job",
        verb="pause",
        summary="hold a job back: its slots, retries and queue",
        examples=("bellbuoy job pause drop-looks", "bellbuoy job pause score-history -n"),
        function=pause,
        arguments=_JOB,
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="job",
        verb="resume",
        summary="let a paused job go on",
        examples=("bellbuoy job resume drop-looks", "bellbuoy job resume drop-looks --json"),
        function=resume,
        arguments=_JOB,
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="job",
        verb="cancel",
        summary="stop a job's run, and drop what was asked for",
        examples=("bellbuoy job cancel score-history", "bellbuoy job cancel drop-looks -n"),
        function=cancel,
        arguments=_JOB,
        writes=True,
        columns=_COLUMNS,
    ),
)
