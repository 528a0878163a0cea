"""Scaling: is another worker required, or one too many? Looked at, or acted on.

One worker leads and runs the jobs, one after the other; the others stand by and take
over when it ends. Only those that scaling has started does it ever stop by itself.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from bellbuoy.services import worker
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.logs.writing import log
from core.jobs.due import due_now
from core.jobs.scaling import Decision, Load, decide, work_of
from core.jobs.types import JobMark, WorkerStatus
from core.values.errors import UsageError
from core.values.instants import from_micros
from storage.engine.reader import Rows
from storage.jobs.marks import marks
from storage.jobs.plans import plans, rewritten
from storage.jobs.scaling import MOST, Scaled, most_set, scaled, took_s, waiting_by_job

LARGEST = 64
_SECOND = timedelta(seconds=1)


@service("worker:read")
def most(ctx: Context) -> int:
    """How many workers may run: `worker.max`, else as many as there are cores, or one
    where only one can write."""
    with ctx.reader() as reader:
        return _most(ctx, reader)


def _most(ctx: Context, rows: Rows) -> int:
    said = most_set(rows)
    if said is not None:
        return said
    return 1 if ctx.store.engine == "sqlite" else max(1, os.cpu_count() or 1)


@service("worker:read")
def look(ctx: Context) -> tuple[Load, Decision]:
    """The load, and what a check would decide now. Nothing is changed."""
    with ctx.reader() as reader:
        state = scaled(reader)
        load = _load(ctx, reader, _alive(ctx), state)
    return load, decide(load, state.streak)


def _load(ctx: Context, rows: Rows, alive: list[WorkerStatus], state: Scaled) -> Load:
    """What waits: requests, and slots that are due and that nobody has taken."""
    now, kept = ctx.clock.now(), marks(rows)
    asked = waiting_by_job(rows)
    since = [from_micros(at) for _, at in asked.values()]
    numbers = {job: number for job, (number, _) in asked.items()}
    for plan in plans(rows):
        mark = kept.get(plan.id, JobMark())
        due = due_now(rewritten(rows, plan), ctx.zone, mark, now, jumped=None)
        if due is not None and due.slot is not None:
            numbers[plan.id] = numbers.get(plan.id, 0) + 1
            since.append(due.slot)
    waiting, work_s = work_of((number, took_s(rows, job)) for job, number in numbers.items())
    lag = max(0, (now - min(since)) // _SECOND) if since else 0
    ours = _idle(alive, state)
    return Load(waiting, work_s, lag, len(alive), len(ours), _most(ctx, rows))


def _alive(ctx: Context) -> list[WorkerStatus]:
    return [each for each in worker.workers(ctx) if each.state in ("alive", "late")]


def _idle(alive: Iterable[WorkerStatus], state: Scaled) -> list[WorkerStatus]:
    """Workers on this machine that scaling has started and that do not lead."""
    mine = {pid for pid, host in state.started if host == socket.gethostname()}
    return [each for each in alive if each.pid in mine and not each.leads]


@service("worker:scale", writes=True)
def check(ctx: Context, *, log_to: Path | None = None) -> tuple[Load, Decision]:
    """One check, as it is made every five minutes: what it decides is done. A check
    that was cut off after a start has started it; the next counts what runs."""
    from storage.jobs.scaling import put_scaled

    alive = _alive(ctx)
    with ctx.store.unit() as unit:
        state = scaled(unit)
        load = _load(ctx, unit, alive, state)
        found = decide(load, state.streak)
        put_scaled(unit, Scaled(found.streak, _living(alive, state)))
    _note(load, found)
    if found.action == "start":
        _start(ctx, found.number, log_to)
    elif found.action == "stop":
        _stop(ctx, _idle(alive, state)[: found.number], found.words)
    return load, found


@service("worker:scale", writes=True)
def to_number(ctx: Context, number: int, *, log_to: Path | None = None) -> tuple[int, int]:
    """Start or stop so that `number` run; how many were started, and asked to stop.
    Those that stand by go first. Raises UsageError outside of the limits."""
    limit = most(ctx)
    if not 1 <= number <= limit:
        raise UsageError(
            f"{number} workers are outside of 1 to {limit}", f"bellbuoy config set {MOST} N"
        )
    alive = sorted(_alive(ctx), key=lambda each: (bool(each.leads), each.pid or 0))
    missing, spare = number - len(alive), alive[: max(0, len(alive) - number)]
    if missing > 0:
        _start(ctx, missing, log_to)
    if spare:
        _stop(ctx, spare, f"{number} are to run")
    return max(0, missing), len(spare)


def _living(alive: Iterable[WorkerStatus], state: Scaled) -> tuple[tuple[int, str], ...]:
    """Of those that scaling started here, the ones that still run."""
    here, pids = socket.gethostname(), {each.pid for each in alive}
    return tuple(each for each in state.started if each[1] != here or each[0] in pids)


def _start(ctx: Context, number: int, log_to: Path | None) -> None:
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.jobs.scaling import put_scaled

    here = socket.gethostname()
    made = [(worker.launch(ctx, log=log_to).pid, here) for _ in range(number)]
    with ctx.store.unit() as unit:
        state = scaled(unit)
        put_scaled(unit, Scaled(state.streak, (*state.started, *made)))
        change = Change(unit, actor_of(ctx), "worker.scale", "start")
        change.close({"pids": [pid for pid, _ in made]})


def _stop(ctx: Context, spare: list[WorkerStatus], why: str) -> None:
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.jobs.scaling import ask_stop_of

    with ctx.store.unit() as unit:
        asked = [each for each in spare if ask_stop_of(unit, each.holder or "")]
        change = Change(unit, actor_of(ctx), "worker.scale", "stop")
        change.close({"pids": [each.pid for each in asked], "why": why})


def _note(load: Load, found: Decision) -> None:
    figures = {
        "action": found.action, "wanted": found.wanted, "running": load.running,
        "most": load.most, "waiting": load.waiting, "work_s": load.work_s,
        "lag_s": load.lag_s,
    }  # fmt: skip
    log("info", "worker scale", figures)


@service("worker:scale", writes=True)
def set_most(ctx: Context, number: int) -> int:
    """Set how many workers may run; what it was before. Raises UsageError."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.store.writes import put_setting

    if not 1 <= number <= LARGEST:
        raise UsageError(f"{MOST} takes 1 to {LARGEST}")
    with ctx.store.unit() as unit:
        before, said = _most(ctx, unit), most_set(unit)
        if said != number:
            change = Change(unit, actor_of(ctx), MOST, MOST)
            change.watch("setting", [MOST], usual={"value": str(before)})
            put_setting(unit, MOST, str(number))
            change.close()
    return before
