"""Jobs: slots, requests, runs, the lease, and the workers."""

from __future__ import annotations

from sqlalchemy import Index

from storage.engine.schema import Table, big, note, rowid, table_args


class JobState(Table, table=True):
    """Up to where the slots of a job are settled: run, or told as skipped; whether
    it is paused; and when which failed run is tried again."""

    __table_args__ = table_args()

    job: str = note(primary_key=True)
    slot_us: int = big(default=0)
    paused_us: int | None = big(default=None)
    retry_us: int | None = big(default=None)
    retry_id: int | None = big(default=None)
    paused_by: str | None = note(default=None)


class JobPlan(Table, table=True):
    """What the worker's program says of a job, for readers that load no job."""

    __table_args__ = table_args()

    job: str = note(primary_key=True)
    position: int = big()
    title: str = note()
    every: str = note()
    missed: str = note()
    grace_s: int = big()
    limit_s: int = big()
    retries: int = big()
    backoff_s: int = big()
    backoff_cap_s: int = big()


class JobRequest(Table, table=True):
    """Work asked for by a person or another job; a worker takes it by one UPDATE."""

    __table_args__ = table_args(Index("job_request_by_state", "state", "id"))

    id: int | None = rowid()
    job: str = note()
    asked_by: str = note()
    asked_us: int = big()
    state: str = note(default="waiting")
    run_id: int | None = big(default=None)
    follows_id: int | None = big(default=None)


class JobRun(Table, table=True):
    """An execution. `slot_us`: the slot that it stands for, had once by the unique
    index; `follows_id`: the run that it retries or takes up again."""

    __table_args__ = table_args(
        Index("job_run_by_job", "job", "id"),
        Index("job_run_by_slot", "job", "slot_us", unique=True),
    )

    id: int | None = rowid()
    job: str = note()
    state: str = note()
    started_us: int = big()
    ended_us: int | None = big(default=None)
    rows: int = big(default=0)
    changed: int = big(default=0)
    worker: str = note()
    fence: int = big(default=0)
    error: str | None = note(default=None)
    slot_us: int | None = big(default=None)
    attempt: int | None = big(default=None)
    follows_id: int | None = big(default=None)
    cancel_us: int | None = big(default=None)
    total: int | None = big(default=None)
    requests: int | None = big(default=None)
    aside: int | None = big(default=None)
    cancel_by: str | None = note(default=None)


class JobAside(Table, table=True):
    """A client that a job could not do, set aside so that the others go on."""

    __table_args__ = table_args()

    job: str = note(primary_key=True)
    client_id: int = big(primary_key=True)
    reason: str = note()
    since_us: int = big()
    run_id: int | None = big(default=None)
    tries: int = big()


class Lease(Table, table=True):
    """Who may lead. `fence` grows with each new holder; a write under an old one
    is refused."""

    __table_args__ = table_args()

    name: str = note(primary_key=True)
    holder: str = note()
    fence: int = big()
    expires_us: int = big()


class Worker(Table, table=True):
    __table_args__ = table_args()

    holder: str = note(primary_key=True)
    pid: int = big()
    host: str = note()
    version: str = note()
    started_us: int = big()
    heartbeat_us: int = big()
    stop: int = big(default=0)
    cpu_permille: int | None = big(default=None)
    rss_bytes: int | None = big(default=None)
