"""What nobody foresaw in a worker is kept, and the worker goes on."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services import jobs as job_service
from bellbuoy.services import worker as worker_service
from bellbuoy.services.logs.reading import Wanted, lines
from bellbuoy.services.problems.found import faults
from core.access.types import Viewer
from jobs import worker as module
from jobs.record import Control, Outcome
from jobs.registry import job_named
from jobs.runner import run_job
from jobs.worker import Worker
from tests.fixtures.stores import NewStore
from tests.process.worker_process import wait_for


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def broken(*_: object, **__: object) -> None:
    raise KeyError("Acme Corp")


def test_a_fault_between_jobs_is_kept_and_the_worker_lives(
    new_sqlite: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = new_sqlite()
    monkeypatch.setattr(module, "take", broken)
    worker = Worker(replace(ctx, viewer=Viewer("system", "system")))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        wait_for(lambda: faults(ctx), "a kept fault")
        assert worker_service.status(ctx).state == "alive"
    finally:
        worker.stop()
        thread.join()
    (found,) = faults(ctx)
    assert (found.report.word, found.report.type) == ("worker", "KeyError")
    assert found.trace.startswith("worker-")


def test_a_run_that_breaks_is_kept_under_its_number(new_store: NewStore) -> None:
    ctx = replace(new_store(), viewer=Viewer("system", "system"))
    worker_service.enlist(ctx, "w")
    fence = worker_service.beat(ctx, "w", None).fence
    assert fence is not None

    def run(inner: object, control: Control) -> Outcome:
        assert inner.trace_id == f"run-{control.run}"  # type: ignore[attr-defined]
        raise KeyError("Acme Corp")

    job = replace(job_named("drop-looks"), run=run)
    number = job_service.begin(ctx, job.id, "w", fence)
    state = run_job(ctx, job, number, fence=fence, cancelled=lambda: False)
    assert state == "failed"
    (found,) = faults(replace(ctx, viewer=Viewer("ana", "admin")))
    assert (found.report.word, found.trace) == ("job drop-looks", f"run-{number}")
    error = job_service.run(ctx, number).error
    assert error is not None
    assert found.report.ref in error
    told = list(lines(Wanted(trace=f"run-{number}")))
    assert [line.event for line in told] == ["run began", "fault", "run ended"]
    assert told[2].fields["state"] == "failed"
    assert "Acme" not in str(told)
