"""Drawn histories of what fails, is taken, waits and is cut off: nothing is lost,
nothing rings twice, and nothing goes out while it is quiet."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.alerts import channels
from bellbuoy.services.alerts import deliver as module
from bellbuoy.services.alerts.acts import acknowledge, snooze
from bellbuoy.services.alerts.allowed import Allowed, allowed_here
from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.alerts.quiet import set_hours
from bellbuoy.services.alerts.sending import Means
from bellbuoy.services.context import Context
from core.alerts.retry import Outcome
from core.alerts.types import Channel
from core.values.errors import BellbuoyError
from core.values.instants import to_micros
from storage.alerts.deliveries import Claimed
from tests.bellbuoy.services.alerts.ringing import keep, later, silence
from tests.fixtures.stores import NewStore

JOBS = ("one", "two")
HOURS = timedelta(hours=1)


class Cut(BaseException):
    """The process ends behind the receiver's back."""


class Receiver:
    """What arrived, and how the next tries go: empty, they go well."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self.plan: Iterator[str] = iter(())
        self.arrived: list[tuple[str, datetime]] = []
        self.cut: Counter[str] = Counter()

    def take(self, one: Claimed) -> Outcome:
        word = next(self.plan, "done")
        if word == "again":
            return Outcome("again", "answered 500", 500)
        self.arrived.append((one.uid, self._ctx.clock.now()))
        if word == "cut":
            self.cut[one.uid] += 1
            raise Cut
        return Outcome("done", "answered 200", 200)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fails"), st.sampled_from(JOBS)),
        st.tuples(st.just("works"), st.sampled_from(JOBS)),
        st.tuples(st.just("wait"), st.integers(1, 600)),
        st.tuples(st.just("look"), st.none()),
        st.tuples(st.just("ack"), st.integers(1, 6)),
        st.tuples(st.just("snooze"), st.integers(1, 6)),
        st.tuples(
            st.just("send"),
            st.lists(st.sampled_from(["done", "again", "cut"]), min_size=1, max_size=4),
        ),
    ),
    min_size=4,
    max_size=25,
)


def run_of(ctx: Context, job: str, state: str) -> None:
    with ctx.store.unit(durable=False) as unit:
        number = unit.value("SELECT coalesce(max(id), 0) + 1 FROM job_run")
        now = to_micros(ctx.clock.now())
        unit.run(
            "INSERT INTO job_run (id, job, state, started_us, ended_us, rows, changed, worker,"
            " fence) VALUES (?, ?, ?, ?, ?, 0, 0, 'w', 1)",
            (number, job, state, now, now),
        )


def step(ctx: Context, hook: Receiver, means: Means, what: str, value: object) -> None:
    match what, value:
        case "fails", str(job):
            run_of(ctx, job, "failed")
        case "works", str(job):
            run_of(ctx, job, "ok")
        case "wait", int(minutes):
            later(ctx, timedelta(minutes=minutes))
        case "look", _:
            evaluate(ctx)
            assert evaluate(ctx).changed == 0
        case "send", list(plan):
            hook.plan = iter(plan)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(module, "send", lambda _c, one, _n, _m: hook.take(one))
                with contextlib.suppress(Cut):
                    deliver(ctx, means=means)
        case _, int(number):
            take(ctx, what, f"A-{number}")


def take(ctx: Context, what: str, key: str) -> None:
    try:
        if what == "ack":
            acknowledge(ctx, key)
        else:
            snooze(ctx, key, 2 * HOURS)
    except BellbuoyError:
        return


def settled(ctx: Context, hook: Receiver, means: Means) -> None:
    """Until nothing waits any more: a day, an hour at a time."""
    for _ in range(40):
        later(ctx, HOURS)
        step(ctx, hook, means, "send", ["done"])


@given(steps=STEPS)
@settings(max_examples=30, deadline=None)
def test_nothing_is_lost_or_rings_twice(
    new_sqlite: NewStore, steps: list[tuple[str, object]]
) -> None:
    ctx = new_sqlite("America/New_York")
    silence(ctx)
    channels.add(ctx, Channel("hook", "webhook", ("https://hook.example/",)))
    keep(ctx, "failures>=1", subject="job", channels=("hook",), again=3_600)
    set_hours(ctx, "22:00-07:00")
    hook = Receiver(ctx)
    means = Means(Allowed((), (), (), allowed_here({"HOME": "/nowhere"}).file))
    for what, value in steps:
        step(ctx, hook, means, what, value)
    settled(ctx, hook, means)
    with ctx.reader() as reader:
        posted = {uid: (a, s) for uid, a, s in reader.rows(
            "SELECT uid, alert_id, state FROM alert_delivery")}  # fmt: skip
        rings = dict(reader.rows("SELECT id, rings FROM alert"))
        open_ones = reader.rows(
            "SELECT rule, open_key, count(*) FROM alert WHERE open_key IS NOT NULL"
            " GROUP BY rule, open_key HAVING count(*) > 1"
        )
    assert open_ones == []
    assert {state for _, state in posted.values()} <= {"done"}
    # Each ring has one delivery, and each delivery arrived.
    assert Counter(alert for alert, _ in posted.values()) == Counter(rings)
    arrived = Counter(uid for uid, _ in hook.arrived)
    assert set(arrived) == set(posted)
    assert all(count <= 1 + hook.cut[uid] for uid, count in arrived.items())
    for _, at in hook.arrived:
        assert 7 <= at.astimezone(ctx.zone).hour < 22
