"""A run from its beginning to its end: stopped by a person, by time, by its worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import jobs as job_service
from bellbuoy.services.context import Context
from core.jobs.types import JobRun
from core.values.errors import BellbuoyError, ConflictError, UsageError
from jobs.record import Control, Job, Outcome
from jobs.runner import POLL_S, run_job
from storage.engine.store import Store
from tests.bellbuoy.services.supervision.leading import Leader
from tests.fixtures.stores import context


class Seconds:
    """A clock that a job moves on by working."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def ctx(a_store: Store) -> Context:
    return context(a_store)


def steps(
    seconds: Seconds, number: int, each: Callable[[int], None] = lambda _: None
) -> Callable[[Context, Control], Outcome]:
    """A job of so many steps of a second, that stops where it is told to."""

    def run(_ctx: Context, control: Control) -> Outcome:
        done = 0
        while done < number and not control.cancelled():
            seconds.at += 1
            done += 1
            each(control.run)
            control.progress(done, number)
        return Outcome(done, done)

    return run


def go(
    ctx: Context,
    seconds: Seconds,
    run: Callable[[Context, Control], Outcome],
    *,
    limit: float = 60,
    ending: Callable[[], bool] = lambda: False,
    retries: int = 3,
) -> JobRun:
    job = Job(
        "j", "a job", "@hourly", None, run, limit=timedelta(seconds=limit), retries=retries
    )
    leader = Leader(ctx, job.plan)
    job_service.ask(ctx, "j")
    number = leader.look()
    assert number is not None
    state = run_job(ctx, job, number, fence=leader.fence, cancelled=ending, clock=seconds)
    found = job_service.run(ctx, number)
    assert found.state == state
    return found


def test_a_run_that_goes_well_keeps_what_it_did(ctx: Context, seconds: Seconds) -> None:
    found = go(ctx, seconds, steps(seconds, 5))
    assert (found.state, found.rows, found.changed, found.total) == ("ok", 5, 5, 5)
    assert found.error is None


def test_it_stops_when_its_time_is_up_and_is_tried_again(
    ctx: Context, seconds: Seconds
) -> None:
    found = go(ctx, seconds, steps(seconds, 99), limit=7)
    assert (found.state, found.rows) == ("timed_out", 7)
    assert found.error == "it ran longer than 7 s"


def test_the_wall_clock_does_not_count_against_the_limit(
    ctx: Context, seconds: Seconds
) -> None:
    def ahead(_run: int) -> None:
        ctx.clock.at += timedelta(hours=5)  # type: ignore[attr-defined]

    assert go(ctx, seconds, steps(seconds, 5, ahead), limit=7).state == "ok"


def test_it_stops_when_a_person_wants_it_to(ctx: Context, seconds: Seconds) -> None:
    def third(run: int) -> None:
        if seconds.at == 103:
            job_service.cancel_run(ctx, run)

    found = go(ctx, seconds, steps(seconds, 99, third))
    assert (found.state, found.rows, found.error) == ("cancelled", 3, "stopped by a person")


def test_the_store_is_not_asked_at_every_step(
    ctx: Context, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def poll(_ctx: Context, run: int) -> bool:
        asked.append(run)
        return False

    monkeypatch.setattr(job_service, "cancel_asked", poll)

    def quick(_ctx: Context, control: Control) -> Outcome:
        for _ in range(100):
            seconds.at += POLL_S / 10
            control.cancelled()
        return Outcome(1, 1)

    assert go(ctx, seconds, quick).state == "ok"
    assert 8 <= len(asked) <= 11


def test_what_its_worker_cut_is_taken_up_again(ctx: Context, seconds: Seconds) -> None:
    found = go(ctx, seconds, steps(seconds, 99), ending=lambda: seconds.at >= 104)
    assert (found.state, found.rows) == ("cancelled", 4)
    assert Leader(ctx, replace(Job("j", "a job", "@hourly", None, None).plan)).look() == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (UsageError("no such word"), "no such word"),
        (ValueError("odd"), "ValueError: odd"),
    ],
)
def test_a_fault_is_its_line(
    ctx: Context, seconds: Seconds, fault: Exception, told: str
) -> None:
    def run(_ctx: Context, control: Control) -> Outcome:
        control.progress(4, 9)
        raise fault

    found = go(ctx, seconds, run)
    assert (found.state, found.rows) == ("failed", 4)
    # What no rule foresaw is kept as a report too, whose number stands behind.
    assert (found.error or "").startswith(told)


def test_without_retries_the_first_fault_is_the_last(ctx: Context, seconds: Seconds) -> None:
    def run(_ctx: Context, _control: Control) -> Outcome:
        raise BellbuoyError("no wind")

    found = go(ctx, seconds, run, retries=0)
    assert (found.state, found.error) == ("dead", "no wind (tried once, given up)")


def test_a_lost_lead_reaches_the_worker_and_closes_nothing(
    ctx: Context, seconds: Seconds
) -> None:
    def run(_ctx: Context, _control: Control) -> Outcome:
        with ctx.store.unit() as unit:
            unit.run("UPDATE lease SET fence = fence + 1")
        raise ConflictError("another worker has taken the lead; this run stops")

    with pytest.raises(ConflictError):
        go(ctx, seconds, run)
    assert [found.state for found in job_service.runs(ctx)] == ["running"]


def test_a_locked_store_is_a_fault_like_others(ctx: Context, seconds: Seconds) -> None:
    def run(_ctx: Context, _control: Control) -> Outcome:
        raise ConflictError("the store is locked by another writer")

    found = go(ctx, seconds, run)
    assert (found.state, found.error) == ("failed", "the store is locked by another writer")
