"""Runs that go by the clock: on, paused, a step at a time, stopped."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations import ledger, living, running, undoing
from core.values.errors import ConflictError
from tests.bellbuoy.services.simulations.runs_of import ALL, SEVENTH, rows, tables, wait
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    ctx = new_demo(DEMO_NOW)
    recompute(ctx)
    return ctx


def test_it_goes_by_the_clock(ctx: Context) -> None:
    """60 times as fast: half a minute is half an hour."""
    before = tables(ctx)
    run = running.run(ctx, "outage", ALL, {}, speed=60, spread=60, length=120)
    assert (run.state, run.clients) == ("running", 15)
    first = run.done
    wait(ctx, seconds=30)
    assert living.advance(ctx) > 0
    held = living.pause(ctx, run.number)
    assert (held.state, held.position_s) == ("paused", 1_800)
    assert first < held.done < 15
    wait(ctx, seconds=30)
    assert living.advance(ctx) == 0
    stepped = living.step(ctx, run.number)
    assert stepped.done == held.done + 1
    assert living.step(ctx, run.number, 60).done == 15
    assert rows(ctx, "SELECT count(*) FROM incident WHERE id < 0 AND status = 'resolved'") == [
        (0,)
    ]
    living.resume(ctx, run.number)
    wait(ctx, minutes=5)
    living.advance(ctx)
    assert ledger.show_run(ctx, run.number).state == "applied"
    assert rows(ctx, "SELECT DISTINCT status, resolution FROM incident WHERE id < 0") == [
        ("resolved", "fixed")
    ]
    undoing.undo(ctx, [run.number])
    recompute(ctx)
    assert tables(ctx)["incident"] == before["incident"]


def test_a_run_that_was_stopped_reaches_nobody_else(ctx: Context) -> None:
    run = running.run(ctx, "outage", ALL, {}, speed=1, spread=60)
    wait(ctx, minutes=20)
    stopped = living.stop(ctx, run.number)
    assert stopped.state == "stopped"
    assert 0 < stopped.done < 15
    wait(ctx, minutes=60)
    assert living.advance(ctx) == 0
    for verb in (living.pause, living.resume, living.step, living.stop):
        with pytest.raises(ConflictError, match="it is stopped"):
            verb(ctx, run.number)
    undoing.undo(ctx, [run.number])


def test_what_was_reached_at_once_ends_by_the_clock(ctx: Context) -> None:
    run = running.run(ctx, "outage", SEVENTH, {}, length=60)
    assert (run.state, run.done) == ("running", 1)
    wait(ctx, minutes=59)
    assert living.advance(ctx) == 0
    wait(ctx, minutes=2)
    assert living.advance(ctx) == 1
    assert ledger.show_run(ctx, run.number).state == "applied"
