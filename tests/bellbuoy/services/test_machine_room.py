"""Who holds which lock, what waits, what was slow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context
from bellbuoy.services.logs.writing import log
from bellbuoy.services.machine_room import engine_room, slowest
from bellbuoy.services.metrics.pace import Pace, add
from core.access.types import Viewer
from core.values.errors import DeniedError
from storage.engine.sqlite_holder import writer_of
from storage.engine.sqlite_store import SqliteStore
from tests.fixtures.stores import NewStore, move


def test_the_lease_names_its_worker_and_since_when_it_leads(new_store: NewStore) -> None:
    ctx = new_store()
    assert engine_room(ctx).leases == ()
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    (held,) = engine_room(ctx).leases
    assert (held.name, held.holder, held.fence, held.since) == ("worker", "w", fence, None)
    assert held.pid is not None
    began = ctx.clock.now()
    jobs.begin(ctx, "score-clients", "w", fence)
    assert engine_room(ctx).leases[0].since == began
    move(ctx, began + timedelta(minutes=1))
    assert engine_room(ctx).leases == ()


def test_queues_tell_how_long_the_oldest_waits(new_store: NewStore) -> None:
    ctx = new_store()
    asked = ctx.clock.now()
    jobs.ask(ctx, "score-clients")
    move(ctx, asked + timedelta(minutes=5))
    jobs.ask(ctx, "score-clients")
    queues = {queue.what: queue for queue in engine_room(ctx).queues}
    waiting = queues["requests for a run"]
    assert (waiting.waiting, waiting.since) == (2, asked)
    assert (queues["alerts to send"].waiting, queues["alerts to send"].since) == (0, None)


def test_slow_heartbeats_are_told_the_slowest_first(new_store: NewStore) -> None:
    ctx = new_store()
    pace = Pace()
    for micros in (900, 40_000, 3_000_000):
        pace.note("write", micros)
    add(ctx, pace)
    told = engine_room(ctx)
    assert [(each.kind, each.upto_us) for each in told.slow_hours] == [
        ("write", 4_096_000),
        ("write", 64_000),
    ]
    assert set(told.pace) == {"write"}


def test_what_a_screen_waited_for_is_found_in_the_log(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    for what, ms in (("radar.open", 300.5), ("jobs", 900.0), ("client", 1.0)):
        log("info", "slow", {"what": what, "ms": ms})
    log("info", "app began", {"ms": 9_999})
    found = slowest(live(ctx), 2)
    assert [line.fields["what"] for line in found] == ["jobs", "radar.open"]


def live(ctx: Context) -> Context:
    """Log lines bear the machine's time; so does the clock of this look."""
    from bellbuoy.services.clock import SystemClock

    return replace(ctx, clock=SystemClock())


def test_who_writes_is_named(new_store: NewStore) -> None:
    ctx = new_store()
    assert engine_room(ctx).writer is None
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM timing")
        local = isinstance(ctx.store, SqliteStore)
        if local and writer_of(cast("SqliteStore", ctx.store).path) is None:
            pytest.skip("this system does not list the locks that a process holds")
        assert "process" in (engine_room(ctx).writer or "")


def test_who_may_not_read_the_store_may_not_see_it(new_sqlite: NewStore) -> None:
    ctx = replace(new_sqlite(), viewer=Viewer("zoe", "nobody"))
    with pytest.raises(DeniedError):
        engine_room(ctx)
