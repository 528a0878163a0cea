"""The settings `job.NAME.every`: the schedule of a job, as a person wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.columns import Json
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.values.errors import UsageError
from core.values.instants import iso

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from jobs.record import Job

_AHEAD = 3
_DEFAULT = "default"


def is_schedule(key: str) -> bool:
    return key.startswith("job.") and key.endswith(".every")


def schedule_row(ctx: Context, key: str) -> dict[str, Json]:
    """The setting as a row. Raises NotFoundError for a job that there is not."""
    from bellbuoy.services.supervision import schedule

    job = _job(key)
    every, said = schedule.every_of(ctx, job.plan)
    meaning = f"when {job.id} runs; shipped: {job.every}" if said else f"when {job.id} runs"
    return {"key": key, "value": every, "meaning": meaning, "writable": True}


def schedule_rows(ctx: Context) -> list[dict[str, Json]]:
    """The schedule of every job, in their order."""
    from jobs.registry import JOBS

    return [schedule_row(ctx, f"job.{job.id}.every") for job in JOBS]


def set_schedule(options: Options, key: str, value: str | None) -> tuple[Context, str]:
    """Give a job another cron line, `default` for the shipped one; what to say of it.
    Raises UsageError for a line that cannot be read or never comes."""
    from bellbuoy.services.supervision import rows, schedule

    job = _job(key)
    if value is None:
        raise UsageError("the cron line is missing", f'config set {key} "*/5 * * * *"')
    ctx = open_present(options)
    wanted = None if value == _DEFAULT else value
    ahead = rows.next_slots(ctx, wanted or job.every, _AHEAD)
    slots = ", ".join(f"{iso(slot)[:16].replace('T', ' ')}Z" for slot in ahead)
    if options.dry_run:
        return ctx, f"a dry run: {job.id} would run at {slots}"
    before = schedule.set_every(ctx, job.plan, wanted)
    after, _ = schedule.every_of(ctx, job.plan)
    return ctx, "nothing changed" if before == after else f"it was {before}; next {slots}"


def _job(key: str) -> Job:
    from jobs.registry import job_named

    return job_named(key.removeprefix("job.").removesuffix(".every"))
