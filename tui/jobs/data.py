"""Everything that the machine room shows, read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bellbuoy.services.context import Context
from core.jobs.types import AsideRow, JobRow, JobRun, MachineRoom
from core.operations.types import Problem
from core.store.types import BackupState
from tui.pulse import may

RUNS = 40
ASIDE = 20


@dataclass(frozen=True, slots=True)
class JobsData:
    """The room, the runs of the job that is opened, who was set aside, problems, the
    newest backup, and the 95th percentile of reads and writes in ms. What the
    viewer's role may not know is empty, or None."""

    ctx: Context
    room: MachineRoom
    opened: str = ""
    runs: tuple[JobRun, ...] = ()
    asides: tuple[AsideRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    backup: BackupState | None = None
    pace: Mapping[str, float] = field(default_factory=dict)

    def job(self, name: str) -> JobRow | None:
        return next((job for job in self.room.jobs if job.id == name), None)


def read_jobs(ctx: Context, opened: str) -> JobsData:
    """On a thread. Raises DeniedError for a role that may not see jobs."""
    from bellbuoy.services import jobs
    from bellbuoy.services.backup.keeping import state
    from bellbuoy.services.machine_room import machine_room
    from bellbuoy.services.metrics.pace import p95_ms
    from bellbuoy.services.problems.found import listed
    from bellbuoy.services.supervision.rows import asides

    ctx = ctx.looking_at(None)
    return JobsData(
        ctx=ctx,
        room=machine_room(ctx),
        opened=opened,
        runs=tuple(jobs.runs(ctx, opened, RUNS)) if opened else (),
        asides=tuple(asides(ctx, None, ASIDE)) if may(ctx, "health:read") else (),
        problems=listed(ctx) if may(ctx, "problem:read") else (),
        backup=state(ctx) if may(ctx, "store:read") else None,
        pace=p95_ms(ctx) if may(ctx, "store:read") else {},
    )
