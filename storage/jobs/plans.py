"""What the program says of its jobs, kept for readers that load none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.jobs.types import JobPlan
from storage.engine.reader import Rows
from storage.store.reads import settings

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_COLUMNS = (
    "job", "position", "title", "every", "missed", "grace_s", "limit_s", "retries",
    "backoff_s", "backoff_cap_s",
)  # fmt: skip


def every_key(job: str) -> str:
    """The setting that holds a schedule which a person has changed."""
    return f"job.{job}.every"


def plans(rows: Rows) -> list[JobPlan]:
    """The jobs that a worker of this store has made known, as they were shipped."""
    return [
        JobPlan(*row)
        for row in rows.rows(
            "SELECT job, title, every, missed, grace_s, limit_s, retries, backoff_s,"
            " backoff_cap_s FROM job_plan ORDER BY position, job"
        )
    ]


def rewritten(rows: Rows, plan: JobPlan) -> JobPlan:
    """A plan with the schedule that a person has given it."""
    every = settings(rows).get(every_key(plan.id))
    return plan if every is None else replace(plan, every=every)


def put_plans(unit: Unit, wanted: Sequence[JobPlan]) -> None:
    """Make the jobs known; nothing is written where they are."""
    from storage.engine.unit import bulk_insert
    from storage.jobs.tables import JobPlan as Table

    if plans(unit) == list(wanted):
        return
    unit.run("DELETE FROM job_plan")
    unit.bulk(
        bulk_insert(Table, _COLUMNS),
        [
            (
                plan.id, position, plan.title, plan.every, plan.missed, plan.grace_s,
                plan.limit_s, plan.retries, plan.backoff_s, plan.backoff_cap_s,
            )
            for position, plan in enumerate(wanted)
        ],
    )  # fmt: skip
