"""Jobs: slots, requests, runs, the lease, and the workers."""

from __future__ import annotations

from sqlalchemy import Index

from storage.engine.schema import Table, big, note, rowid, table_args


class JobState(Table, table=True):
    """The last slot of a job that somebody claimed; one conditional UPDATE moves it."""

    __table_args__ = table_args()

    job: str = note(primary_key=True)
    slot_us: int = big(default=0)


class JobRequest(Table, table=True):
    """Work asked for by a person or another job; a worker takes it by one UPDATE."""

    __table_args__ = table_args(Index("job_request_by_state", "state", "id"))

    id: int | None = rowid()
    job: str = note()
    asked_by: str = note()
    asked_us: int = big()
    state: str = note(default="waiting")
    run_id: int | None = big(default=None)


class JobRun(Table, table=True):
    __table_args__ = table_args(Index("job_run_by_job", "job", "id"))

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
