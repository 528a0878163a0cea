"""What is wrong with Bellbuoy itself, from what is known of it; and what mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.jobs.types import JobRun, WorkerStatus
from core.operations.types import Fault, Mend, Problem
from core.query.fields import Field, FieldSet
from core.store.types import BackupState
from core.values.text import safe_text

SCORING = "score-clients"
_STALE = timedelta(hours=1)
FAILED = ("failed", "timed_out", "dead")
_WORDS = {"failed": "failed", "timed_out": "took too long", "dead": "failed for good"}

PROBLEM_FIELDS = FieldSet(
    "problem",
    (
        Field("id", "text", "id", "E-1f3a9c, worker, job:score-clients", is_name=True),
        Field("kind", "text", "kind", "error, job, worker, scores, quarantine, backup, store"),
        Field("words", "text", "problem", "what is wrong", is_name=True),
        Field("grave", "flag", "grave", "whether work or data is at stake"),
        Field("count", "number", "times", "how often it happened"),
        Field("first", "instant", "first", "when it was first met", future=False),
        Field("last", "instant", "last", "when it was last met", future=False),
    ),
)


@dataclass(frozen=True, slots=True)
class State:
    """What was looked at. None: the viewer's role may not know. `live`: the store's
    clock is the machine's, so that the age of scores means something; `now` is the
    machine's time; `others` are problems that others have put in words."""

    failed: tuple[JobRun, ...]
    worker: WorkerStatus | None
    scored: datetime | None
    quarantined: int | None
    live: bool
    now: datetime
    faults: tuple[Fault, ...] = ()
    backup: BackupState | None = None
    others: tuple[Problem, ...] = ()


def problems_of(state: State) -> list[Problem]:
    """What is wrong, the gravest first; of a kind in a fixed order."""
    found = [
        *(_failed(run) for run in state.failed),
        *(_fault(fault) for fault in state.faults),
        *_backup(state),
        *_worker(state.worker, state.now),
        *_stale(state),
        *_quarantined(state.quarantined),
        *state.others,
    ]
    return sorted(found, key=lambda problem: not problem.grave)


def _failed(run: JobRun) -> Problem:
    why = f": {safe_text(run.error)}" if run.error else ""
    job = safe_text(run.job, 40)
    mends = [Mend("runs it again", command=f"bellbuoy job run {job}")]
    if run.job == SCORING:
        mends.insert(0, Mend("recompute now", key="run"))
    how = _WORDS.get(run.state, run.state)
    return Problem(
        id=f"job:{job}",
        kind="job",
        words=f"job {job} {how}, run {run.id}{why}",
        mends=tuple(mends),
        grave=True,
        first=run.started,
        last=run.ended or run.started,
        trace=f"run-{run.id}",
    )


def _fault(fault: Fault) -> Problem:
    report = fault.report
    at = f" at {report.frames[-1].words}" if report.frames else ""
    times = "" if fault.count == 1 else f", {fault.count:,} times"
    return Problem(
        id=report.ref,
        kind="error",
        words=f"{report.word} met {report.type}{at}{times}",
        mends=(
            Mend("a report that can be copied", command=f"bellbuoy problem show {report.ref}"),
        ),
        grave=True,
        first=fault.first,
        last=fault.last,
        count=fault.count,
        trace=fault.trace,
    )


def _backup(state: State) -> Iterator[Problem]:
    if state.backup is None or not state.backup.late:
        return
    newest = state.backup.newest
    words = "no backup has been made yet"
    if newest is not None:
        words = f"the newest backup was made {age_words(newest, state.now)}"
    mend = Mend("makes one", command="bellbuoy store backup")
    yield Problem("backup", "backup", words, (mend,), grave=True, last=newest)


def _worker(status: WorkerStatus | None, now: datetime) -> Iterator[Problem]:
    if status is None or status.state == "alive":
        return
    start = Mend("starts one", command="bellbuoy worker start")
    if status.state == "late":
        beat = age_words(status.heartbeat, now)
        look = Mend("tells more", command="bellbuoy worker status")
        words = f"the worker is late: its last sign was {beat}"
        yield Problem("worker", "worker", words, (look, start), last=status.heartbeat)
        return
    gone = "the worker has gone" if status.state == "dead" else "no worker runs"
    waits = ""
    if status.waiting:
        waits = f", {status.waiting} request{'' if status.waiting == 1 else 's'} waiting"
    words = f"{gone}: scores stay as they are{waits}"
    yield Problem("worker", "worker", words, (start,), last=status.heartbeat)


def _stale(state: State) -> Iterator[Problem]:
    if not state.live or state.scored is None or state.now - state.scored < _STALE:
        return
    minutes = (state.now - state.scored) // timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    old = f"{hours} h {rest} min" if hours < 48 else f"{hours // 24} days"
    yield Problem(
        "scores", "scores", f"scores {old} old", (Mend("recompute now", key="run"),),
        last=state.scored,
    )  # fmt: skip


def _quarantined(count: int | None) -> Iterator[Problem]:
    if count:
        rows = "row waits" if count == 1 else "rows wait"
        mend = Mend("shows them and why", command="bellbuoy quarantine list")
        words = f"{count:,} refused {rows} in quarantine"
        yield Problem("quarantine", "quarantine", words, (mend,), count=count)


def age_words(at: datetime | None, now: datetime) -> str:
    """`2 s ago`, `5 min ago`, `3 h ago`, `4 days ago`."""
    if at is None:
        return "never"
    seconds = max(0, int((now - at).total_seconds()))
    for size, unit in ((172_800, "days"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // (86_400 if unit == 'days' else size)} {unit} ago"
    return f"{seconds} s ago"
