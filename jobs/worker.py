"""The worker process: the lead by lease, slots by the store, work at once.

One process of several leads; the others wait for its lease to run out. The
leader runs one job at a time, on a thread of its own, so that the heartbeat
never waits for a job. Plans live in the registry, what is settled in the store;
APScheduler only tells when to look.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Any

from bellbuoy.services import worker as worker_service
from bellbuoy.services.context import Context, reread
from bellbuoy.services.logs.running import worker_noted
from bellbuoy.services.metrics.pace import Pace
from bellbuoy.services.metrics.pace import add as add_pace
from bellbuoy.services.problems.keeping import keep
from bellbuoy.services.simulations.living import advance
from bellbuoy.services.supervision.schedule import make_known
from bellbuoy.services.supervision.taking import take
from core.values.errors import BellbuoyError, ConflictError, LockedError, RemoteError
from jobs.jumps import Jumps
from jobs.patience import until_free
from jobs.record import Job
from jobs.registry import JOBS
from jobs.runner import run_job
from jobs.schedule import alarm_clock
from jobs.usage import Cost

_log = logging.getLogger(__name__)
_TICK = 0.2
_QUIET_TICKS = 10
_AWAY_S = 1.0
_LOOK_S = 5.0


class Worker:
    """One worker of one store, from `run` to its return."""

    def __init__(
        self, ctx: Context, *, parent: int | None = None, stop: threading.Event | None = None
    ) -> None:
        self._ctx = ctx
        self._parent = parent
        self._holder = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._fence: int | None = None
        self._stop = stop or threading.Event()
        self._wake = threading.Event()
        self._jumps = Jumps(ctx.clock.now)
        self._cost = Cost()
        self._pace = Pace()

    def run(self) -> None:
        """Work until asked to stop, by signal, by the store, or with the parent."""
        if until_free(self._enlist, self._stop, self._orphaned, _waits) is None:
            return
        self._beat()
        scheduler = alarm_clock(JOBS, self._ctx.zone, self._wake.set)
        runner = threading.Thread(target=self._work, name="jobs", daemon=True)
        scheduler.start()
        runner.start()
        try:
            self._watch()
        finally:
            self._stop.set()
            self._wake.set()
            scheduler.shutdown(wait=False)
            runner.join(timeout=30)
            self._leave()

    def _enlist(self) -> bool:
        worker_service.enlist(self._ctx, self._holder)
        make_known(self._ctx, [job.plan for job in JOBS])
        return True

    def _leave(self) -> None:
        """Its row and lease run out by themselves where they cannot be taken away."""
        try:
            if self._fence is not None:
                worker_service.tidy_log(self._ctx, at_end=True)
            worker_service.leave(self._ctx, self._holder)
        except (LockedError, RemoteError) as fault:
            _log.warning("%s", fault.message)

    @property
    def holder(self) -> str:
        """Its name in the store."""
        return self._holder

    def stop(self, *_: object) -> None:
        """Ask for the end; also a signal handler."""
        self._stop.set()
        self._wake.set()

    def _watch(self) -> None:
        """Heartbeat, and an eye on the store: what others commit wakes the work."""
        with self._ctx.store.reader() as reader:
            seen = -1
            ticks = 0
            while not self._stop.wait(_TICK):
                ticks += 1
                try:
                    version = reader.changes()
                except RemoteError as fault:
                    # The reader finds its server again when it is back.
                    _log.warning("%s", fault.message)
                    version = seen
                    self._stop.wait(_AWAY_S)
                if version != seen:
                    seen = version
                    self._wake.set()
                if ticks % _QUIET_TICKS == 0:
                    self._beat()
                    if self._orphaned():
                        self._stop.set()

    def _orphaned(self) -> bool:
        return ended(self._parent)

    def _beat(self) -> None:
        try:
            with self._pace.timed("write"):
                pulse = worker_service.beat(
                    self._ctx, self._holder, self._fence, self._cost.read()
                )
            with self._pace.timed("read"):
                worker_service.status(self._ctx)
            if self._pace.due():
                add_pace(self._ctx, self._pace)
        except BellbuoyError as fault:
            # A busy or full store: the lease may run out, and then another leads.
            _log.warning("heartbeat: %s", fault.message)
            return
        if pulse.fence is not None and self._fence != pulse.fence:
            self._wake.set()
        self._fence = pulse.fence
        if pulse.stop:
            self._stop.set()

    def _work(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(timeout=_LOOK_S)
            self._wake.clear()
            jumped = self._jumps.ahead()
            fence = self._fence
            if fence is None or self._stop.is_set():
                continue
            try:
                self._ctx = reread(self._ctx)
                # Simulations that go by the clock, and those that were cut off.
                advance(self._ctx)
                self._run_due(fence, jumped)
                worker_service.tidy_log(self._ctx)
            except ConflictError as fault:
                _log.warning("%s", fault.message)
                self._stop.wait(1)
            except BellbuoyError as fault:
                _log.error("%s", fault.message)
                self._stop.wait(5)
            except Exception as fault:
                # The heartbeat would go on, and nobody would see that no work is done.
                keep(fault, "worker", self._ctx.store, trace=f"worker-{self._holder}")
                self._stop.wait(5)

    def _run_due(self, fence: int, jumped: timedelta | None) -> None:
        for job in JOBS:
            if self._stop.is_set():
                return
            if self._run_if_due(job, fence, jumped):
                # Work of an earlier job in the list may have come in meanwhile.
                self._wake.set()

    def _run_if_due(self, job: Job, fence: int, jumped: timedelta | None) -> bool:
        number = take(self._ctx, job.plan, self._holder, fence, queue=job.takes, jumped=jumped)
        if number is None:
            return False
        run_job(self._ctx, job, number, fence=fence, cancelled=self._stop.is_set)
        return True


def _waits(words: str) -> None:
    _log.warning("%s; the worker waits, and begins when it is free", words)


def main(opened: Callable[[], Context], *, parent: int | None = None) -> int:
    """Run a worker in this process until it is stopped; the exit code. `opened` opens
    its store; a store that another process has locked is waited for."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    stop = threading.Event()
    with _stopped_by_signal(stop):
        ctx = until_free(opened, stop, lambda: ended(parent), _waits)
        if ctx is None:
            return 0
        os.nice(10)
        worker = Worker(ctx, parent=parent, stop=stop)
        with worker_noted(worker.holder):
            worker.run()
    return 0


@contextmanager
def _stopped_by_signal(stop: threading.Event) -> Iterator[None]:
    """Set `stop` when the process is asked to end."""

    def on_signal(_number: int, _frame: FrameType | None) -> Any:
        stop.set()

    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.signal(number, on_signal) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def ended(parent: int | None) -> bool:
    """Whether the process that a worker belongs to has ended."""
    return parent is not None and not worker_service.process_lives(parent)
