"""The worker seen from outside and from inside: life, lead, checkpoint."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.version import VERSION
from core.jobs.types import WorkerStatus
from core.values.instants import from_micros
from storage.engine.reader import Rows
from storage.engine.sqlite_store import SqliteStore
from storage.jobs import reads

LEASE = "worker"
BEAT = timedelta(seconds=2)
LATE = timedelta(seconds=15)
LEASE_TIME = timedelta(seconds=10)
_MICRO = timedelta(microseconds=1)
CHECKPOINT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a heartbeat brings back: the fence while leading (None: another
    leads), and whether the worker was asked to stop."""

    fence: int | None
    stop: bool


@service("worker:read")
def status(ctx: Context) -> WorkerStatus:
    """The worker that was heard of last: whether it lives, by its heartbeat and, on
    this machine, its process."""
    with ctx.reader() as reader:
        found = _all(ctx, reader)
        return found[0] if found else WorkerStatus("none", waiting=_queued(reader))


@service("worker:read")
def workers(ctx: Context) -> tuple[WorkerStatus, ...]:
    """Every worker that is known, the one that leads first, then by number."""
    with ctx.reader() as reader:
        found = _all(ctx, reader)
    return tuple(sorted(found, key=lambda each: (not each.leads, each.pid or 0)))


def _queued(rows: Rows) -> int:
    return reads.waiting_requests(rows)


def _all(ctx: Context, rows: Rows) -> list[WorkerStatus]:
    from storage.jobs.lease import leader

    leads, queued = leader(rows, LEASE, ctx.wall_us), _queued(rows)
    return [
        WorkerStatus(
            _state(ctx, pid, host, beaten),
            pid=pid,
            started=from_micros(started),
            heartbeat=from_micros(beaten),
            holder=holder,
            version=version,
            waiting=queued,
            leads=holder == leads,
            cpu=None if cpu is None else cpu / 1_000,
            rss=rss,
        )
        for holder, pid, host, version, started, beaten, cpu, rss in reads.workers(rows)
    ]


def _state(
    ctx: Context, pid: int, host: str, beaten_us: int
) -> Literal["alive", "late", "dead", "none"]:
    silent_for = ctx.wall_us - beaten_us
    here = host == socket.gethostname()
    if here and not process_lives(pid):
        return "dead"
    if silent_for <= LATE // _MICRO:
        return "alive"
    return "late" if here else "dead"


def process_lives(pid: int) -> bool:
    """Whether a process of that number runs on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@service("worker:run", writes=True)
def enlist(ctx: Context, holder: str) -> None:
    """Make a worker known; rows of the long dead go."""
    from storage.jobs import writes

    with ctx.store.unit() as unit:
        writes.remove_dead_workers(unit, ctx.wall_us - 10 * (LATE // _MICRO))
        writes.put_worker(unit, holder, os.getpid(), socket.gethostname(), VERSION, ctx.wall_us)


@service("worker:run", writes=True)
def beat(
    ctx: Context,
    holder: str,
    led: int | None,
    cost: tuple[int | None, int | None] = (None, None),
) -> Pulse:
    """Heartbeat and lease in one transaction. A new leader (its fence is not the
    `led` one) closes what former leaders left running. `cost`: thousandths of a
    core and bytes of memory that the worker uses."""
    from bellbuoy.services.supervision.endings import close_cut
    from storage.jobs import lease, writes

    now = ctx.wall_us
    with ctx.store.unit(durable=False) as unit:
        stop = writes.beat(unit, holder, now, *cost)
        until = now + LEASE_TIME // _MICRO
        fence = lease.acquire(unit, LEASE, holder, now, until)
        if fence is None and (gone := _dead_leader(unit, now)):
            # Its process has ended: there is no need to wait for the lease to run out.
            lease.give_up(unit, LEASE, gone)
            writes.remove_worker(unit, gone)
            fence = lease.acquire(unit, LEASE, holder, now, until)
        if fence is not None and fence != led:
            close_cut(unit, fence, now)
    return Pulse(fence, stop)


def _dead_leader(rows: Rows, now_us: int) -> str | None:
    """The holder of the lease, when its process on this machine has ended."""
    from storage.jobs import lease

    holder = lease.leader(rows, LEASE, now_us)
    place = reads.worker_place(rows, holder) if holder else None
    if place is None or place[1] != socket.gethostname() or process_lives(place[0]):
        return None
    return holder


@service("worker:run", writes=True)
def leave(ctx: Context, holder: str) -> None:
    """Give up the lease and the row of a worker that ends."""
    from storage.jobs import lease, writes

    with ctx.store.unit() as unit:
        lease.give_up(unit, LEASE, holder)
        writes.remove_worker(unit, holder)


@service("worker:run", writes=True)
def tidy_log(ctx: Context, *, at_end: bool = False) -> bool:
    """Checkpoint when the log has grown, or at the end; only the leader calls it."""
    if at_end:
        return ctx.store.checkpoint(truncate=True)
    if ctx.store.size().log_bytes >= CHECKPOINT_BYTES:
        return ctx.store.checkpoint(truncate=False)
    return True


@service("worker:stop", writes=True)
def ask_stop(ctx: Context) -> int:
    """Ask the living workers to stop; how many were asked."""
    from storage.jobs import writes

    with ctx.store.unit() as unit:
        return writes.ask_stop(unit)


@dataclass(frozen=True, slots=True)
class Launched:
    """A worker process that this one has started."""

    pid: int
    _process: subprocess.Popen[bytes]

    @property
    def code(self) -> int | None:
        """How it ended: 0 when it was asked to, below 0 by a signal; None: it lives."""
        return self._process.poll()


def start(ctx: Context, *, parent: int | None = None, log: Path | None = None) -> int:
    """Start a worker process for this store; its process number."""
    return launch(ctx, parent=parent, log=log).pid


@service("worker:start", writes=True)
def launch(ctx: Context, *, parent: int | None = None, log: Path | None = None) -> Launched:
    """Start a worker process for this store.

    With a `parent` it ends when that process does. `-P` keeps the working
    directory out of the import path: a foreign `core/` there must not be ours.
    """
    command = [sys.executable, "-P", "-m", "bellbuoy", "worker", "start", "--foreground"]
    environment = {**os.environ, "BELLBUOY_STORE": ctx.store.address}
    if ctx.store.engine == "sqlite":
        # An address with a password must not stand in the list of processes.
        command += ["--store", ctx.store.address]
    if parent is not None:
        command += ["--parent", str(parent)]
    target = subprocess.DEVNULL if log is None else log.open("ab")
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=target,
        start_new_session=True,
        env=environment,
    )
    if not isinstance(target, int):
        target.close()
    # Somebody must take note of its end, or it stays in the table of processes.
    threading.Thread(target=process.wait, name="worker-end", daemon=True).start()
    return Launched(process.pid, process)


@service("worker:read")
def waits_for(ctx: Context) -> str | None:
    """Which other process writes to a SQLite store now, in words, as far as the system
    tells; a worker that is started meanwhile waits for it."""
    if not isinstance(ctx.store, SqliteStore):
        return None
    from storage.engine.sqlite_holder import process_words, writer_of

    pid = writer_of(ctx.store.path)
    return None if pid is None or pid == os.getpid() else process_words(pid)
