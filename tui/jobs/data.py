"""Everything that the machine room shows, read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bellbuoy.services.context import Context
from core.jobs.types import AsideRow, JobRow, JobRun, MachineRoom
from core.operations.types import Problem
from core.store.types import BackupState
from tui.pulse import may

RUNS = 200
ASIDE = 20


@dataclass(frozen=True, slots=True)
class JobsData:
    """The room, the runs of the job that is opened, who was set aside, problems, the
    newest backup, and the 95th percentile of reads and writes in ms. What the
    viewer's role may not know is empty, or None. A filter narrows the jobs or, where
    a job is opened, its runs: `of` is how many there are without it; `job_opened` is
    that job whatever the filter."""

    ctx: Context
    room: MachineRoom
    opened: str = ""
    runs: tuple[JobRun, ...] = ()
    asides: tuple[AsideRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    backup: BackupState | None = None
    pace: Mapping[str, float] = field(default_factory=dict)
    of: int = 0
    job_opened: JobRow | None = None

    def job(self, name: str) -> JobRow | None:
        return next((job for job in self.room.jobs if job.id == name), None)


def read_jobs(ctx: Context, opened: str = "", query: str = "") -> JobsData:
    """On a thread. Raises DeniedError for a role that may not see jobs, QueryError
    for a filter that cannot be read."""
    from bellbuoy.services import jobs
    from bellbuoy.services.backup.keeping import state
    from bellbuoy.services.machine_room import machine_room
    from bellbuoy.services.metrics.pace import p95_ms
    from bellbuoy.services.narrowing import job_fields, narrowed, run_fields
    from bellbuoy.services.problems.found import listed
    from bellbuoy.services.supervision.rows import asides

    ctx = ctx.looking_at(None)
    room = machine_room(ctx)
    runs = tuple(jobs.runs(ctx, opened, RUNS)) if opened else ()
    found = JobsData(
        ctx=ctx,
        room=room,
        opened=opened,
        runs=runs,
        asides=tuple(asides(ctx, None, ASIDE)) if may(ctx, "health:read") else (),
        problems=listed(ctx) if may(ctx, "problem:read") else (),
        backup=state(ctx) if may(ctx, "store:read") else None,
        pace=p95_ms(ctx) if may(ctx, "store:read") else {},
        of=len(runs) if opened else len(room.jobs),
    )
    found = replace(found, job_opened=found.job(opened))
    if not query:
        return found
    if opened:
        return replace(found, runs=narrowed(ctx, "run", query, runs, run_fields))
    kept = narrowed(ctx, "job", query, room.jobs, job_fields)
    return replace(found, room=replace(room, jobs=kept))
