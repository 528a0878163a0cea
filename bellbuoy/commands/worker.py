"""`bellbuoy worker …`: the process behind the screens."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.commands.worker_log import worker_log
from bellbuoy.commands.worker_scale import COMMAND as SCALE_COMMAND
from bellbuoy.commands.worker_scale import STANDBY
from core.jobs.types import WorkerStatus
from core.values.errors import BellbuoyError, CheckFailedError, UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_STARTED_WITHIN = 5.0
_GONE_WITHIN = 40.0
_POLL = 0.1


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _megabytes(size: int | None) -> str:
    return "" if size is None else f"{size / 1_000_000:,.0f} MB"


def _does(leads: bool | None) -> str:
    return "" if leads is None else "runs the jobs" if leads else "stands by"


_COLUMNS = (
    Column("state", "worker"),
    Column("pid", "pid"),
    moment("started", "started"),
    moment("heartbeat", "last heard"),
    number("waiting", "requests waiting"),
    Column("version", "version"),
    Column("holder", "holder", extra=True),
    Column("leads", "does", render=_does),
    Column("cpu", "cpu", "right", _percent),
    Column("rss", "memory", "right", _megabytes),
)
_LIVES = ("alive", "late")


def start(options: Options) -> Answer | int:
    """Start a worker, or be one (--foreground)."""
    from bellbuoy.services import worker
    from bellbuoy.services.authorise import authorise

    if options.flag("foreground"):
        return _be_worker(options)
    ctx = open_present(options)
    found = worker.status(ctx)
    count = options.number("count")
    alive = [each for each in worker.workers(ctx) if each.state == "alive"]
    missing = max(0, (count or 1) - len(alive))
    if options.dry_run:
        note = _would_start(missing, count)
        return _told(found, ctx, options, f"a dry run: {note}")
    if not missing:
        if count is not None:
            return _all(ctx, f"{len(alive)} run already")
        return _told(found, ctx, options, f"a worker is running already, pid {found.pid}")
    authorise(ctx, "worker:start", writes=True)
    log = worker_log()
    pids = {worker.start(ctx, parent=options.number("parent"), log=log) for _ in range(missing)}
    if not _heard(ctx, pids):
        raise BellbuoyError("the worker has not been heard of yet", f"its log is {log}")
    numbers = ", ".join(f"{pid}" for pid in sorted(pids))
    note = f"started, pid {numbers}; its log is {log}"
    if count is not None:
        return _all(ctx, note)
    (pid,) = pids
    mine = next(each for each in worker.workers(ctx) if each.pid == pid)
    return _told(mine, ctx, options, note)


def _be_worker(options: Options) -> Answer | int:
    if options.number("count") is not None:
        raise UsageError("--foreground is one worker", "drop --count")
    if options.dry_run:
        from bellbuoy.services import worker

        ctx = open_present(options)
        note = "a dry run: this process would be a worker"
        return _told(worker.status(ctx), ctx, options, note)
    from jobs.worker import main

    return main(lambda: _as_worker(options), parent=options.number("parent"))


def _as_worker(options: Options) -> Context:
    """The store as the system sees it, if who asks may start a worker."""
    from bellbuoy.services.authorise import authorise
    from bellbuoy.services.context import open_context

    ctx = open_present(options)
    authorise(ctx, "worker:start", writes=True)
    return open_context(ctx.store.address, user="system", role="system")


def _would_start(missing: int, count: int | None) -> str:
    if count is not None:
        return f"{missing} would start, so that {count} run; one leads"
    return "a worker would start" if missing else "one is running already"


def _heard(ctx: Context, pids: set[int]) -> bool:
    """Whether all of these have been heard of in time, and one of all leads."""
    from bellbuoy.services import worker

    end = time.monotonic() + _STARTED_WITHIN * len(pids)
    while time.monotonic() < end:
        found = worker.workers(ctx)
        alive = {each.pid for each in found if each.state == "alive"}
        if pids <= alive and any(each.leads for each in found):
            return True
        time.sleep(_POLL)
    return False


def _all(ctx: Context, *notes: str) -> Answer:
    """A row a worker, the one that leads first."""
    from bellbuoy.services import worker

    rows = [record(each) for each in worker.workers(ctx)]
    return Answer("worker", rows, _COLUMNS, as_of=ctx.now, total=len(rows), notes=notes)


def stop(options: Options) -> Answer:
    """Ask the workers to stop, and wait until they are gone."""
    from bellbuoy.services import worker

    ctx = open_present(options)
    found = worker.status(ctx)
    if options.dry_run:
        note = f"pid {found.pid} would stop" if found.state in _LIVES else "none is running"
        return _told(found, ctx, options, f"a dry run: {note}")
    living = [each.pid for each in worker.workers(ctx) if each.state in _LIVES]
    worker.ask_stop(ctx)
    if not living:
        return _told(found, ctx, options, "no worker is running")
    left = _until_gone(ctx)
    if left.state in _LIVES:
        hint = "it ends after the step it is at; bellbuoy worker status"
        raise BellbuoyError(f"pid {left.pid} has been asked, and is not gone yet", hint)
    numbers = ", ".join(f"{pid}" for pid in living)
    verb = "has" if len(living) == 1 else "have"
    return _told(left, ctx, options, f"pid {numbers} {verb} stopped")


def status(options: Options) -> Answer:
    """Whether a worker lives; with --check exit code 8 when none does."""
    from bellbuoy.services import worker

    ctx = open_present(options)
    found = worker.status(ctx)
    several = len(worker.workers(ctx)) > 1
    answer = _all(ctx, STANDBY) if several else _told(found, ctx, options)
    if not options.flag("check") or found.state == "alive":
        return answer
    said = "no worker is running" if found.state == "none" else f"the worker is {found.state}"
    failure = CheckFailedError(said, "bellbuoy worker start")
    return replace(answer, failure=failure)


def _told(found: WorkerStatus, ctx: Context, options: Options, *notes: str) -> Answer:
    row = record(found)
    columns = known(_COLUMNS, row, options)
    return Answer("worker", [row], columns, as_of=ctx.now, single=True, notes=notes)


def _until_gone(ctx: Context) -> WorkerStatus:
    """The status once no worker lives, or of one that is left when time is up."""
    from bellbuoy.services import worker

    end = time.monotonic() + _GONE_WITHIN
    while True:
        left = [each for each in worker.workers(ctx) if each.state in _LIVES]
        if not left:
            return worker.status(ctx)
        if time.monotonic() >= end:
            return left[0]
        time.sleep(_POLL)


COMMANDS = (
    Command(
        noun="worker",
        verb="start",
        summary="start the worker of a store",
        examples=("bellbuoy worker start", "bellbuoy worker start --count 2"),
        function=start,
        arguments=(
            Arg("foreground", "be the worker, until ctrl+c", "flag"),
            Arg("count", "so many processes; one leads", "option", types.count, metavar="N"),
            Arg("parent", "end when that process does", "option", types.count, metavar="PID"),
        ),
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="worker",
        verb="stop",
        summary="ask the worker to stop, and wait until it has",
        examples=("bellbuoy worker stop", "bellbuoy worker stop --json"),
        function=stop,
        writes=True,
        columns=_COLUMNS,
    ),
    Command(
        noun="worker",
        verb="status",
        summary="whether a worker lives",
        examples=("bellbuoy worker status", "bellbuoy worker status --check -q"),
        function=status,
        arguments=(Arg("check", "exit 8 when none is alive", "flag"),),
        columns=_COLUMNS,
    ),
    SCALE_COMMAND,
)
