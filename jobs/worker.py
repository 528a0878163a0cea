"""The worker process: schedules by APScheduler, the lead by lease, work at once.

One process of several leads; the others wait for its lease to run out. The
leader runs one job at a time, on a thread of its own, so that the heartbeat
never waits for a job. Schedules live in the registry and slots in the store:
APScheduler only tells when to look.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
import time
from types import FrameType
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from bellbuoy.services import jobs as job_service
from bellbuoy.services import worker as worker_service
from bellbuoy.services.context import Context, open_context, reread
from core.values.errors import BellbuoyError, ConflictError, RemoteError
from core.values.instants import to_micros
from jobs.record import Job
from jobs.registry import JOBS
from jobs.runner import run_job
from jobs.schedule import last_slot

_log = logging.getLogger(__name__)
_TICK = 0.2
_QUIET_TICKS = 10
_AWAY_S = 1.0
_BACKOFF_S = 15.0
_LONGEST_BACKOFF_S = 900.0


class Worker:
    """One worker of one store, from `run` to its return."""

    def __init__(self, ctx: Context, *, parent: int | None = None) -> None:
        self._ctx = ctx
        self._parent = parent
        self._holder = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._fence: int | None = None
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._due: set[str] = set()
        self._lock = threading.Lock()
        self._failures: dict[str, tuple[int, float]] = {}

    def run(self) -> None:
        """Work until asked to stop, by signal, by the store, or with the parent."""
        worker_service.enlist(self._ctx, self._holder)
        self._beat()
        scheduler = self._scheduler()
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

    def _leave(self) -> None:
        """Its row and lease run out by themselves where they cannot be taken away."""
        try:
            if self._fence is not None:
                worker_service.tidy_log(self._ctx, at_end=True)
            worker_service.leave(self._ctx, self._holder)
        except RemoteError as fault:
            _log.warning("%s", fault.message)

    def stop(self, *_: object) -> None:
        """Ask for the end; also a signal handler."""
        self._stop.set()
        self._wake.set()

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(timezone=self._ctx.zone)
        for job in JOBS:
            scheduler.add_job(
                self._tell,
                CronTrigger.from_crontab(job.every, timezone=self._ctx.zone),
                args=[job.id],
                id=job.id,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        return scheduler

    def _tell(self, job: str) -> None:
        with self._lock:
            self._due.add(job)
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
        return self._parent is not None and not worker_service.process_lives(self._parent)

    def _beat(self) -> None:
        try:
            pulse = worker_service.beat(self._ctx, self._holder, self._fence)
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
            self._wake.wait(timeout=5)
            self._wake.clear()
            fence = self._fence
            if fence is None or self._stop.is_set():
                continue
            try:
                self._ctx = reread(self._ctx)
                self._run_due(fence)
                worker_service.tidy_log(self._ctx)
            except ConflictError as fault:
                _log.warning("%s", fault.message)
                self._stop.wait(1)
            except BellbuoyError as fault:
                _log.error("%s", fault.message)
                self._stop.wait(5)

    def _run_due(self, fence: int) -> None:
        for job in JOBS:
            if self._stop.is_set():
                return
            if self._wanted(job, fence):
                _, state = run_job(
                    self._ctx,
                    job,
                    worker=self._holder,
                    fence=fence,
                    cancelled=self._stop.is_set,
                )
                self._note(job, failed=state == "failed")
                # Work of an earlier job in the list may have come in meanwhile.
                self._wake.set()

    def _note(self, job: Job, *, failed: bool) -> None:
        """A job that fails waits longer each time before its queue wakes it."""
        if not failed:
            self._failures.pop(job.id, None)
            return
        count = self._failures.get(job.id, (0, 0.0))[0] + 1
        wait = min(_LONGEST_BACKOFF_S, _BACKOFF_S * 2 ** (count - 1))
        self._failures[job.id] = (count, time.monotonic() + wait)

    def _wanted(self, job: Job, fence: int) -> bool:
        with self._lock:
            told = job.id in self._due
            self._due.discard(job.id)
        if told:
            now = self._ctx.clock.now()
            slot = last_slot(job.every, self._ctx.zone, now)
            if slot is not None and job_service.claim_slot(
                self._ctx, job.id, to_micros(slot), fence
            ):
                return True
        if job_service.waiting(self._ctx, job.id):
            return True
        if time.monotonic() < self._failures.get(job.id, (0, 0.0))[1]:
            return False
        return job.takes is not None and bool(job_service.work_waiting(self._ctx, [job.takes]))


def main(url: str, *, parent: int | None = None) -> int:
    """Run a worker in this process until it is stopped; the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    os.nice(10)
    worker = Worker(open_context(url, user="system", role="system"), parent=parent)

    def on_signal(_number: int, _frame: FrameType | None) -> Any:
        worker.stop()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, on_signal)
    worker.run()
    return 0
