"""Read models of jobs, their runs, and the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

RunState = Literal["running", "ok", "failed", "cancelled", "abandoned"]


@dataclass(frozen=True, slots=True)
class JobRun:
    """One execution. `rows` looked at, `changed` written; `error` one line."""

    id: int
    job: str
    state: RunState
    started: datetime
    ended: datetime | None
    rows: int
    changed: int
    worker: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job of the registry with its schedule (`every` a cron line) and last run."""

    id: str
    title: str
    every: str
    next: datetime | None
    last: JobRun | None
    waiting: int


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """`state`: `alive`, `late` (no heartbeat for 15 s), `dead`, `none`."""

    state: Literal["alive", "late", "dead", "none"]
    pid: int | None = None
    started: datetime | None = None
    heartbeat: datetime | None = None
    holder: str | None = None
    version: str | None = None
    waiting: int = 0
