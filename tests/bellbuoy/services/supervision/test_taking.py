"""Taking work: slots once, requests, retries, queues, pauses, and clocks that move."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import jobs
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.schedule import pause, resume
from core.jobs.types import JobPlan
from core.values.errors import ConflictError
from storage.engine.store import Store
from tests.bellbuoy.services.supervision.leading import PLAN, Leader
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NOW, context, move


@pytest.fixture
def ctx(a_store: Store) -> Context:
    return context(a_store, NOW + timedelta(minutes=5))  # 18:35


@pytest.fixture
def leader(ctx: Context) -> Leader:
    found = Leader(ctx)
    assert found.look() is None
    return found


def test_a_slot_is_had_once_whoever_leads(leader: Leader) -> None:
    leader.later(minutes=5)
    number = leader.look()
    assert number is not None
    assert jobs.run(leader.ctx, number).slot == NOW + timedelta(minutes=10)
    assert leader.look() is None
    leader.end(number)
    leader.again()
    assert leader.look() is None
    leader.later(minutes=10)
    assert leader.look() == number + 1


def test_who_no_longer_leads_takes_nothing(leader: Leader) -> None:
    leader.later(minutes=5)
    fence = leader.fence
    leader.again()
    leader.fence, current = fence, leader.fence
    with pytest.raises(ConflictError, match="taken the lead"):
        leader.look()
    assert leader.runs() == []
    leader.fence = current
    assert leader.look() == 1


def test_slots_that_nobody_took_are_made_up_for_once_and_told(leader: Leader) -> None:
    leader.later(hours=1)
    number = leader.look()
    skipped, run = leader.runs()
    assert (run.id, run.state, run.slot) == (number, "running", NOW + timedelta(hours=1))
    assert skipped.state == "skipped"
    assert skipped.error is not None
    assert skipped.error.startswith("5 slots up to 2026-03-15 19:30Z went by: nobody took")
    leader.end(run.id)
    assert leader.look() is None


def test_a_job_that_drops_late_slots_is_not_run_for_them(ctx: Context) -> None:
    leader = Leader(ctx, replace(PLAN, every="0 * * * *", missed="drop", grace_s=600))
    assert leader.look() is None
    leader.later(hours=3)
    assert leader.look() is None
    (skipped,) = leader.runs()
    assert (skipped.state, skipped.slot) == ("skipped", None)
    assert "3 slots" in (skipped.error or "")
    assert leader.look() is None
    assert len(leader.runs()) == 1


def test_a_clock_that_goes_ahead_a_year_and_back_doubles_nothing(leader: Leader) -> None:
    """Ahead by mistake, set right again: the year's slots are run when they come."""
    leader.later(minutes=5)
    first = leader.look()
    assert first is not None
    leader.end(first)
    before = leader.ctx.clock.now()
    leader.later(days=365)
    ahead = leader.look(jumped=timedelta(days=365))
    assert ahead is not None
    leader.end(ahead)
    told = leader.runs()[1].error or ""
    assert told.startswith("52,559 slots up to 2027-03-15 18:40Z went by: the clock went ahead")
    move(leader.ctx, before + timedelta(minutes=1))
    assert leader.look() is None
    assert "set back by 364 d" in (leader.runs()[-1].error or "")
    leader.later(minutes=10)
    assert leader.look() is not None
    slots = [run.slot for run in leader.runs() if run.slot is not None]
    assert len(slots) == len(set(slots)) == 3


def test_a_slot_that_was_run_before_the_clock_went_back_is_told_not_run(
    leader: Leader,
) -> None:
    leader.later(minutes=5)
    number = leader.look()
    assert number is not None
    leader.end(number)
    leader.later(hours=-1)
    assert leader.look() is None
    leader.later(hours=1)
    assert leader.look() is None
    assert [run.state for run in leader.runs()] == ["ok", "skipped", "skipped", "skipped"]
    assert leader.runs()[-1].error == (
        "the slot 2026-03-15 18:40Z was run before the clock was set back"
    )


def test_requests_of_a_job_are_taken_together(leader: Leader) -> None:
    asked = [jobs.ask(leader.ctx, "j") for _ in range(3)]
    other = jobs.ask(leader.ctx, "k")
    number = leader.look()
    assert number is not None
    assert {jobs.request_state(leader.ctx, each) for each in asked} == {("taken", number)}
    assert jobs.request_state(leader.ctx, other) == ("waiting", None)
    leader.end(number)
    assert jobs.request_state(leader.ctx, asked[0]) == ("done", number)


def test_changed_keys_begin_a_run_but_not_one_that_just_failed(ctx: Context) -> None:
    leader = Leader(ctx, queue="changed_client")
    assert leader.look() is None
    store(ctx, "client", [client("a")])
    number = leader.look()
    assert number is not None
    assert leader.end(number, "failed", "no room") == "failed"
    assert leader.look() is None
    leader.later(seconds=30)
    retried = leader.look()
    assert retried is not None
    leader.end(retried)
    assert leader.look() == retried + 1, "the client is still marked"


def test_after_a_person_stopped_it_keys_alone_do_not_begin_it_again(ctx: Context) -> None:
    leader = Leader(ctx, queue="changed_client")
    assert leader.look() is None
    store(ctx, "client", [client("a")])
    number = leader.look()
    assert number is not None
    leader.end(number, "cancelled")
    assert leader.look() is None
    leader.later(minutes=5)
    assert leader.look() is not None, "the next slot does"


def test_a_paused_job_waits_but_a_request_is_run(leader: Leader) -> None:
    assert pause(leader.ctx, PLAN)
    assert not pause(leader.ctx, PLAN)
    leader.later(hours=1)
    assert leader.look() is None
    jobs.ask(leader.ctx, "j")
    number = leader.look()
    assert number is not None
    leader.end(number)
    assert resume(leader.ctx, PLAN) == 6
    assert resume(leader.ctx, PLAN) is None
    assert leader.look() is None
    assert leader.story()[-1][0] == "skipped"
    assert leader.runs()[-1].error == "6 slots went by while it was paused by ana"


def test_a_schedule_of_another_plan_is_its_own(leader: Leader) -> None:
    other = JobPlan("k", "another", "@hourly")
    rival = Leader(leader.ctx, other)
    assert rival.look() is None
    rival.later(minutes=30)
    assert rival.look() is not None
    assert leader.runs() == []
