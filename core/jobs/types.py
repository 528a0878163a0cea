"""Read models of jobs, their runs, and the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

RunState = Literal[
    "running", "ok", "failed", "timed_out", "dead", "cancelled", "abandoned", "skipped"
]
"""`dead`: it failed as often as it may be tried, and waits for a person. `skipped`
is no execution: it tells of slots that went by, and why."""

RUN_GLYPHS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "running": ("░", "~"), "ok": ("█", "#"), "failed": ("×", "x"),
        "timed_out": ("×", "x"), "dead": ("×", "X"), "cancelled": ("▒", "c"),
        "abandoned": ("▒", "a"), "skipped": ("·", "."),
    }
)  # fmt: skip
"""How a run looks in a row of runs; where only ASCII can be shown, the second sign."""

JobStanding = Literal["ok", "running", "waiting", "late", "failed", "paused"]
Missed = Literal["once", "drop"]


@dataclass(frozen=True, slots=True)
class JobPlan:
    """What is settled about a job beforehand.

    `every` is a cron line in the store's time zone. Of slots that were missed one
    late run makes up (`once`), or, when the newest is older than `grace_s` seconds,
    none does (`drop`); either way a row of the history tells of them. A run ends
    as `timed_out` after `limit_s` seconds. One that failed is tried again `retries`
    times, after `backoff_s` seconds, twice as many each time, at most
    `backoff_cap_s`; then it is `dead`.
    """

    id: str
    title: str
    every: str
    missed: Missed = "once"
    grace_s: int = 3_600
    limit_s: int = 3_600
    retries: int = 3
    backoff_s: int = 15
    backoff_cap_s: int = 900


@dataclass(frozen=True, slots=True)
class JobRun:
    """One execution. `rows` looked at, `changed` written; `error` one line.

    `slot` is the slot that it stands for (None: asked for, woken by a queue, or
    tried again), `attempt` counts from 1, `follows` is the run that it retries or
    takes up again, `total` how many rows it expects, `aside` how many clients it
    had to set aside; `cancelling`: somebody has asked it to stop.
    """

    id: int
    job: str
    state: RunState
    started: datetime
    ended: datetime | None
    rows: int
    changed: int
    worker: str
    error: str | None = None
    slot: datetime | None = None
    attempt: int = 1
    follows: int | None = None
    total: int | None = None
    aside: int = 0
    cancelling: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """Why a run begins: the slot (microseconds) that it stands for, which attempt it
    is, and the run that it retries or takes up again."""

    slot_us: int | None = None
    attempt: int = 1
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run went: rows looked at and changed, clients set aside, what was wrong."""

    state: RunState
    rows: int = 0
    changed: int = 0
    aside: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A client that a job could not do: why, since when, by which run, how often."""

    job: str
    client: str
    name: str
    reason: str
    since: datetime
    run: int | None
    tries: int


@dataclass(frozen=True, slots=True)
class JobMark:
    """What the store keeps of a job between its runs: up to where its slots are
    settled, whether it is paused and by whom, and which run is tried again when."""

    slot: datetime | None = None
    paused: datetime | None = None
    paused_by: str | None = None
    retry: datetime | None = None
    retry_of: int | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job with its schedule (`every` a cron line, `words` the same in words), its
    last run and how the runs before went.

    `took_s` is the last finished run's, `p95_s` of the last 20 that did something;
    `recent` are the states of the last eleven, the oldest first; `late_s` seconds
    since the slot that nobody has taken yet; `every_set`: a person has changed
    the schedule. `recovered` tells in a line what a kill has cut and what took
    it up again.
    """

    id: str
    title: str
    every: str
    next: datetime | None
    last: JobRun | None
    waiting: int
    state: JobStanding = "waiting"
    words: str = ""
    took_s: float | None = None
    p95_s: float | None = None
    recent: tuple[RunState, ...] = ()
    late_s: int | None = None
    aside: int = 0
    every_set: bool = False
    mark: JobMark = JobMark()
    recovered: str | None = None


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """`state`: `alive`, `late` (no heartbeat for 15 s), `dead`, `none`. `cpu` is the
    share of one core since the heartbeat before (1.0: all of it), `rss` bytes of
    memory; None where the machine does not tell."""

    state: Literal["alive", "late", "dead", "none"]
    pid: int | None = None
    started: datetime | None = None
    heartbeat: datetime | None = None
    holder: str | None = None
    version: str | None = None
    waiting: int = 0
    leads: bool | None = None
    cpu: float | None = None
    rss: int | None = None


@dataclass(frozen=True, slots=True)
class MachineRoom:
    """What stands behind the screens, at `at`, the machine's own time. `times` are the
    seconds that the runs of the last 24 hours took, by job, the oldest first; `bytes`
    and `log_bytes` the size of the store and of its log."""

    at: datetime
    jobs: tuple[JobRow, ...]
    running: JobRun | None
    workers: tuple[WorkerStatus, ...]
    times: Mapping[str, tuple[float, ...]]
    clients: int
    engine: str
    bytes: int
    log_bytes: int
