"""Figures of the store as a whole: cheap to read at any size."""

from __future__ import annotations

from dataclasses import dataclass

from storage.engine.reader import Rows

_RUNS = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """`events` is the number of the newest event: how many were ever taken in.
    `history` and `marks` are clients that wait for their history and their score."""

    clients: int
    events: int
    quarantined: int
    marks: int
    history: int
    requests: int


def counts(rows: Rows) -> Counts:
    row = rows.one(
        "SELECT (SELECT count(*) FROM client), (SELECT coalesce(max(id), 0) FROM event),"
        " (SELECT count(*) FROM quarantine WHERE state = 'new'),"
        " (SELECT count(*) FROM changed_client), (SELECT count(*) FROM history_due),"
        " (SELECT count(*) FROM job_request WHERE state = 'waiting')"
    )
    assert row is not None
    return Counts(*(int(value) for value in row))


def run_states(rows: Rows) -> list[tuple[str, str, int]]:
    """(job, state, how many runs) of all that are kept."""
    return [
        (job, state, int(count))
        for job, state, count in rows.rows(
            "SELECT job, state, count(*) FROM job_run GROUP BY job, state ORDER BY job, state"
        )
    ]


def run_times(rows: Rows) -> dict[str, list[tuple[float, int, int]]]:
    """Of each job the newest runs that ended by themselves: (seconds, rows, changed)."""
    jobs = [job for (job,) in rows.rows("SELECT DISTINCT job FROM job_run ORDER BY job")]
    found: dict[str, list[tuple[float, int, int]]] = {}
    for job in jobs:
        ended = rows.rows(
            "SELECT started_us, ended_us, rows, changed FROM job_run WHERE job = :job"
            " AND ended_us IS NOT NULL AND state IN ('ok', 'failed', 'timed_out')"
            " ORDER BY id DESC LIMIT :limit",
            {"job": job, "limit": _RUNS},
        )
        found[job] = [
            (max(0, end - start) / 1e6, int(seen), int(changed))
            for start, end, seen, changed in ended
        ]
    return found


def newest_end_us(rows: Rows, job: str) -> int | None:
    """When the newest run of a job that went well ended."""
    found = rows.value(
        "SELECT ended_us FROM job_run WHERE job = :job AND state = 'ok'"
        " ORDER BY id DESC LIMIT 1",
        {"job": job},
    )
    return None if found is None else int(found)
