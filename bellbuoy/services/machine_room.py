"""The machine room: jobs, the run that is on, workers and the store, read together."""

from __future__ import annotations

from bellbuoy.services import worker
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.rows import rows
from bellbuoy.services.supervision.schedule import known_plans
from core.jobs.standing import took
from core.jobs.types import MachineRoom
from core.values.instants import to_micros
from storage.health.facets import live_totals
from storage.jobs import reads

_DAY_US = 24 * 3_600 * 1_000_000
_MOST = 400


@service("job:read")
def machine_room(ctx: Context) -> MachineRoom:
    """How everything behind the screens stands, at the machine's own time."""
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        jobs = rows(held, known_plans(held))
        since = ctx.clock.now()
        newest = reads.runs(reader, limit=_MOST)
        running = reads.running(reader)
        clients = sum(tier[1] for tier in live_totals(reader))
    size = ctx.store.size()
    times: dict[str, list[float]] = {}
    for run in reversed(newest):
        seconds = took(run)
        if seconds is not None and to_micros(since) - to_micros(run.started) <= _DAY_US:
            times.setdefault(run.job, []).append(seconds)
    return MachineRoom(
        at=since,
        jobs=tuple(jobs),
        running=running[0] if running else None,
        workers=worker.workers(ctx),
        times={job: tuple(values) for job, values in times.items()},
        clients=clients,
        engine=ctx.store.engine,
        bytes=size.bytes,
        log_bytes=size.log_bytes,
    )
