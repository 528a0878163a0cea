"""Reading jobs, runs and workers."""

from __future__ import annotations

from typing import Any

from core.jobs.types import JobRun
from core.values.instants import from_micros
from storage.engine.reader import Rows

_RUN = (
    "id, job, state, started_us, ended_us, rows, changed, worker, error, slot_us, attempt,"
    " follows_id, total, aside, cancel_us"
)


def runs(
    rows: Rows,
    *,
    job: str | None = None,
    limit: int = 20,
    state: str | None = None,
    before: int | None = None,
) -> list[JobRun]:
    """Newest runs first, of one job or of all; of one state; older than one."""
    found = rows.rows(
        f"SELECT {_RUN} FROM job_run WHERE (:job IS NULL OR job = :job)"
        " AND (:state IS NULL OR state = :state) AND (:before IS NULL OR id < :before)"
        " ORDER BY id DESC LIMIT :limit",
        {"job": job, "limit": limit, "state": state, "before": before},
    )
    return [_run(row) for row in found]


def run_by_id(rows: Rows, number: int) -> JobRun | None:
    row = rows.one(f"SELECT {_RUN} FROM job_run WHERE id = ?", (number,))
    return None if row is None else _run(row)


def running(rows: Rows, job: str | None = None) -> list[JobRun]:
    """The runs that are on, the oldest first."""
    return runs(rows, job=job, limit=100, state="running")[::-1]


def newest_ended(rows: Rows, job: str) -> str | None:
    """How the newest execution of a job ended; None where there was none."""
    found: str | None = rows.value(
        "SELECT state FROM job_run WHERE job = ? AND state NOT IN ('skipped', 'running')"
        " ORDER BY id DESC LIMIT 1",
        (job,),
    )
    return found


def newest_good(rows: Rows, job: str) -> int | None:
    """When the newest good execution of a job ended (microseconds); None: never."""
    found: int | None = rows.value(
        "SELECT ended_us FROM job_run WHERE job = ? AND state = 'ok' ORDER BY id DESC LIMIT 1",
        (job,),
    )
    return found


def _run(row: tuple[Any, ...]) -> JobRun:
    number, job, state, started, ended, looked_at, changed, worker, error, *more = row
    slot, attempt, follows, total, aside, cancel = more
    return JobRun(
        id=number,
        job=job,
        state=state,
        started=from_micros(started),
        ended=None if ended is None else from_micros(ended),
        rows=looked_at,
        changed=changed,
        worker=worker,
        error=error,
        slot=None if slot is None else from_micros(slot),
        attempt=attempt or 1,
        follows=follows,
        total=total,
        aside=aside or 0,
        cancelling=cancel is not None,
    )


def cancel_asked(rows: Rows, number: int) -> bool:
    """Whether somebody wants a run to stop."""
    return rows.value("SELECT cancel_us FROM job_run WHERE id = ?", (number,)) is not None


def waiting_requests(rows: Rows, job: str | None = None) -> int:
    return int(
        rows.value(
            "SELECT count(*) FROM job_request WHERE state = 'waiting'"
            " AND (:job IS NULL OR job = :job)",
            {"job": job},
        )
    )


def request_run(rows: Rows, request: int) -> tuple[str, int | None] | None:
    """State of a request, and the run that took it."""
    row = rows.one("SELECT state, run_id FROM job_request WHERE id = ?", (request,))
    return None if row is None else (row[0], row[1])


def worker_place(rows: Rows, holder: str) -> tuple[int, str] | None:
    """(process, host) of a worker that has enlisted."""
    row = rows.one("SELECT pid, host FROM worker WHERE holder = ?", (holder,))
    return None if row is None else (row[0], row[1])


def workers(rows: Rows) -> list[tuple[Any, ...]]:
    """(holder, pid, host, version, started, heartbeat, cpu permille, rss bytes) of each,
    the newest heartbeat first."""
    return rows.rows(
        "SELECT holder, pid, host, version, started_us, heartbeat_us, cpu_permille,"
        " rss_bytes FROM worker ORDER BY heartbeat_us DESC, holder"
    )
