"""Writing jobs: slots and requests claimed by one conditional statement each."""

from __future__ import annotations

from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert
from storage.jobs.tables import JobRequest, JobRun, Worker


def claim_slot(unit: Unit, job: str, slot_us: int) -> bool:
    """Whether this caller, and no other, has the slot."""
    row = unit.one(
        "INSERT INTO job_state (job, slot_us) VALUES (:job, :slot)"
        " ON CONFLICT (job) DO UPDATE SET slot_us = :slot WHERE job_state.slot_us < :slot"
        " RETURNING slot_us",
        {"job": job, "slot": slot_us},
    )
    return row is not None


def ask(unit: Unit, job: str, asked_by: str, now_us: int) -> int:
    """A request for a run; its number."""
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM job_request"))
    columns = ("id", "job", "asked_by", "asked_us", "state")
    unit.bulk(bulk_insert(JobRequest, columns), [(number, job, asked_by, now_us, "waiting")])
    return number


def claim_requests(unit: Unit, job: str, run: int) -> int:
    """Take every waiting request of a job for one run; how many."""
    taken = unit.rows(
        "UPDATE job_request SET state = 'taken', run_id = ?"
        " WHERE job = ? AND state = 'waiting' RETURNING id",
        (run, job),
    )
    return len(taken)


def begin_run(unit: Unit, job: str, worker: str, fence: int, now_us: int) -> int:
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM job_run"))
    columns = ("id", "job", "state", "started_us", "rows", "changed", "worker", "fence")
    unit.bulk(
        bulk_insert(JobRun, columns), [(number, job, "running", now_us, 0, 0, worker, fence)]
    )
    return number


def end_run(
    unit: Unit,
    number: int,
    state: str,
    now_us: int,
    *,
    rows: int,
    changed: int,
    error: str | None,
) -> None:
    unit.rows(
        "UPDATE job_run SET state = ?, ended_us = ?, rows = ?, changed = ?, error = ?"
        " WHERE id = ? AND state = 'running'",
        (state, now_us, rows, changed, error, number),
    )
    unit.rows(
        "UPDATE job_request SET state = 'done' WHERE run_id = ? AND state = 'taken'", (number,)
    )


def progress_run(unit: Unit, number: int, rows: int) -> None:
    unit.rows("UPDATE job_run SET rows = ? WHERE id = ? AND state = 'running'", (rows, number))


def abandon_runs(unit: Unit, fence: int, now_us: int) -> list[int]:
    """Runs of earlier leaders that never ended, and their requests given back."""
    left = unit.rows(
        "UPDATE job_run SET state = 'abandoned', ended_us = ?,"
        " error = 'its worker ended before it did'"
        " WHERE state = 'running' AND fence < ? RETURNING id",
        (now_us, fence),
    )
    unit.run(
        "UPDATE job_request SET state = 'waiting', run_id = NULL WHERE state = 'taken'"
        " AND run_id IN (SELECT value FROM ints(?))",
        (as_list(number for (number,) in left),),
    )
    return [number for (number,) in left]


def put_worker(unit: Unit, holder: str, pid: int, host: str, version: str, now_us: int) -> None:
    columns = ("holder", "pid", "host", "version", "started_us", "heartbeat_us", "stop")
    unit.bulk(
        bulk_insert(Worker, columns, conflict="ignore", keys=("holder",)),
        [(holder, pid, host, version, now_us, now_us, 0)],
    )


def beat(unit: Unit, holder: str, now_us: int) -> bool:
    """Write the heartbeat; whether the worker has been asked to stop."""
    row = unit.one(
        "UPDATE worker SET heartbeat_us = ? WHERE holder = ? RETURNING stop", (now_us, holder)
    )
    return bool(row and row[0])


def ask_stop(unit: Unit) -> int:
    """Ask every worker to stop; how many there are."""
    return len(unit.rows("UPDATE worker SET stop = 1 WHERE stop = 0 RETURNING holder"))


def remove_worker(unit: Unit, holder: str) -> None:
    unit.rows("DELETE FROM worker WHERE holder = ?", (holder,))


def remove_dead_workers(unit: Unit, before_us: int) -> None:
    unit.rows("DELETE FROM worker WHERE heartbeat_us < ?", (before_us,))
