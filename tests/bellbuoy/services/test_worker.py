"""The worker as the store tells of it: life, lead, request to stop."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from storage.engine.store import Store
from storage.jobs.writes import put_worker
from tests.fixtures.stores import NOW, context, move

SECOND = timedelta(seconds=1)


@pytest.fixture
def ctx(a_store: Store) -> Context:
    return context(a_store)


def enlist_foreign(ctx: Context, holder: str, *, host: str = "elsewhere", pid: int = 1) -> None:
    with ctx.store.unit() as unit:
        put_worker(unit, holder, pid, host, "0.1.0", ctx.wall_us)


def test_nobody_is_there(ctx: Context) -> None:
    jobs.ask(ctx, "j")
    found = worker.status(ctx)
    assert (found.state, found.pid, found.waiting) == ("none", None, 1)


def test_a_worker_that_beats_is_alive_and_one_that_does_not_is_late(ctx: Context) -> None:
    worker.enlist(ctx, "w1")
    found = worker.status(ctx)
    assert (found.state, found.pid, found.holder) == ("alive", os.getpid(), "w1")
    assert (found.started, found.heartbeat) == (NOW, NOW)
    move(ctx, NOW + worker.LATE)
    assert worker.status(ctx).state == "alive"
    move(ctx, NOW + worker.LATE + SECOND)
    assert worker.status(ctx).state == "late"
    worker.beat(ctx, "w1", None)
    assert worker.status(ctx).state == "alive"
    worker.leave(ctx, "w1")
    assert worker.status(ctx).state == "none"


def test_one_whose_process_has_ended_is_dead(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    enlist_foreign(ctx, "gone", host=socket.gethostname(), pid=2**22 + 12345)
    assert worker.status(ctx).state == "dead"


def test_one_of_another_machine_is_judged_by_its_heartbeat(ctx: Context) -> None:
    enlist_foreign(ctx, "far")
    assert worker.status(ctx).state == "alive"
    move(ctx, NOW + worker.LATE + SECOND)
    assert worker.status(ctx).state == "dead"


def test_the_long_dead_are_forgotten(ctx: Context) -> None:
    enlist_foreign(ctx, "far")
    move(ctx, NOW + 10 * worker.LATE + SECOND)
    worker.enlist(ctx, "w1")
    with ctx.reader() as reader:
        assert reader.rows("SELECT holder FROM worker") == [("w1",)]


def test_one_leads_and_the_next_follows_when_it_is_silent(ctx: Context) -> None:
    worker.enlist(ctx, "w1")
    first = worker.beat(ctx, "w1", None)
    assert (first.fence, first.stop) == (1, False)
    assert worker.beat(ctx, "w1", 1).fence == 1
    enlist_foreign(ctx, "w2")
    assert worker.beat(ctx, "w2", None).fence is None
    number = jobs.begin(ctx, "j", "w1", 1)
    asked = jobs.ask(ctx, "k")
    move(ctx, NOW + worker.LEASE_TIME)
    assert worker.beat(ctx, "w2", None).fence == 2
    assert worker.beat(ctx, "w1", 1).fence is None
    left = jobs.run(ctx, number)
    assert (left.state, left.error) == ("abandoned", "its worker ended before it did")
    assert jobs.request_state(ctx, asked) == ("waiting", None)


def test_requests_of_a_run_that_was_left_wait_again(ctx: Context) -> None:
    worker.enlist(ctx, "w1")
    worker.beat(ctx, "w1", None)
    asked = jobs.ask(ctx, "j")
    number = jobs.begin(ctx, "j", "w1", 1)
    assert jobs.request_state(ctx, asked) == ("taken", number)
    worker.leave(ctx, "w1")
    assert worker.beat(ctx, "w2", None).fence == 2
    assert jobs.request_state(ctx, asked) == ("waiting", None)


def test_a_lead_of_the_dead_is_taken_over_at_once(ctx: Context) -> None:
    enlist_foreign(ctx, "gone", host=socket.gethostname(), pid=2**22 + 12345)
    assert worker.beat(ctx, "gone", None).fence == 1
    worker.enlist(ctx, "w1")
    assert worker.beat(ctx, "w1", None).fence == 2


def test_whoever_is_asked_to_stop_hears_it_with_the_next_beat(ctx: Context) -> None:
    assert worker.ask_stop(ctx) == 0
    for holder in ("w1", "w2"):
        worker.enlist(ctx, holder)
    assert worker.ask_stop(ctx) == 2
    assert worker.ask_stop(ctx) == 0
    assert [worker.beat(ctx, holder, None).stop for holder in ("w1", "w2", "w3")] == [
        True, True, False,
    ]  # fmt: skip


def test_the_log_is_moved_when_it_has_grown_or_at_the_end(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = context(empty_store)
    with ctx.store.reader() as reader:
        assert reader.value("SELECT count(*) FROM worker") == 0
        jobs.ask(ctx, "j")
        size = ctx.store.size().log_bytes
        assert size > 0
        assert worker.tidy_log(ctx)
        assert ctx.store.size().log_bytes == size
        monkeypatch.setattr(worker, "CHECKPOINT_BYTES", 1)
        assert worker.tidy_log(ctx)
        assert worker.tidy_log(ctx, at_end=True)
        assert ctx.store.size().log_bytes == 0


def test_where_there_is_no_log_nothing_is_moved(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        put_worker(unit, "w", 1, "h", "1", 0)
    assert worker.tidy_log(ctx)
    assert worker.tidy_log(ctx, at_end=True)
