"""The queue under a machine of rules: claims, retries, kills, pauses, clock moves.

A model beside the store knows what was asked for. Whatever the order: no slot and
no request is had twice, nothing that was asked for is lost, one run at a time is on,
and no chain of tries is longer than the plan allows.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bellbuoy.services import jobs
from bellbuoy.services.supervision.endings import retry
from bellbuoy.services.supervision.schedule import pause, resume, set_every
from core.jobs.types import RunState
from core.values.errors import ConflictError
from tests.bellbuoy.services.supervision.leading import PLAN, Leader
from tests.fixtures.stores import NewStore
from tests.stateful.playing import PATIENT, play

_ENDINGS: tuple[RunState, ...] = ("ok", "ok", "failed", "timed_out", "cancelled")
_LINES = ("*/10 * * * *", "@hourly", "30 2 * * *", "0 0 29 2 *")


class Queue(RuleBasedStateMachine):
    """One job of one store, and what became of each request."""

    def __init__(self, new_store: NewStore) -> None:
        super().__init__()
        self.new_store = new_store

    @initialize(zone=st.sampled_from(("UTC", "America/New_York", "Australia/Lord_Howe")))
    def begin(self, zone: str) -> None:
        self.leader = Leader(self.new_store(zone))
        self.on: int | None = None
        self.asked: list[int] = []
        self.dropped: set[int] = set()
        self.paused = False

    @rule()
    def ask(self) -> None:
        self.asked.append(jobs.ask(self.leader.ctx, PLAN.id))

    @precondition(lambda self: self.on is None)
    @rule(jumped=st.sampled_from((None, timedelta(hours=1))))
    def look(self, jumped: timedelta | None) -> None:
        wanted = jobs.waiting(self.leader.ctx, PLAN.id)
        self.on = self.leader.look(jumped)
        if wanted:
            assert self.on is not None, "what was asked for is taken up, paused or not"
        elif self.paused:
            assert self.on is None
        assert jobs.waiting(self.leader.ctx, PLAN.id) == 0

    @precondition(lambda self: self.on is not None)
    @rule(state=st.sampled_from(_ENDINGS))
    def end(self, state: RunState) -> None:
        assert self.on is not None
        kept = self.leader.end(self.on, state, None if state == "ok" else "no wind")
        assert kept == state or (kept == "dead" and state in ("failed", "timed_out"))
        self.on = None

    @rule()
    def kill(self) -> None:
        """The leader dies where it is; another takes over."""
        self.leader.again()
        self.on = None

    @rule()
    def old_leader(self) -> None:
        """One that does not know yet that it no longer leads can begin nothing."""
        jobs.ask(self.leader.ctx, "other")
        fence, self.leader.fence = self.leader.fence, self.leader.fence - 1
        before = len(self.leader.runs())
        try:
            assert self.leader.look() is None
        except ConflictError:
            pass
        finally:
            self.leader.fence = fence
        assert len(self.leader.runs()) == before

    @precondition(lambda self: self.on is not None)
    @rule()
    def want_stop(self) -> None:
        assert self.on is not None
        assert jobs.cancel_run(self.leader.ctx, self.on).cancelling

    @rule()
    def drop(self) -> None:
        states = {each: jobs.request_state(self.leader.ctx, each) for each in self.asked}
        jobs.cancel_job(self.leader.ctx, PLAN.id)
        self.dropped |= {n for n, state in states.items() if state and state[0] == "waiting"}

    @rule(paused=st.booleans())
    def hold(self, paused: bool) -> None:
        (pause if paused else resume)(self.leader.ctx, PLAN)
        self.paused = paused

    @rule(line=st.sampled_from((*_LINES, None)))
    def rewrite(self, line: str | None) -> None:
        set_every(self.leader.ctx, PLAN, line)

    @rule(
        span=st.sampled_from(
            [
                timedelta(seconds=30),
                timedelta(minutes=10),
                timedelta(hours=1),
                timedelta(days=1),
                timedelta(days=365),
                timedelta(hours=-1),
                timedelta(days=-365),
            ]
        )
    )
    def clock(self, span: timedelta) -> None:
        self.leader.later(seconds=span.total_seconds())

    @rule(back=st.integers(0, 3))
    def replay(self, back: int) -> None:
        runs = self.leader.runs()
        if len(runs) <= back:
            return
        run = runs[-1 - back]
        try:
            self.asked.append(retry(self.leader.ctx, run.id)[1])
        except ConflictError:
            assert run.state in ("ok", "running", "skipped")

    @invariant()
    def one_at_a_time_and_every_slot_once(self) -> None:
        runs = self.leader.runs()
        assert [run.id for run in runs if run.state == "running"] == (
            [] if self.on is None else [self.on]
        )
        slots = Counter(run.slot for run in runs if run.slot is not None)
        assert all(number == 1 for number in slots.values())
        assert all(run.error for run in runs if run.state in ("skipped", "dead", "abandoned"))
        assert all(run.attempt <= PLAN.retries + 1 for run in runs)

    @invariant()
    def nothing_asked_for_is_lost(self) -> None:
        ended = {run.id for run in self.leader.runs() if run.state != "running"}
        for request in self.asked:
            found = jobs.request_state(self.leader.ctx, request)
            assert found is not None
            state, run = found
            if request in self.dropped:
                assert state == "cancelled"
            elif state == "done":
                assert run in ended
            elif state == "taken":
                assert run == self.on
            else:
                assert (state, run) == ("waiting", None)


@PATIENT
def test_the_queue_keeps_its_word(new_store: NewStore) -> None:
    play(Queue, new_store, steps=24)
