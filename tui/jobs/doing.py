"""What can be done with a job, and what is said of it: no widget is needed here."""

from __future__ import annotations

from datetime import datetime

from bellbuoy.services.context import Context
from core.jobs.types import JobPlan, JobRow, JobRun
from core.values.counting import counted
from core.values.errors import ConflictError
from core.values.instants import iso
from core.values.text import safe_text
from tui.jobs.words import span_words

CHOICES: tuple[tuple[str, str, str], ...] = (
    ("r", "run it now", "asks the worker"),
    ("c", "cancel", "stops its run at the next safe point, drops what waits"),
    ("t", "try again", "its last run that went wrong, and who was set aside"),
    ("p", "pause", "holds back its slots, retries and queue"),
    ("o", "go on", "after a pause, from now"),
)
CHANGING = ("p", "o")
"""What can be taken back: the others ask a worker for something."""
_WRONG = ("failed", "timed_out", "dead", "cancelled", "abandoned")


def do(ctx: Context, letter: str, job: JobRow) -> str:
    """Do what a letter of the menu says, on a thread; what to say of it. Raises
    DeniedError for a role that may not, ConflictError where there is nothing."""
    from bellbuoy.services import jobs
    from bellbuoy.services.supervision import endings, schedule

    plan = schedule.plan_named(schedule.known_plans(ctx), job.id)
    match letter:
        case "r":
            return f"asked for {job.id}, request {jobs.ask(ctx, job.id)}"
        case "c":
            return _cancelled(job.id, *jobs.cancel_job(ctx, job.id))
        case "p":
            done = schedule.pause(ctx, plan)
            return f"{job.id} is paused" if done else f"{job.id} is paused already"
        case "o":
            return _goes_on(ctx, plan)
        case _:
            run, request, clients = endings.retry(ctx, _to_retry(job))
            aside = f", {clients:,} set aside with it" if clients else ""
            return f"asked for run {run.id} of {job.id} again, request {request}{aside}"


def _to_retry(job: JobRow) -> int:
    last = job.last
    if last is None or (last.state not in _WRONG and not job.aside):
        raise ConflictError(f"nothing of {job.id} went wrong", "run asks for it anyway")
    return last.id


def _goes_on(ctx: Context, plan: JobPlan) -> str:
    from bellbuoy.services.supervision import schedule

    missed = schedule.resume(ctx, plan)
    if missed is None:
        return f"{plan.id} is not paused"
    return f"{plan.id} goes on; slots that went by: {missed:,}"


def _cancelled(job: str, dropped: int, asked: tuple[int, ...]) -> str:
    if not dropped and not asked:
        return f"nothing of {job} runs or waits"
    told = [f"run {number} stops at the next safe point" for number in asked]
    return "; ".join([*told, *([f"requests dropped: {dropped}"] if dropped else [])])


def why_words(job: JobRow, now: datetime) -> str:
    """Why a job stands as it does, in one safe line."""
    mark, last = job.mark, job.last
    if mark.paused is not None:
        by = safe_text(mark.paused_by or "somebody", 30)
        at = iso(mark.paused)[:16].replace("T", " ")
        return f"paused {at}Z by {by}; act, then o, goes on"
    if mark.retry is not None:
        wait = span_words(max(0.0, (mark.retry - now).total_seconds()))
        return f"run {mark.retry_of} went wrong; it is tried again in {wait}"
    if job.state == "late":
        return f"its slot waits for {span_words(job.late_s)}: no worker has taken it"
    if last is not None and last.error:
        return f"run {last.id}: {safe_text(last.error)}"
    if job.recovered is not None:
        return job.recovered
    if last is None:
        return "it has not run yet"
    return (
        f"run {last.id} is {last.state}: {counted(last.rows, 'row')}, {last.changed:,} changed"
    )


def run_why(run: JobRun) -> str:
    """Why a run ended as it did, in one safe line."""
    if run.error:
        return f"run {run.id}: {safe_text(run.error)}"
    return f"run {run.id} is {run.state}: {counted(run.rows, 'row')}, {run.changed:,} changed"
