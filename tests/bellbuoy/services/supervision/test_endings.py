"""After a run: tried again a few times, given up, replayed; and cut by a kill."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import jobs
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.endings import close, retry
from bellbuoy.services.supervision.rows import asides
from core.jobs.types import Ending
from core.values.errors import ConflictError, NotFoundError
from storage.engine.store import Store
from storage.health.queue import CHANGED, take
from storage.jobs.asides import set_aside
from storage.jobs.marks import mark_of
from tests.bellbuoy.services.supervision.leading import PLAN, Leader
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NOW, context


@pytest.fixture
def leader(a_store: Store) -> Leader:
    found = Leader(context(a_store, NOW + timedelta(minutes=5)))
    assert found.look() is None
    return found


def fail(leader: Leader, state: str = "failed") -> str:
    """Let the run that is due fail; how it was kept."""
    number = leader.look()
    assert number is not None
    return leader.end(number, state, "no wind")  # type: ignore[arg-type]


def test_a_run_is_tried_again_as_often_as_the_plan_says_and_then_given_up(
    leader: Leader,
) -> None:
    jobs.ask(leader.ctx, "j")
    assert fail(leader) == "failed"
    for state, wait in (("timed_out", 26), ("dead", 51)):
        assert leader.look() is None, "it waits first"
        leader.later(seconds=wait)
        assert fail(leader, "timed_out") == state
    leader.later(minutes=1)
    assert leader.look() is None
    assert leader.story() == [("failed", 1, None), ("timed_out", 2, 1), ("dead", 3, 2)]
    assert leader.runs()[-1].error == "no wind (tried 3 times, given up)"


def test_one_that_goes_well_ends_the_tries(leader: Leader) -> None:
    jobs.ask(leader.ctx, "j")
    fail(leader)
    leader.later(seconds=30)
    number = leader.look()
    assert number is not None
    leader.end(number)
    with leader.ctx.reader() as reader:
        assert mark_of(reader, "j").retry is None
    leader.later(seconds=60)
    assert leader.look() is None


def test_what_was_given_up_is_replayed_on_request(leader: Leader) -> None:
    jobs.ask(leader.ctx, "j")
    fail(leader)
    for wait in (26, 51):
        leader.later(seconds=wait)
        fail(leader)
    _, request, clients = retry(leader.ctx, 3)
    assert clients == 0
    number = leader.look()
    assert number is not None
    assert jobs.request_state(leader.ctx, request) == ("taken", number)
    assert leader.story()[-1] == ("running", 1, 3)
    leader.end(number)
    assert leader.story()[-1] == ("ok", 1, 3)


def test_a_run_that_is_on_or_went_well_is_not_retried(leader: Leader) -> None:
    jobs.ask(leader.ctx, "j")
    number = leader.look()
    assert number is not None
    with pytest.raises(ConflictError, match="run 1 of j is running"):
        retry(leader.ctx, number)
    leader.end(number)
    with pytest.raises(ConflictError, match="run 1 of j is ok") as fault:
        retry(leader.ctx, number)
    assert fault.value.hint.endswith("bellbuoy job run j")
    with pytest.raises(NotFoundError):
        retry(leader.ctx, 99)


def test_a_run_is_closed_once(leader: Leader) -> None:
    jobs.ask(leader.ctx, "j")
    number = leader.look()
    assert number is not None
    assert leader.end(number) == "ok"
    assert leader.end(number, "failed", "late") == "ok"
    assert leader.story() == [("ok", 1, None)]
    assert close(leader.ctx, PLAN, 99, Ending("ok")) == "abandoned"


def test_what_a_stop_of_the_worker_cut_goes_on_at_once_and_counts_no_attempt(
    leader: Leader,
) -> None:
    jobs.ask(leader.ctx, "j")
    number = leader.look()
    assert number is not None
    assert close(leader.ctx, PLAN, number, Ending("cancelled", 3), again=True) == "cancelled"
    leader.again()
    assert leader.look() == number + 1
    assert leader.story() == [("cancelled", 1, None), ("running", 1, 1)]


def test_what_a_kill_cut_is_taken_up_again_with_its_requests(leader: Leader) -> None:
    request = jobs.ask(leader.ctx, "j")
    leader.look()
    leader.again()
    assert jobs.request_state(leader.ctx, request) == ("waiting", None)
    number = leader.look()
    assert number is not None
    assert jobs.request_state(leader.ctx, request) == ("taken", number)
    leader.end(number)
    assert leader.story() == [("abandoned", 1, None), ("ok", 1, 1)]


def test_a_slot_that_a_kill_cut_is_taken_up_again(leader: Leader) -> None:
    leader.later(minutes=5)
    leader.look()
    leader.again()
    number = leader.look()
    assert number is not None
    assert leader.story() == [("abandoned", 1, None), ("running", 2, 1)]
    assert jobs.run(leader.ctx, number).slot is None


def test_a_run_that_kills_its_worker_each_time_is_given_up(leader: Leader) -> None:
    leader.later(minutes=5)
    for wait in (0, 51, 51):
        leader.later(seconds=wait)
        assert leader.look() is not None
        leader.again()
    leader.later(seconds=60)
    assert leader.look() is None
    assert [state for state, *_ in leader.story()] == ["abandoned", "abandoned", "dead"]
    assert leader.runs()[-1].error == "its worker ended before it did (3 times, given up)"


def test_a_run_that_its_own_leader_could_not_close_is_taken_up_again(
    leader: Leader,
) -> None:
    jobs.ask(leader.ctx, "j")
    left = leader.look()
    leader.later(minutes=5)
    number = leader.look()
    assert number is not None
    assert leader.story() == [("abandoned", 1, None), ("running", 1, left)]


def test_a_retry_takes_up_who_was_set_aside(leader: Leader) -> None:
    ctx: Context = leader.ctx
    store(ctx, "client", [client("a"), client("b")])
    jobs.ask(ctx, "j")
    number = leader.look()
    assert number is not None
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM changed_client")
        set_aside(unit, "j", 2, "ValueError: odd", ctx.wall_us, number)
        set_aside(unit, "j", 2, "ValueError: odder", ctx.wall_us, number)
    leader.end(number)
    (row,) = asides(ctx, "j")
    assert (row.client, row.reason, row.tries, row.run) == ("b", "ValueError: odder", 2, number)
    assert retry(ctx, number)[2] == 1
    with ctx.reader() as reader:
        assert [client for client, _ in take(reader, CHANGED, 0, 9)] == [2]
