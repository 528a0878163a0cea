from __future__ import annotations

import threading

import pytest

from bellbuoy.services import jobs as job_service
from bellbuoy.services import worker as worker_service
from bellbuoy.services.context import Context
from jobs.here import run_here
from jobs.record import Control, Job, Outcome
from jobs.registry import job_named
from storage.engine.store import Store
from tests.fixtures.stores import context


@pytest.fixture
def ctx(a_demo: Store) -> Context:
    return context(a_demo)


def silent(_done: int, _total: int) -> None:
    pass


def job(run: object) -> Job:
    return Job("score-clients", "a job", "0 0 * * *", None, run)  # type: ignore[arg-type]


def test_a_job_runs_and_takes_what_was_asked(ctx: Context) -> None:
    request = job_service.ask(ctx, "score-clients")
    number = run_here(ctx, job_named("score-clients"), silent)
    assert number is not None
    assert job_service.run(ctx, number).state == "ok"
    assert job_service.request_state(ctx, request) == ("done", number)


def test_nothing_of_it_is_left(ctx: Context) -> None:
    run_here(ctx, job_named("score-history"), silent)
    assert worker_service.status(ctx).state == "none"
    worker_service.enlist(ctx, "next")
    assert worker_service.beat(ctx, "next", None).fence is not None, "the lease is free at once"


def test_while_it_runs_it_is_a_worker_that_leads(ctx: Context) -> None:
    def run(_ctx: Context, control: Control) -> Outcome:
        assert worker_service.status(ctx).state == "alive"
        worker_service.enlist(ctx, "other")
        assert worker_service.beat(ctx, "other", None).fence is None
        control.progress(3, 9)
        return Outcome(9, 1)

    seen: list[tuple[int, int]] = []
    number = run_here(ctx, job(run), lambda done, total: seen.append((done, total)))
    assert number is not None
    found = job_service.run(ctx, number)
    assert (found.state, found.rows, found.changed, found.error) == ("ok", 9, 1, None)
    assert seen == [(3, 9)]


def test_where_another_leads_nothing_runs(ctx: Context) -> None:
    worker_service.enlist(ctx, "leader")
    assert worker_service.beat(ctx, "leader", None).fence is not None

    def run(_ctx: Context, _control: Control) -> Outcome:
        raise AssertionError("it must not run")

    assert run_here(ctx, job(run), silent) is None
    assert job_service.runs(ctx) == []


def test_a_fault_is_kept_with_the_run(ctx: Context) -> None:
    def run(_ctx: Context, _control: Control) -> Outcome:
        raise ValueError("no wind")

    number = run_here(ctx, job(run), silent)
    assert number is not None
    found = job_service.run(ctx, number)
    assert found.state == "failed"
    assert (found.error or "").startswith("ValueError: no wind")


@pytest.mark.parametrize("fault", [KeyboardInterrupt, SystemExit])
def test_stopped_by_a_signal_it_is_cancelled(ctx: Context, fault: type[BaseException]) -> None:
    def run(_ctx: Context, _control: Control) -> Outcome:
        raise fault

    with pytest.raises(fault):
        run_here(ctx, job(run), silent)
    (found,) = job_service.runs(ctx)
    assert found.state == "cancelled"
    assert worker_service.status(ctx).state == "none"


def test_worker_stop_reaches_it(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_service, "BEAT", worker_service.BEAT / 100)
    stopped = threading.Event()

    def run(_ctx: Context, control: Control) -> Outcome:
        worker_service.ask_stop(ctx)
        for _ in range(200):
            if control.cancelled():
                stopped.set()
                break
            stopped.wait(0.02)
        return Outcome(1, 0)

    number = run_here(ctx, job(run), silent)
    assert number is not None
    assert stopped.is_set()
    assert job_service.run(ctx, number).state == "cancelled"


def test_the_lease_is_kept_while_a_job_is_long(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[int | None] = []
    beat = worker_service.beat

    def counted(ctx: Context, holder: str, led: int | None) -> worker_service.Pulse:
        beats.append(led)
        return beat(ctx, holder, led)

    monkeypatch.setattr(worker_service, "BEAT", worker_service.BEAT / 200)
    monkeypatch.setattr(worker_service, "beat", counted)
    waiting = threading.Event()

    def run(_ctx: Context, control: Control) -> Outcome:
        for _ in range(200):
            if len(beats) > 3:
                break
            waiting.wait(0.02)
        assert beats[1:4] == [control.fence] * 3
        return Outcome(0, 0)

    number = run_here(ctx, job(run), silent)
    assert number is not None
    assert job_service.run(ctx, number).error is None
