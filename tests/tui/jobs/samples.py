"""A machine room with a run that is on, as the screen gets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from core.jobs.types import AsideRow, JobRow, JobRun, MachineRoom, RunState, WorkerStatus
from tui.jobs.data import JobsData

NOW = datetime(2026, 11, 21, 14, 0, 3, tzinfo=UTC)
HOSTILE = "odd \x1b]0;title\x07 facts"


def run(number: int, job: str, state: RunState = "ok", **rest: Any) -> JobRun:
    started = NOW - timedelta(minutes=10)
    ended = None if state == "running" else started + timedelta(seconds=2.1)
    return JobRun(number, job, state, started, ended, 746, 19, "w", **rest)


def row(name: str, state: str, last: JobRun | None, **rest: Any) -> JobRow:
    recent: tuple[RunState, ...] = ("ok",) * 9 + ("failed", "ok")
    told = {"words": "10 min", "took_s": 2.1, "p95_s": 3.0, "recent": recent, **rest}
    return JobRow(name, f"What {name} does", "*/10 * * * *", NOW + timedelta(minutes=10), last,
                  0, cast("Any", state), **told)  # fmt: skip


ON = run(8813, "score-clients", "running", total=1_204)
ROOM = MachineRoom(
    at=NOW,
    jobs=(
        row("score-clients", "running", ON,
            recovered="run 8811 was cut at 512 rows when its worker ended;"
            " run 8812 took it up again and is ok"),
        row("score-history", "failed", run(8800, "score-history", "dead", error=HOSTILE)),
        row("drop-looks", "late", run(8790, "drop-looks"), late_s=240, words="1 h at :40"),
        row("backup", "waiting", None, recent=(), took_s=None, p95_s=None),
    ),
    running=replace(ON, started=NOW - timedelta(seconds=6)),
    workers=(
        WorkerStatus("alive", 4411, NOW - timedelta(hours=74), NOW - timedelta(seconds=2),
                     "a", "1", 1, True, 0.12, 168_000_000),
        WorkerStatus("alive", 4412, NOW - timedelta(hours=1), NOW, "b", "1", 1, False),
    ),
    times={"score-clients": (2.0, 2.1, 9.0, 2.2)},
    clients=1_204,
    engine="sqlite",
    bytes=412_000_000,
    log_bytes=3_000_000,
)  # fmt: skip
ASIDE = AsideRow("score-history", "C-9", HOSTILE, f"ValueError: {HOSTILE}", NOW, 8800, 2)


def data(**changes: Any) -> JobsData:
    told = JobsData(cast("Any", None), ROOM, asides=(ASIDE,), pace={"read": 4.2, "write": 11})
    return replace(told, **changes)
