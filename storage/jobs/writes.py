"""Writing jobs: requests claimed by one conditional statement, runs opened and closed."""

from __future__ import annotations

from core.jobs.types import Beginning, Ending
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert
from storage.jobs.tables import JobRequest, JobRun, Worker


def ask(unit: Unit, job: str, asked_by: str, now_us: int, follows: int | None = None) -> int:
    """A request for a run; its number. `follows`: the run that is to be tried again."""
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM job_request"))
    columns = ("id", "job", "asked_by", "asked_us", "state", "follows_id")
    row = (number, job, asked_by, now_us, "waiting", follows)
    unit.bulk(bulk_insert(JobRequest, columns), [row])
    return number


def claim_requests(unit: Unit, job: str, run: int) -> int:
    """Take every waiting request of a job for one run; how many. The run remembers
    it, and what the newest of them wants tried again."""
    taken = unit.rows(
        "UPDATE job_request SET state = 'taken', run_id = ?"
        " WHERE job = ? AND state = 'waiting' RETURNING id, follows_id",
        (run, job),
    )
    follows = [wanted for _, wanted in sorted(taken) if wanted is not None]
    unit.run(
        "UPDATE job_run SET requests = :n, follows_id = coalesce(:follows, follows_id)"
        " WHERE id = :run",
        {"n": len(taken), "follows": follows[-1] if follows else None, "run": run},
    )
    return len(taken)


def drop_requests(unit: Unit, job: str) -> int:
    """Waiting requests of a job are not wanted any more; how many."""
    gone = unit.rows(
        "UPDATE job_request SET state = 'cancelled' WHERE job = ? AND state = 'waiting'"
        " RETURNING id",
        (job,),
    )
    return len(gone)


def begin_run(
    unit: Unit, job: str, worker: str, fence: int, now_us: int, why: Beginning
) -> int:
    """Open a run; its number. A slot that was had is refused by the unique index."""
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM job_run"))
    columns = (
        "id", "job", "state", "started_us", "rows", "changed", "worker", "fence", "slot_us",
        "attempt", "follows_id", "requests",
    )  # fmt: skip
    row = (
        number, job, "running", now_us, 0, 0, worker, fence, why.slot_us,
        why.attempt, why.follows, 0,
    )  # fmt: skip
    unit.bulk(bulk_insert(JobRun, columns), [row])
    return number


def skip_run(unit: Unit, job: str, worker: str, fence: int, now_us: int, reason: str) -> int:
    """Write down that slots went by; the number of the row."""
    number = begin_run(unit, job, worker, fence, now_us, Beginning())
    unit.run(
        "UPDATE job_run SET state = 'skipped', ended_us = ?, error = ? WHERE id = ?",
        (now_us, reason, number),
    )
    return number


def end_run(unit: Unit, number: int, now_us: int, end: Ending) -> bool:
    """Close a run; False when it is not open any more."""
    closed = unit.rows(
        "UPDATE job_run SET state = ?, ended_us = ?, rows = ?, changed = ?, aside = ?,"
        " error = ? WHERE id = ? AND state = 'running' RETURNING id",
        (end.state, now_us, end.rows, end.changed, end.aside, end.error, number),
    )
    unit.run(
        "UPDATE job_request SET state = 'done' WHERE run_id = ? AND state = 'taken'", (number,)
    )
    return bool(closed)


def progress_run(unit: Unit, number: int, rows: int, total: int | None) -> None:
    unit.run(
        "UPDATE job_run SET rows = ?, total = ? WHERE id = ? AND state = 'running'",
        (rows, total, number),
    )


def ask_cancel(unit: Unit, number: int, by: str, now_us: int) -> bool:
    """Want a run to stop; False when it does not run."""
    row = unit.one(
        "UPDATE job_run SET cancel_us = coalesce(cancel_us, ?), cancel_by = ?"
        " WHERE id = ? AND state = 'running' RETURNING id",
        (now_us, by, number),
    )
    return row is not None


def abandon_runs(unit: Unit, fence: int, now_us: int) -> list[tuple[int, str, int]]:
    """Runs of earlier leaders that never ended, and their requests given back; each
    as (number, job, attempt)."""
    left = unit.rows(
        "UPDATE job_run SET state = 'abandoned', ended_us = ?,"
        " error = 'its worker ended before it did'"
        " WHERE state = 'running' AND fence < ? RETURNING id, job, coalesce(attempt, 1)",
        (now_us, fence),
    )
    unit.run(
        "UPDATE job_request SET state = 'waiting', run_id = NULL WHERE state = 'taken'"
        " AND run_id IN (SELECT value FROM ints(?))",
        (as_list(number for number, _, _ in left),),
    )
    return sorted((number, job, attempt) for number, job, attempt in left)


def give_up_run(unit: Unit, number: int, error: str) -> None:
    """A run that has ended badly is tried no more until a person asks for it."""
    unit.run("UPDATE job_run SET state = 'dead', error = ? WHERE id = ?", (error, number))


def put_worker(unit: Unit, holder: str, pid: int, host: str, version: str, now_us: int) -> None:
    columns = ("holder", "pid", "host", "version", "started_us", "heartbeat_us", "stop")
    unit.bulk(
        bulk_insert(Worker, columns, conflict="ignore", keys=("holder",)),
        [(holder, pid, host, version, now_us, now_us, 0)],
    )


def beat(
    unit: Unit, holder: str, now_us: int, cpu_permille: int | None, rss_bytes: int | None
) -> bool:
    """Write the heartbeat; whether the worker has been asked to stop."""
    row = unit.one(
        "UPDATE worker SET heartbeat_us = ?, cpu_permille = ?, rss_bytes = ?"
        " WHERE holder = ? RETURNING stop",
        (now_us, cpu_permille, rss_bytes, holder),
    )
    return bool(row and row[0])


def ask_stop(unit: Unit) -> int:
    """Ask every worker to stop; how many there are."""
    return len(unit.rows("UPDATE worker SET stop = 1 WHERE stop = 0 RETURNING holder"))


def remove_worker(unit: Unit, holder: str) -> None:
    unit.rows("DELETE FROM worker WHERE holder = ?", (holder,))


def remove_dead_workers(unit: Unit, before_us: int) -> None:
    unit.rows("DELETE FROM worker WHERE heartbeat_us < ?", (before_us,))
