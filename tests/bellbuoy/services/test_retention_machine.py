"""What the program keeps of itself goes when it is old, and nothing that is needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import jobs, retention, worker
from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.listing import notices
from bellbuoy.services.context import Context
from core.store.retention import CLASSES
from storage.operations.timings import add_timings
from storage.retention import machine
from tests.bellbuoy.services.alerts.ringing import keep, quiet_store, settle, trouble
from tests.fixtures.facts import incident, store
from tests.fixtures.stores import NewStore, move

DAY = timedelta(days=1)
DAY_US = 86_400_000_000
MACHINE = [name for name, each in CLASSES.items() if each.machine]


def put_run(ctx: Context, number: int, job: str, state: str, days_ago: int) -> None:
    at = ctx.wall_us - days_ago * DAY_US
    ended = None if state == "running" else at
    with ctx.store.unit() as unit:
        unit.run(
            "INSERT INTO job_run (id, job, state, started_us, ended_us, rows, changed, worker,"
            " fence) VALUES (?, ?, ?, ?, ?, 0, 0, 'w', 1)",
            (number, job, state, at - 1, ended),
        )


def numbers(ctx: Context, table: str, key: str = "id") -> list[object]:
    with ctx.store.reader() as reader:
        return [row[0] for row in reader.rows(f"SELECT {key} FROM {table} ORDER BY 1")]


def ran(ctx: Context, name: str) -> int:
    """A run that deletes what a look had counted, and leaves nothing due."""
    looked = retention.show(ctx, name).due
    (done,) = retention.run(ctx, name)
    assert done.due == looked
    assert retention.show(ctx, name).due == 0
    return looked


def test_of_runs_those_stay_that_a_standing_is_told_from(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "RUNS_KEPT", 3)
    ctx = new_store()
    for number in range(1, 11):
        put_run(ctx, number, "a", "ok" if number == 2 else "failed", 120)
    put_run(ctx, 11, "b", "running", 200)
    put_run(ctx, 12, "a", "ok", 91)
    put_run(ctx, 13, "a", "failed", 89)
    for number in (14, 15, 16):
        put_run(ctx, number, "a", "failed", 1)
    with ctx.store.unit() as unit:
        unit.run(
            "INSERT INTO job_state (job, slot_us, retry_us, retry_id) VALUES ('a', 0, 1, 5)"
        )
    assert ran(ctx, "runs") == 9
    # 5 is to be tried again, 11 runs, 12 is the last that went well, 13 is young.
    assert numbers(ctx, "job_run") == [5, 11, 12, 13, 14, 15, 16]


def test_alerts_and_deliveries_go_when_they_have_ended(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    for name in ("k1", "k2"):
        trouble(ctx, name)
    settle(ctx)
    deliver(ctx)
    seen, _ = notices(ctx, None)
    done = incident("i-k1", "k1", ctx.present - timedelta(hours=1), resolved=ctx.present)
    store(ctx, "incident", [done])
    settle(ctx)
    move(ctx, ctx.clock.now() + 366 * DAY)
    assert ran(ctx, "alerts") == 1
    with ctx.store.reader() as reader:
        assert reader.rows("SELECT subject FROM alert") == [("k2",)]
    # The newest that went to screens stays: they count from it.
    assert ran(ctx, "deliveries") == 1
    assert notices(ctx, seen) == (seen, ())


def test_an_alert_with_a_delivery_to_come_waits_for_it(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    trouble(ctx, "k2")
    settle(ctx)
    for name in ("k1", "k2"):
        start = ctx.present - timedelta(hours=1)
        store(ctx, "incident", [incident(f"i-{name}", name, start, resolved=ctx.present)])
    settle(ctx)
    move(ctx, ctx.clock.now() + 366 * DAY)
    assert retention.show(ctx, "alerts").due == 0
    deliver(ctx)
    assert ran(ctx, "alerts") == 1


def test_timings_go_by_the_hour(new_store: NewStore) -> None:
    ctx = new_store()
    now = ctx.wall_us // 3_600_000_000
    with ctx.store.unit() as unit:
        for hour in (now - 24 * 7 - 1, now - 24 * 7, now):
            add_timings(unit, hour, [("read", 250, 1, 100), ("write", 500, 1, 100)])
    assert ran(ctx, "timings") == 2
    assert numbers(ctx, "timing", "hour") == [now - 168, now - 168, now, now]


def test_a_policy_of_ones_own_goes_before_what_is_shipped(new_store: NewStore) -> None:
    ctx = new_store()
    for number in range(1, 150):
        put_run(ctx, number, "a", "ok", 30)
    assert retention.show(ctx, "runs").due == 0
    assert retention.plan(ctx, "runs", 14).due == 49
    retention.put(ctx, "runs", 14, None, new=True)
    assert ran(ctx, "runs") == 49
    retention.remove(ctx, "runs")
    assert (retention.show(ctx, "runs").days, retention.show(ctx, "runs").by) == (90, "shipped")


def test_a_store_at_work_loses_nothing_young(new_store: NewStore) -> None:
    ctx = new_store()
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    jobs.begin(ctx, "score-clients", "w", fence)
    assert all(retention.show(ctx, name).due == 0 for name in MACHINE)
    assert {each.name for each in retention.run(ctx, fence=fence)} == set(MACHINE)
    assert numbers(ctx, "job_run") == [1]


@settings(max_examples=30, deadline=None)
@given(ages=st.lists(st.integers(0, 200), max_size=12), days=st.integers(7, 150))
def test_a_fault_goes_when_it_is_older_than_the_days(
    new_sqlite: NewStore, ages: list[int], days: int
) -> None:
    ctx = new_sqlite()
    retention.put(ctx, "faults", days, None, new=True)
    with ctx.store.unit() as unit:
        for number, age in enumerate(ages):
            last = ctx.wall_us - age * DAY_US
            unit.run(
                "INSERT INTO fault (ref, type, message, word, frames, version, surroundings,"
                " first_us, last_us, count, trace) VALUES (?, 't', '', '', '[]', '', '', 0, ?,"
                " 1, '')",
                (f"F{number}", last),
            )
    ran(ctx, "faults")
    assert len(numbers(ctx, "fault", "ref")) == sum(age <= days for age in ages)
