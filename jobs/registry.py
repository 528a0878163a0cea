"""All jobs. A new one: its file in `jobs/<word>/`, and one line here. The order
is that in which waiting work is taken: today's scores before their history."""

from __future__ import annotations

from core.values.errors import NotFoundError
from jobs.alerts import deliver_alerts, evaluate_alerts
from jobs.cache import drop_looks
from jobs.health import score_clients, score_history
from jobs.record import Job
from jobs.store import backup, retention

JOBS: tuple[Job, ...] = (
    score_clients.JOB,
    evaluate_alerts.JOB,
    deliver_alerts.JOB,
    score_history.JOB,
    drop_looks.JOB,
    retention.JOB,
    backup.JOB,
)


def job_named(name: str) -> Job:
    """The job of an id. Raises NotFoundError that lists them."""
    for job in JOBS:
        if job.id == name:
            return job
    raise NotFoundError(f"no job “{name}”", "jobs: " + ", ".join(job.id for job in JOBS))
