"""Schedules as a person sets them: another cron line, a pause, and going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.jobs.cron import parse_cron
from core.jobs.due import passed_by
from core.jobs.types import JobMark, JobPlan
from core.values.errors import NotFoundError
from core.values.instants import to_micros
from storage.jobs import marks
from storage.jobs.plans import every_key, plans
from storage.store.reads import settings

if TYPE_CHECKING:
    from storage.engine.unit import Unit


@service("job:read")
def known_plans(ctx: Context) -> list[JobPlan]:
    """The jobs that a worker of this store has made known, as they were shipped."""
    with ctx.reader() as reader:
        return plans(reader)


@service("worker:run", writes=True)
def make_known(ctx: Context, wanted: Sequence[JobPlan]) -> None:
    """Tell the store which jobs this program has."""
    from storage.jobs.plans import put_plans

    with ctx.reader() as reader:
        if plans(reader) == list(wanted):
            return
    with ctx.store.unit() as unit:
        put_plans(unit, wanted)


@service("job:read")
def every_of(ctx: Context, plan: JobPlan) -> tuple[str, bool]:
    """The cron line in force, and whether a person has set it."""
    with ctx.reader() as reader:
        said = settings(reader).get(every_key(plan.id))
    return (plan.every, False) if said is None else (said, True)


@service("job:schedule", writes=True)
def set_every(ctx: Context, plan: JobPlan, every: str | None) -> str:
    """Give a job another cron line (None: the shipped one); the line before.

    Slots of the old line that nobody has taken are told as skipped, and the new
    line counts from now. Raises UsageError for a line that cannot be read.
    """
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.store.writes import drop_setting, put_setting

    wanted = plan.every if every is None else parse_cron(every).text
    key = every_key(plan.id)
    with ctx.store.unit() as unit:
        said = settings(unit).get(key)
        before = plan.every if said is None else said
        after = None if wanted == plan.every else wanted
        if said == after:
            return before
        change = Change(unit, actor_of(ctx), "job.schedule", plan.id)
        change.watch("setting", [key], usual={"value": said})
        mark = marks.mark_of(unit, plan.id)
        if mark.paused is None:
            pass_by(ctx, unit, replace(plan, every=before), mark, "while the schedule changed")
        if after is None:
            drop_setting(unit, key)
        else:
            put_setting(unit, key, after)
        change.close({"job": plan.id})
    return before


@service("job:pause", writes=True)
def pause(ctx: Context, plan: JobPlan) -> bool:
    """Hold a job back until `resume`: its slots, retries and queue. A request is
    still run. False when it was paused already."""
    with ctx.store.unit() as unit:
        mark = marks.mark_of(unit, plan.id)
        if mark.paused is not None:
            return False
        after = JobMark(paused=ctx.clock.now(), paused_by=ctx.viewer.name)
        _put(ctx, unit, "job.pause", plan.id, after)
    return True


@service("job:pause", writes=True)
def resume(ctx: Context, plan: JobPlan) -> int | None:
    """Let a job go on; how many slots went by meanwhile, which stay skipped. None
    when it was not paused."""
    with ctx.store.unit() as unit:
        mark = marks.mark_of(unit, plan.id)
        if mark.paused is None:
            return None
        said = settings(unit).get(every_key(plan.id), plan.every)
        missed = pass_by(ctx, unit, replace(plan, every=said), mark, "while it was paused")
        _put(ctx, unit, "job.resume", plan.id, JobMark())
    return missed


def pass_by(ctx: Context, unit: Unit, plan: JobPlan, mark: JobMark, when: str) -> int:
    """Settle all slots up to now without a run, with a row that tells of them."""
    from storage.jobs import writes

    due = passed_by(plan, ctx.zone, mark, ctx.clock.now(), when)
    if due.reason:
        writes.skip_run(unit, plan.id, "", 0, ctx.wall_us, due.reason)
    marks.settle(unit, plan.id, to_micros(due.settled))
    return due.skipped


def _put(ctx: Context, unit: Unit, action: str, job: str, after: JobMark) -> None:
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    change = Change(unit, actor_of(ctx), action, job)
    # The other columns are the leader's, who settles slots meanwhile.
    change.watch("job_state", [job], columns=("paused_us", "paused_by"))
    at = after.paused
    marks.put_pause(unit, job, None if at is None else to_micros(at), after.paused_by)
    change.close()


def plan_named(known: Sequence[JobPlan], name: str) -> JobPlan:
    """The plan of an id. Raises NotFoundError that lists them."""
    for plan in known:
        if plan.id == name:
            return plan
    ids = ", ".join(plan.id for plan in known) or "none is known before a worker has run"
    raise NotFoundError(f"no job “{name}”", f"jobs: {ids}")
