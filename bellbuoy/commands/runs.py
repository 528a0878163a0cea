"""`bellbuoy run …`: executions of jobs, one by one."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.job_rows import RUNS, run_row
from bellbuoy.commands.job_waiting import done_or_asked
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.present import open_present
from core.jobs.types import RUN_GLYPHS, JobRun

_NEWEST = 100


def list_(options: Options) -> Answer:
    """The newest runs of all jobs, or of one."""
    from bellbuoy.services import jobs
    from jobs.registry import job_named

    check_chart(options)
    ctx, named = open_present(options), options.text("job")
    job = None if named is None else job_named(named.removeprefix("job:")).id
    limit = _NEWEST if options.limit is None else options.limit
    found = jobs.runs(
        ctx, job, limit, state=options.text("state"), before=options.number("before")
    )
    if options.chart:
        return Answer("run", text=(_chart(job, found, options),), as_of=ctx.now)
    more = len(found) == limit and bool(found)
    notes = (f"older ones: --before {found[-1].id}",) if more else ()
    return Answer("run", [run_row(run) for run in found], RUNS, as_of=ctx.now, notes=notes)


def _chart(job: str | None, runs: Sequence[JobRun], options: Options) -> str:
    """Of one job how long each run took; of all of them how they ended."""
    from tui.charts.outcomes import counted, outcome_chart
    from tui.charts.runs import run_chart

    chart = run_chart(job, runs) if job is not None else outcome_chart(counted(runs))
    return charts_text([chart], options)


def show(options: Options) -> Answer:
    """One run, whole."""
    from bellbuoy.services import jobs

    ctx = open_present(options)
    row = run_row(jobs.run(ctx, _number(options)))
    return Answer("run", [row], known(RUNS, row, options), as_of=ctx.now, single=True)


def retry(options: Options) -> Answer:
    """Ask for a run once more that failed, was given up, cancelled or cut, or that
    had to set clients aside."""
    from bellbuoy.services import jobs
    from bellbuoy.services.supervision.endings import retry as ask_again
    from jobs.registry import job_named

    ctx, number = open_present(options), _number(options)
    if options.dry_run:
        row = run_row(jobs.run(ctx, number))
        note = f"a dry run: {row['job']} would be run again for run {number}"
        columns = known(RUNS, row, options)
        return Answer("run", [row], columns, as_of=ctx.now, single=True, notes=(note,))
    job = job_named(jobs.run(ctx, number).job)
    _, request, _ = ask_again(ctx, number)
    return done_or_asked(ctx, job, request, options)


def cancel(options: Options) -> Answer:
    """Ask a run to stop at its next safe point; what it has stored stays."""
    from bellbuoy.services import jobs

    ctx, number = open_present(options), _number(options)
    if options.dry_run:
        found = jobs.run(ctx, number)
        note = f"a dry run: run {number} is {found.state}"
    else:
        found = jobs.cancel_run(ctx, number)
        note = f"run {number} of {found.job} stops at the next safe point"
    row = run_row(found)
    columns = known(RUNS, row, options)
    return Answer("run", [row], columns, as_of=ctx.now, single=True, notes=(note,))


def _number(options: Options) -> int:
    number = options.number("number")
    assert number is not None, "the parser asks for it"
    return number


_RUN = (Arg("number", "the run: bellbuoy run list", type=types.count, metavar="RUN"),)
COMMANDS = (
    Command(
        noun="run",
        verb="list",
        summary="the runs of all jobs, newest first",
        examples=(
            "bellbuoy run list job:score-clients --chart",
            "bellbuoy run list --state dead",
        ),
        function=list_,
        arguments=(
            Arg("job", "of one job: job:score-clients", optional=True),
            Arg("state", "of one state", "option", choices=tuple(RUN_GLYPHS)),
            Arg("before", "older than this run", "option", types.count, metavar="RUN"),
        ),
        takes=("limit", "chart"),
        columns=RUNS,
    ),
    Command(
        noun="run",
        verb="show",
        summary="one run, whole",
        examples=("bellbuoy run show 12", "bellbuoy run show 12 --json"),
        function=show,
        arguments=_RUN,
        columns=RUNS,
    ),
    Command(
        noun="run",
        verb="retry",
        summary="run once more what failed or was given up, and who was set aside",
        examples=("bellbuoy run retry 12", "bellbuoy run retry 12 --wait"),
        function=retry,
        arguments=_RUN,
        takes=("wait",),
        writes=True,
        columns=RUNS,
    ),
    Command(
        noun="run",
        verb="cancel",
        summary="stop a run at its next safe point",
        examples=("bellbuoy run cancel 12", "bellbuoy run cancel 12 --json"),
        function=cancel,
        arguments=_RUN,
        writes=True,
        columns=RUNS,
    ),
)
