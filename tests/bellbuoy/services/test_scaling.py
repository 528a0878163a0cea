"""Workers are started and stopped within limits, and only our own are ever stopped."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services import jobs, scaling, worker
from bellbuoy.services.context import Context
from bellbuoy.services.logs.reading import Wanted, lines
from bellbuoy.services.supervision.schedule import make_known
from core.access.types import Viewer
from core.values.errors import DeniedError, UsageError
from jobs.registry import job_named
from storage.jobs.marks import settle
from storage.jobs.scaling import scaled
from storage.jobs.writes import put_worker
from tests.fixtures.stores import NewStore, move


class Process:
    """What a launch gives; it enlists at once, under this process's number."""

    def __init__(self, pid: int) -> None:
        self.pid = pid


@pytest.fixture
def ctx(new_store: NewStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Context:
    made: Context = new_store()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(worker, "process_lives", lambda _pid: True)

    def launch(ctx: Context, **_rest: object) -> Process:
        pid = 90_000 + len(worker.workers(ctx))
        with ctx.store.unit() as unit:
            put_worker(unit, f"s{pid}", pid, socket.gethostname(), "1", ctx.wall_us)
        return Process(pid)

    monkeypatch.setattr(worker, "launch", launch)
    return made


def beat(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.run("UPDATE worker SET heartbeat_us = ?", (ctx.wall_us,))


def busy(ctx: Context, seconds: int, requests: int) -> None:
    """A job whose runs took so long, and requests for it."""
    with ctx.store.unit() as unit:
        unit.run(
            "INSERT INTO job_run (id, job, state, started_us, ended_us, rows, changed, worker,"
            " fence) VALUES (1, 'j', 'ok', ?, ?, 0, 0, 'w', 1)",
            (ctx.wall_us - seconds * 1_000_000, ctx.wall_us),
        )
    for _ in range(requests):
        jobs.ask(ctx, "j")


def stopping(ctx: Context) -> list[int]:
    with ctx.store.reader() as reader:
        return [
            row[0] for row in reader.rows("SELECT pid FROM worker WHERE stop = 1 ORDER BY pid")
        ]


def test_a_calm_store_needs_no_more(ctx: Context) -> None:
    worker.enlist(ctx, "w")
    load, found = scaling.check(ctx)
    assert (load.running, found.action) == (1, "none")
    assert found.words.startswith("not required: 0 runs of 0 s wait")


def test_more_are_started_up_to_the_limit_and_told(ctx: Context) -> None:
    worker.enlist(ctx, "w")
    scaling.set_most(ctx, 4)
    busy(ctx, 100, 50)
    assert scaling.look(ctx)[1].words.startswith("not required yet, seen 1 of 2 times")
    assert scaling.check(ctx)[1].action == "none"
    load, found = scaling.check(ctx)
    assert (load.work_s, found.action, found.number, found.wanted) == (5_000, "start", 3, 4)
    assert len(worker.workers(ctx)) == 4
    assert scaling.check(ctx)[1].action == "none"
    told = [line.fields for line in lines(Wanted()) if line.event == "worker scale"]
    assert [fields["action"] for fields in told] == ["none", "start", "none"]
    assert told[1]["work_s"] == 5_000
    with ctx.store.reader() as reader:
        assert len(scaled(reader).started) == 3
        done = reader.rows("SELECT action, target FROM audit WHERE action = 'worker.scale'")
    assert done == [("worker.scale", "start")]


def test_one_idle_of_ours_is_stopped_after_six_checks(ctx: Context) -> None:
    worker.enlist(ctx, "w")
    worker.beat(ctx, "w", None)
    scaling.set_most(ctx, 3)
    busy(ctx, 100, 50)
    for _ in range(2):
        scaling.check(ctx)
    with ctx.store.unit() as unit:
        unit.run("UPDATE job_request SET state = 'done'")
    for _ in range(5):
        beat(ctx)
        assert scaling.check(ctx)[1].action == "none"
    assert scaling.check(ctx)[1].action == "stop"
    assert stopping(ctx) == [90_001]


def test_what_others_started_is_never_stopped(ctx: Context) -> None:
    for name in ("w1", "w2"):
        worker.enlist(ctx, name)
    for _ in range(8):
        _, found = scaling.check(ctx)
        assert found.action == "none"
    assert stopping(ctx) == []
    assert found.words.endswith("none is idle that was started here")


def test_a_slot_that_nobody_took_is_work_that_waits(ctx: Context) -> None:
    make_known(replace(ctx, viewer=Viewer("system", "system")), [job_named("backup").plan])
    with ctx.store.unit() as unit:
        settle(unit, "backup", ctx.wall_us)
    move(ctx, ctx.clock.now() + timedelta(days=1))
    load, _ = scaling.look(ctx)
    assert (load.waiting, load.work_s) == (1, 60)
    assert load.lag_s > 3_600


def test_a_number_is_reached_from_both_sides_and_the_leader_stays(ctx: Context) -> None:
    worker.enlist(ctx, "w")
    worker.beat(ctx, "w", None)
    scaling.set_most(ctx, 3)
    assert scaling.to_number(ctx, 3) == (2, 0)
    assert scaling.to_number(ctx, 3) == (0, 0)
    beat(ctx)
    assert scaling.to_number(ctx, 1) == (0, 2)
    assert stopping(ctx) == [90_001, 90_002]
    for wrong in (0, 4):
        with pytest.raises(UsageError, match="outside of 1 to 3"):
            scaling.to_number(ctx, wrong)


def test_the_limit_is_one_where_one_writes_else_the_cores(ctx: Context) -> None:
    wanted = 1 if ctx.store.engine == "sqlite" else os.cpu_count()
    assert scaling.most(ctx) == wanted
    assert scaling.set_most(ctx, 6) == wanted
    assert scaling.most(ctx) == 6
    with pytest.raises(UsageError):
        scaling.set_most(ctx, 65)
    for role in ("rep", "auditor", "manager"):
        with pytest.raises(DeniedError):
            scaling.check(replace(ctx, viewer=Viewer("x", role)))
