"""How a job stands: its state in a word, its durations, what a kill has cut."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.jobs.types import JobMark, JobRun, JobStanding

RECENT = 11
TIMED = 20
LATE = timedelta(seconds=60)
"""So long a due slot may wait: a worker looks at its schedule every few seconds."""
_DID = ("ok", "failed", "timed_out", "dead", "cancelled", "abandoned")
_FAILED = ("failed", "timed_out", "dead", "abandoned")


@dataclass(frozen=True, slots=True)
class Look:
    """What the state of a job is told from: its runs, newest first; the slot that
    nobody has settled yet, None for none."""

    runs: Sequence[JobRun]
    mark: JobMark
    due: datetime | None
    waiting: int


def job_state(look: Look, now: datetime) -> JobStanding:
    """`running` before all, then `paused`, `late`, then how the last run ended."""
    last = look.runs[0] if look.runs else None
    if last is not None and last.state == "running":
        return "running"
    if look.mark.paused is not None:
        return "paused"
    ended = next((run for run in look.runs if run.state in _DID), None)
    if ended is not None and ended.state in _FAILED:
        return "failed"
    if look.due is not None and now - look.due > LATE:
        return "late"
    return "ok" if ended is not None and not look.waiting else "waiting"


def took(run: JobRun) -> float | None:
    """Seconds that a run took; None while it runs, and for what was no execution."""
    if run.ended is None or run.state not in _DID:
        return None
    return max(0.0, (run.ended - run.started).total_seconds())


def last_took(runs: Sequence[JobRun]) -> float | None:
    return next((seconds for run in runs if (seconds := took(run)) is not None), None)


def p95(runs: Sequence[JobRun]) -> float | None:
    """The 95th percentile (nearest rank) of the last 20 runs that went well."""
    newest = [s for run in runs if run.state == "ok" and (s := took(run)) is not None][:TIMED]
    times = sorted(newest)
    return times[math.ceil(0.95 * len(times)) - 1] if times else None


def recovered(runs: Sequence[JobRun]) -> str | None:
    """What a kill has cut and what took it up again, in a line; None for nothing.
    `runs` come newest first."""
    by_follows = {run.follows: run for run in runs if run.follows is not None}
    cut = next((run for run in runs if run.state == "abandoned"), None)
    if cut is None or cut.ended is None:
        return None
    told = f"run {cut.id} was cut at {cut.rows:,} rows when its worker ended"
    after = by_follows.get(cut.id)
    if after is None:
        return f"{told}; it is due to be taken up again"
    return f"{told}; run {after.id} took it up again and is {after.state}"
