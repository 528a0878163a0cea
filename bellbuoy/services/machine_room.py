"""The machine room: jobs, the run that is on, workers and the store, read together;
and behind it who holds which lock, what waits, and what was slow."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services import worker
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.metrics.pace import p95_ms
from bellbuoy.services.supervision.rows import rows
from bellbuoy.services.supervision.schedule import known_plans
from core.jobs.standing import took
from core.jobs.types import MachineRoom
from core.operations.types import EngineRoom, LogLine
from core.values.instants import to_micros
from storage.engine.reader import Rows
from storage.health.facets import live_totals
from storage.jobs import reads
from storage.operations.figures import counts
from storage.operations.standing import leases, queues, slow_hours

_DAY_US = 24 * 3_600 * 1_000_000
_MOST = 400
_HOUR_US = 3_600_000_000
_SLOW_US = 32_000
_SLOWEST = 12
SLOW = "slow"
"""The word in the log for what a screen waited long for."""


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


@service("store:read")
def engine_room(ctx: Context) -> EngineRoom:
    """Locks, queues, and what was slow in the last 24 hours."""
    at = ctx.clock.now()
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        hour = ctx.wall_us // _HOUR_US - 24
        return EngineRoom(
            at=at,
            engine=ctx.store.engine,
            leases=leases(reader, ctx.wall_us),
            writer=_writer(ctx, reader),
            events=counts(reader).events,
            queues=queues(reader),
            pace=p95_ms(held),
            slow_hours=slow_hours(reader, hour, _SLOW_US, _SLOWEST),
            slow=slowest(ctx),
        )


def slowest(ctx: Context, most: int = _SLOWEST) -> tuple[LogLine, ...]:
    """What screens waited longest for within 24 hours, the longest first."""
    from bellbuoy.services.logs.viewing import LogView

    since = ctx.clock.now() - timedelta(hours=24)
    with LogView(lambda line: line.event == SLOW and line.at >= since) as view:
        found = view.older(_MOST)
    return tuple(sorted(found, key=_length, reverse=True)[:most])


def _length(line: LogLine) -> float:
    ms = line.fields.get("ms")
    return float(ms) if isinstance(ms, int | float) else 0.0


def _writer(ctx: Context, rows: Rows) -> str | None:
    """Who has the store locked for writing, as far as the system or server tells."""
    from storage.engine.sqlite_store import SqliteStore

    if not isinstance(ctx.store, SqliteStore):
        from storage.engine.postgresql_holder import writer_of_schema

        return writer_of_schema(rows, str(rows.value("SELECT current_schema()")))
    from storage.engine.sqlite_holder import process_words, writer_of

    pid = writer_of(ctx.store.path)
    return None if pid is None else process_words(pid)
