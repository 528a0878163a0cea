"""Jobs: each slot had once, each request taken once, every run told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from bellbuoy.services.jobs import ask, begin, cancel_job, cancel_run, end, note_progress
from bellbuoy.services.scoring.recompute import recompute
from core.jobs.types import Ending
from core.values.errors import ConflictError, NotFoundError
from storage.engine.store import Store
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, store
from tests.fixtures.stores import NOW, context, move


@pytest.fixture
def ctx(a_store: Store) -> Context:
    return context(a_store)


@pytest.fixture
def fence(ctx: Context) -> int:
    worker.enlist(ctx, "w1")
    found = worker.beat(ctx, "w1", None).fence
    assert found is not None
    return found


def test_a_request_waits_is_taken_and_done(ctx: Context, fence: int) -> None:
    first, second, other = ask(ctx, "j"), ask(ctx, "j"), ask(ctx, "k")
    assert (jobs.waiting(ctx), jobs.waiting(ctx, "j")) == (3, 2)
    assert jobs.request_state(ctx, first) == ("waiting", None)
    number = begin(ctx, "j", "w1", fence)
    assert (
        jobs.request_state(ctx, first) == jobs.request_state(ctx, second) == ("taken", number)
    )
    assert jobs.request_state(ctx, other) == ("waiting", None)
    later = ask(ctx, "j")
    end(ctx, number, Ending("ok", rows=5, changed=2))
    assert jobs.request_state(ctx, first) == ("done", number)
    assert jobs.request_state(ctx, later) == ("waiting", None)
    assert jobs.request_state(ctx, 99) is None


def test_a_run_tells_how_it_went(ctx: Context, fence: int) -> None:
    number = begin(ctx, "j", "w1", fence)
    note_progress(ctx, number, 7)
    running = jobs.run(ctx, number)
    assert (running.state, running.rows, running.ended, running.worker) == (
        "running",
        7,
        None,
        "w1",
    )
    move(ctx, NOW + timedelta(minutes=2))
    end(ctx, number, Ending("failed", rows=9, changed=1, error="no room"))
    found = jobs.run(ctx, number)
    assert (found.state, found.rows, found.changed, found.error) == ("failed", 9, 1, "no room")
    assert (found.started, found.ended) == (NOW, NOW + timedelta(minutes=2))
    end(ctx, number, Ending("ok"))
    note_progress(ctx, number, 99)
    assert jobs.run(ctx, number) == found


def test_the_newest_runs_come_first(ctx: Context, fence: int) -> None:
    numbers = [begin(ctx, name, "w1", fence) for name in ("j", "k", "j")]
    assert [run.id for run in jobs.runs(ctx)] == numbers[::-1]
    assert [run.id for run in jobs.runs(ctx, "j")] == [numbers[2], numbers[0]]
    assert [run.id for run in jobs.runs(ctx, limit=1)] == numbers[2:]
    with pytest.raises(NotFoundError, match="no run 99"):
        jobs.run(ctx, 99)


def test_who_no_longer_leads_begins_nothing(ctx: Context, fence: int) -> None:
    move(ctx, NOW + worker.LEASE_TIME)
    assert worker.beat(ctx, "w2", None).fence == fence + 1
    with pytest.raises(ConflictError, match="taken the lead"):
        begin(ctx, "j", "w1", fence)
    assert jobs.runs(ctx) == []
    assert begin(ctx, "j", "w2", fence + 1)


def test_a_run_is_asked_to_stop_once_and_by_whom_is_kept(ctx: Context, fence: int) -> None:
    number = begin(ctx, "j", "w1", fence)
    assert not jobs.cancel_asked(ctx, number)
    assert cancel_run(ctx, number).cancelling
    assert cancel_run(ctx, number).state == "running"
    assert jobs.cancel_asked(ctx, number)
    with ctx.reader() as reader:
        assert reader.value("SELECT cancel_by FROM job_run WHERE id = ?", (number,)) == "ana"
        said = "SELECT count(*) FROM audit WHERE action = 'job.cancel'"
        assert reader.value(said) == 1
    end(ctx, number, Ending("cancelled"))
    with pytest.raises(ConflictError, match="run 1 of j is cancelled already"):
        cancel_run(ctx, number)
    with pytest.raises(NotFoundError, match="no run 9"):
        cancel_run(ctx, 9)


def test_cancelling_a_job_drops_what_waits_and_stops_what_runs(
    ctx: Context, fence: int
) -> None:
    number = begin(ctx, "j", "w1", fence)
    mine, other = ask(ctx, "j"), ask(ctx, "k")
    assert cancel_job(ctx, "j") == (1, (number,))
    assert jobs.cancel_asked(ctx, number)
    assert jobs.request_state(ctx, mine) == ("cancelled", None)
    assert jobs.request_state(ctx, other) == ("waiting", None)
    assert cancel_job(ctx, "none") == (0, ())


def test_runs_of_a_state_and_older_ones(ctx: Context, fence: int) -> None:
    numbers = [begin(ctx, "j", "w1", fence) for _ in range(3)]
    end(ctx, numbers[1], Ending("failed", error="x"))
    assert [run.id for run in jobs.runs(ctx, state="failed")] == [numbers[1]]
    assert [run.id for run in jobs.runs(ctx, before=numbers[2])] == numbers[1::-1]


def test_queues_of_changed_keys_are_told(ctx: Context) -> None:
    queues = ("changed_client", "history_due")
    assert jobs.work_waiting(ctx, queues) == ()
    store(ctx, "client", [client("a", TODAY - 5)])
    assert jobs.work_waiting(ctx, queues) == queues
    recompute(ctx)
    assert jobs.work_waiting(ctx, queues) == ("history_due",)
    store(ctx, "event", [calls(ctx, "1", "a", TODAY, 1)])
    assert jobs.work_waiting(ctx, queues[:1]) == queues[:1]
