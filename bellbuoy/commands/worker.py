"""`bellbuoy worker …`: the process behind the screens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.paths import log_file
from core.jobs.types import WorkerStatus
from core.values.errors import BellbuoyError, CheckFailedError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_STARTED_WITHIN = 5.0
_GONE_WITHIN = 40.0
_POLL = 0.1
_COLUMNS = (
    Column("state", "worker"),
    Column("pid", "pid"),
    moment("started", "started"),
    moment("heartbeat", "last heard"),
    number("waiting", "requests waiting"),
    Column("version", "version"),
    Column("holder", "holder", extra=True),
)
_LIVES = ("alive", "late")


def start(options: Options) -> Answer | int:
    """Start a worker, or be one (--foreground)."""
    from bellbuoy.services import worker
    from bellbuoy.services.authorise import authorise

    ctx = open_present(options)
    found = worker.status(ctx)
    if options.dry_run:
        note = "one is running already" if found.state == "alive" else "a worker would start"
        return _told(found, ctx, options, f"a dry run: {note}")
    if options.flag("foreground"):
        from jobs.worker import main

        authorise(ctx, "worker:start", writes=True)
        return main(ctx.store.address, parent=options.number("parent"))
    if found.state == "alive":
        return _told(found, ctx, options, f"a worker is running already, pid {found.pid}")
    log = _log()
    pid = worker.start(ctx, parent=options.number("parent"), log=log)
    found = _until(ctx, lambda now: now.state == "alive" and now.pid == pid, _STARTED_WITHIN)
    if found.state != "alive":
        raise BellbuoyError("the worker has not been heard of yet", f"its log is {log}")
    return _told(found, ctx, options, f"started, pid {found.pid}; its log is {log}")


def stop(options: Options) -> Answer:
    """Ask the workers to stop, and wait until they are gone."""
    from bellbuoy.services import worker

    ctx = open_present(options)
    found = worker.status(ctx)
    if options.dry_run:
        note = f"pid {found.pid} would stop" if found.state in _LIVES else "none is running"
        return _told(found, ctx, options, f"a dry run: {note}")
    worker.ask_stop(ctx)
    if found.state not in _LIVES:
        return _told(found, ctx, options, "no worker is running")
    left = _until(ctx, lambda now: now.state not in _LIVES, _GONE_WITHIN)
    if left.state in _LIVES:
        hint = "it ends after the step it is at; bellbuoy worker status"
        raise BellbuoyError(f"pid {left.pid} has been asked, and is not gone yet", hint)
    return _told(left, ctx, options, f"pid {found.pid} has stopped")


def status(options: Options) -> Answer:
    """Whether a worker lives; with --check exit code 8 when none does."""
    from bellbuoy.services import worker

    ctx = open_present(options)
    found = worker.status(ctx)
    answer = _told(found, ctx, options)
    if not options.flag("check") or found.state == "alive":
        return answer
    said = "no worker is running" if found.state == "none" else f"the worker is {found.state}"
    failure = CheckFailedError(said, "bellbuoy worker start")
    return replace(answer, failure=failure)


def _told(found: WorkerStatus, ctx: Context, options: Options, *notes: str) -> Answer:
    row = record(found)
    columns = known(_COLUMNS, row, options)
    return Answer("worker", [row], columns, as_of=ctx.now, single=True, notes=notes)


def _until(
    ctx: Context, reached: Callable[[WorkerStatus], bool], seconds: float
) -> WorkerStatus:
    """The status once `reached`, or the last one seen when time is up."""
    from bellbuoy.services import worker

    end = time.monotonic() + seconds
    while True:
        found = worker.status(ctx)
        if reached(found) or time.monotonic() >= end:
            return found
        time.sleep(_POLL)


def _log() -> Path:
    log = log_file()
    log.parent.mkdir(parents=True, exist_ok=True)
    return log


COMMANDS = (
    Command(
        noun="worker",
        verb="start",
        summary="start the worker of a store",
        examples=("bellbuoy worker start", "bellbuoy worker start --foreground"),
        function=start,
        arguments=(
            Arg("foreground", "be the worker, until ctrl+c", "flag"),
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
)
