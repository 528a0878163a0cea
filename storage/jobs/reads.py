"""Reading jobs, runs and workers."""

from __future__ import annotations

from typing import Any

from core.jobs.types import JobRun
from core.values.instants import from_micros
from storage.engine.reader import Rows

_RUN = "id, job, state, started_us, ended_us, rows, changed, worker, error"


def runs(rows: Rows, *, job: str | None = None, limit: int = 20) -> list[JobRun]:
    """Newest runs first, of one job or of all."""
    found = rows.rows(
        f"SELECT {_RUN} FROM job_run WHERE :job IS NULL OR job = :job"
        " ORDER BY id DESC LIMIT :limit",
        {"job": job, "limit": limit},
    )
    return [_run(row) for row in found]


def run_by_id(rows: Rows, number: int) -> JobRun | None:
    row = rows.one(f"SELECT {_RUN} FROM job_run WHERE id = ?", (number,))
    return None if row is None else _run(row)


def _run(row: tuple[Any, ...]) -> JobRun:
    number, job, state, started, ended, looked_at, changed, worker, error = row
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
    )


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


def newest_worker(rows: Rows) -> tuple[Any, ...] | None:
    """(holder, pid, host, version, started, heartbeat, stop) of the latest heartbeat."""
    return rows.one(
        "SELECT holder, pid, host, version, started_us, heartbeat_us, stop FROM worker"
        " ORDER BY heartbeat_us DESC, holder LIMIT 1"
    )
