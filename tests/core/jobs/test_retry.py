from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.jobs.retry import wait_before
from core.jobs.types import JobPlan

PLAN = JobPlan("j", "a job", "@daily", retries=4, backoff_s=10, backoff_cap_s=60)


def test_waits_double_to_the_cap_and_end() -> None:
    waits = [wait_before(PLAN, 7, attempt) for attempt in range(1, 6)]
    assert waits[4] is None
    for wait, plain in zip(waits, (10, 20, 40, 60), strict=False):
        assert wait is not None
        assert 0.75 * plain <= wait.total_seconds() <= 1.25 * plain


@given(run=st.integers(1, 10**9), attempt=st.integers(1, 4))
def test_the_same_run_waits_the_same(run: int, attempt: int) -> None:
    assert wait_before(PLAN, run, attempt) == wait_before(PLAN, run, attempt)


def test_several_jobs_that_failed_together_do_not_come_back_together() -> None:
    waits = {wait_before(PLAN, run, 1) for run in range(1, 30)}
    assert len(waits) == 29


def test_a_plan_without_retries_gives_up_at_once_and_no_number_is_too_large() -> None:
    assert wait_before(JobPlan("j", "", "@daily", retries=0), 1, 1) is None
    many = JobPlan("j", "", "@daily", retries=10**6)
    assert wait_before(many, 1, 10**5) <= timedelta(seconds=900 * 1.25)  # type: ignore[operator]
