"""Schedules that a person changes, and the plans that a worker makes known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services.supervision.rows import next_slots, rows
from bellbuoy.services.supervision.schedule import (
    every_of,
    known_plans,
    make_known,
    pause,
    plan_named,
    resume,
    set_every,
)
from core.jobs.types import JobPlan, RunState
from core.values.errors import NotFoundError, UsageError
from jobs.registry import JOBS
from storage.engine.store import Store
from tests.bellbuoy.services.supervision.leading import PLAN, Leader
from tests.fixtures.stores import NOW, context


@pytest.fixture
def leader(a_store: Store) -> Leader:
    found = Leader(context(a_store, NOW + timedelta(minutes=5)))  # 18:35
    assert found.look() is None
    return found


def test_another_line_counts_from_now_and_the_old_one_is_settled(leader: Leader) -> None:
    leader.later(minutes=25)  # 19:00: three slots wait
    assert set_every(leader.ctx, PLAN, "15 * * * *") == "*/10 * * * *"
    assert leader.look() is None
    assert leader.runs()[-1].error == "3 slots went by while the schedule changed"
    assert every_of(leader.ctx, PLAN) == ("15 * * * *", True)
    leader.later(minutes=15)
    number = leader.look()
    assert number is not None
    assert leader.runs()[-1].slot == NOW + timedelta(minutes=45)


def test_the_shipped_line_comes_back_and_a_no_change_is_none(leader: Leader) -> None:
    set_every(leader.ctx, PLAN, "@hourly")
    assert set_every(leader.ctx, PLAN, "0  *  * * *") == "0 * * * *"
    assert set_every(leader.ctx, PLAN, None) == "0 * * * *"
    assert every_of(leader.ctx, PLAN) == ("*/10 * * * *", False)
    with leader.ctx.reader() as reader:
        said = reader.rows("SELECT action, target FROM change_set ORDER BY id")
        after = reader.value("SELECT after FROM change_row ORDER BY change_id LIMIT 1")
    assert said == [("job.schedule", "j")] * 2
    assert after == '{"name": "job.j.every", "value": "0 * * * *"}'


@pytest.mark.parametrize("line", ["hourly", "0 0 30 2 *", "61 * * * *"])
def test_a_line_that_cannot_be_is_refused_and_nothing_changes(
    leader: Leader, line: str
) -> None:
    with pytest.raises(UsageError):
        set_every(leader.ctx, PLAN, line)
    assert every_of(leader.ctx, PLAN) == ("*/10 * * * *", False)


def test_a_pause_and_its_end_are_change_sets(leader: Leader) -> None:
    pause(leader.ctx, PLAN)
    (row,) = rows(leader.ctx, [PLAN])
    assert (row.state, row.next, row.mark.paused_by) == ("paused", None, "ana")
    resume(leader.ctx, PLAN)
    (row,) = rows(leader.ctx, [PLAN])
    assert row.state == "waiting"
    assert row.next == NOW + timedelta(minutes=10)
    with leader.ctx.reader() as reader:
        said = reader.rows("SELECT action, target FROM change_set ORDER BY id")
    assert said == [("job.pause", "j"), ("job.resume", "j")]


def test_every_plan_is_known_as_it_was_shipped(leader: Leader) -> None:
    assert known_plans(leader.ctx) == [PLAN]
    wanted = [job.plan for job in JOBS]
    make_known(leader.ctx, wanted)
    make_known(leader.ctx, wanted)
    assert known_plans(leader.ctx) == wanted
    assert plan_named(wanted, "score-clients") == wanted[0]
    with pytest.raises(NotFoundError, match="no job “sail”"):
        plan_named(wanted, "sail")


def test_a_row_tells_of_the_runs_before(leader: Leader) -> None:
    states: tuple[RunState, ...] = ("ok", "failed", "ok")
    for state in states:
        leader.later(minutes=10)
        number = leader.look()
        assert number is not None
        leader.later(seconds=3)
        leader.end(number, state)
    (row,) = rows(leader.ctx, [PLAN])
    assert (row.state, row.recent, row.took_s, row.p95_s) == (
        "ok",
        ("ok", "failed", "ok"),
        3,
        3,
    )
    assert row.last is not None
    assert row.last.id == 3
    leader.later(minutes=13)
    (row,) = rows(leader.ctx, [PLAN])
    assert row.state == "late"
    assert row.late_s is not None
    assert row.late_s > 60


def test_a_retry_ahead_of_the_next_slot_is_what_comes_next(leader: Leader) -> None:
    leader.later(minutes=5)
    number = leader.look()
    assert number is not None
    leader.end(number, "failed", "no wind")
    (row,) = rows(leader.ctx, [PLAN])
    assert row.mark.retry_of == number
    assert row.next == row.mark.retry
    assert (row.state, row.recovered) == ("failed", None)


def test_slots_ahead_in_the_zone_of_the_store(leader: Leader) -> None:
    ahead = next_slots(leader.ctx, "0 0 29 2 *", 2)
    assert [slot.year for slot in ahead] == [2028, 2032]


def test_a_plan_that_changed_with_the_program_is_made_known_anew(leader: Leader) -> None:
    newer: JobPlan = replace(PLAN, title="better", limit_s=5)
    make_known(leader.ctx, [newer])
    assert known_plans(leader.ctx) == [newer]
