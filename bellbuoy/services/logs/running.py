"""What the worker and its jobs write into the log: begin and end of each run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bellbuoy.services.context import Context
from bellbuoy.services.logs.writing import log, name_part
from bellbuoy.services.tracing import run_trace, tracing
from core.jobs.types import RunState
from core.operations.types import Plain


@dataclass(slots=True)
class Told:
    """How a run ended, filled in by whoever ran it. `fault` names one that nobody
    foresaw: its own text may hold anything, and stays out of the log."""

    state: RunState = "failed"
    rows: int = 0
    changed: int = 0
    error: str | None = None
    fault: str = ""


@contextmanager
def run_noted(job: str, number: int) -> Iterator[Told]:
    """Give a run its trace, and tell of its beginning and its end."""
    told = Told()
    with tracing(run_trace(number)):
        log("info", "run began", {"job": job, "run": number})
        began = time.perf_counter()
        try:
            yield told
        finally:
            fields: dict[str, Plain] = {
                "job": job,
                "run": number,
                "state": told.state,
                "rows": told.rows,
                "changed": told.changed,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            if told.error:
                fields["text"] = told.error
            well = told.state in ("ok", "cancelled")
            log("info" if well else "error", "run ended", fields)


@contextmanager
def session_noted(ctx: Context) -> Iterator[None]:
    """Tell of a session of the screens. What libraries say goes into the log too:
    on the terminal it would stand in the middle of a picture."""
    from bellbuoy.services.logs.bridge import build_bridge

    name_part("app", ctx.trace_id)
    build_bridge()
    log("info", "app began")
    try:
        yield
    finally:
        log("info", "app ended")


@contextmanager
def worker_noted(holder: str) -> Iterator[None]:
    """Have all that a worker process says in the log, from its start to its end."""
    from bellbuoy.services.logs.bridge import build_bridge

    name_part("worker", f"worker-{holder}")
    build_bridge()
    log("info", "worker began")
    try:
        yield
    finally:
        log("info", "worker ended")
