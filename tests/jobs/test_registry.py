"""What holds for every job there is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.jobs.cron import parse_cron
from core.values.errors import NotFoundError
from jobs.record import Job
from jobs.registry import JOBS, job_named


@pytest.mark.parametrize("job", JOBS, ids=[job.id for job in JOBS])
def test_its_rules_make_sense(job: Job) -> None:
    plan = job.plan
    assert parse_cron(plan.every).minutes
    assert plan.missed in ("once", "drop")
    assert timedelta(minutes=1) <= job.limit <= timedelta(days=1)
    assert 0 <= plan.retries <= 10
    assert 0 < plan.backoff_s <= plan.backoff_cap_s
    assert plan.title
    assert len(plan.id) <= 24


def test_names_are_their_own() -> None:
    assert len({job.id for job in JOBS}) == len(JOBS)
    with pytest.raises(NotFoundError) as fault:
        job_named("sail")
    assert "score-clients" in fault.value.hint
