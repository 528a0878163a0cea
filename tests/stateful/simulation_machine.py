"""Two stores that are told the same facts at the same moments: in one of them runs come
and go. Without its runs it must hold what the other one holds, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bellbuoy.services.context import Context
from bellbuoy.services.incidents import merging, moves
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import frozen_at, set_clock
from bellbuoy.services.simulations import ledger, living, running, undoing, verifying
from bellbuoy.services.simulations.comparing import compare
from bellbuoy.services.store import check
from core.desk.types import Selection
from core.incidents.types import IncidentSelection, Verb
from core.simulations.scenarios import scenarios
from core.simulations.types import Run
from core.store.types import ClockSetting
from core.values.errors import ConflictError, UsageError
from core.values.instants import day_end, day_start, day_text
from tests.fixtures.drawn import SOURCES
from tests.fixtures.dump import Dump, dump
from tests.fixtures.facts import batch_of, codes, link, store
from tests.fixtures.stores import NewStore, move
from tests.stateful import drawn
from tests.stateful.finals import drain
from tests.stateful.machine import ZONE

LEDGERS = frozenset(
    {
        "audit", "change_set", "change_row", "simulation_run", "simulation_client",
        "simulation_row", "simulation_use", "simulated_client",
    }
)  # fmt: skip
"""What records the runs themselves."""
QUEUES = frozenset({"alert_due", "past_view", "past_client", "changed_client"})
"""Marks that wait, and looks that are kept: both come again by themselves."""
_MOST_DAYS = 120


class SimulationMachine(RuleBasedStateMachine):
    """`real` is told facts alone, `ctx` the same ones, and runs."""

    def __init__(self, new_store: NewStore) -> None:
        super().__init__()
        self.ctx: Context = new_store(ZONE)
        self.real: Context = new_store(ZONE)
        self.began = self.ctx.today
        self.names: list[str] = []
        self.force: list[int] = []
        self.made = 0

    @property
    def both(self) -> tuple[Context, Context]:
        return self.ctx, self.real

    # Facts

    @rule(told=drawn.clients(), historical=st.booleans())
    def tell_client(self, told: drawn.Client, historical: bool) -> None:
        for ctx in self.both:
            fact = told.fact(ctx.today)
            batch = batch_of(ctx, historical=historical)
            (verdict,) = codes(store(ctx, "client", [fact], batch=batch))
            if verdict == "stored" and fact.external_id not in self.names:
                link(ctx, "crm", [fact.external_id])
        if verdict == "stored" and fact.external_id not in self.names:
            self.names.append(fact.external_id)

    @precondition(lambda self: self.names)
    @rule(source=st.sampled_from(SOURCES), told=drawn.told(), historical=st.booleans())
    def tell(self, source: str, told: list[drawn.Told], historical: bool) -> None:
        """Subscriptions, incidents, increments or day totals of one source."""
        heard = []
        for ctx in self.both:
            facts = [each.fact(sorted(self.names), ctx.present, ctx.today) for each in told]
            batch = batch_of(ctx, source, historical=historical)
            heard.append(codes(store(ctx, told[0].kind, facts, source, batch=batch)))
        assert heard[0] == heard[1]

    @precondition(lambda self: self._incidents())
    @rule(
        at=st.integers(0, 3),
        verb=st.sampled_from(("ack", "pend", "resume", "resolve", "close", "reopen")),
    )
    def act(self, at: int, verb: Verb) -> None:
        """A person moves an incident that a source told of, as it is without any run."""
        keys = self._incidents()
        meant = IncidentSelection((keys[at % len(keys)],))
        said: list[object] = []
        for ctx in self.both:
            try:
                done = moves.move(ctx, meant, verb)
                said.append((done.changing, done.same))
            except ConflictError as refused:
                said.append(refused.message)
        assert said[0] == said[1]

    @precondition(lambda self: len(self._incidents()) > 1)
    @rule(at=st.integers(0, 3), into=st.integers(1, 3))
    def merge(self, at: int, into: int) -> None:
        """A person puts one of them into another one, as both are without any run."""
        keys = self._incidents()
        one, other = keys[at % len(keys)], keys[(at + into) % len(keys)]
        said: list[object] = []
        for ctx in self.both:
            try:
                done = merging.merge(ctx, IncidentSelection((one,)), other)
                said.append((done.changing, done.same))
            except (ConflictError, UsageError) as refused:
                said.append(refused.message)
        assert said[0] == said[1]

    def _incidents(self) -> list[str]:
        with self.real.store.reader() as reader:
            return [key for (key,) in reader.rows("SELECT key FROM incident ORDER BY id")]

    # Time, and the work behind

    @rule(hours=st.integers(1, 50))
    def time_passes(self, hours: int) -> None:
        if self._live() and self.ctx.today - self.began < _MOST_DAYS:
            for ctx in self.both:
                move(ctx, ctx.present + timedelta(hours=hours))

    @rule(hours=st.integers(-30, 30))
    def the_machine_sets_its_clock(self, hours: int) -> None:
        """Forward or back; a store that follows it goes along, a frozen one stays."""
        if abs(self.ctx.today - self.began) < _MOST_DAYS:
            for ctx in self.both:
                move(ctx, ctx.clock.now() + timedelta(hours=hours))

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        """Day after day, each scored at its end."""
        if not self._live() or self.ctx.today - self.began > _MOST_DAYS:
            return
        for _ in range(days):
            for ctx in self.both:
                move(ctx, day_end(ctx.today, ctx.zone))
                recompute(ctx)
                move(ctx, day_start(ctx.today + 1, ctx.zone) + timedelta(hours=9))

    @rule(days=st.integers(-20, 20))
    def the_clock_is_frozen(self, days: int) -> None:
        if abs(self.ctx.today + days - self.began) <= _MOST_DAYS:
            clock = frozen_at(self.ctx, day_text(self.ctx.today + days))
            self.ctx, self.real = (set_clock(ctx, clock) for ctx in self.both)

    @precondition(lambda self: not self._live())
    @rule()
    def the_clock_runs_again(self) -> None:
        self.ctx, self.real = (set_clock(ctx, ClockSetting("live")) for ctx in self.both)

    @rule()
    def recompute(self) -> None:
        for ctx in self.both:
            recompute(ctx)

    @rule()
    def backfill(self) -> None:
        for ctx in self.both:
            backfill(ctx)

    # Runs

    @precondition(lambda self: self.names and len(self.force) < 4)
    @rule(
        name=st.sampled_from(sorted(scenarios())),
        whom=st.sets(st.integers(0, 3)),
        seed=st.integers(0, 3),
        speed=st.sampled_from((0, 0, 60)),
        length=st.none() | st.integers(1, 60),
        start=st.sampled_from(("", "", "", "1m", "3h", "2d")),
    )
    def run(
        self,
        name: str,
        whom: set[int],
        seed: int,
        speed: int,
        length: int | None,
        start: str,
    ) -> None:
        """On some clients, or on all; now, or at a moment to come."""
        for ctx in self.both:
            running.up_to_date(ctx)
        before = self._tables(self.ctx)
        keys = tuple(sorted({sorted(self.names)[n % len(self.names)] for n in whom}))
        meant = Selection(keys) if keys else Selection(query="")
        run = running.run(
            self.ctx, name, meant, {}, seed=seed, speed=speed, length=length,
            spread=30 if speed else 0, start=start,
        )  # fmt: skip
        self.made += 1
        self.force.append(run.number)
        assert run.number == self.made
        if run.state == "applied":
            assert all(
                each.predicted == each.measured for each in compare(self.ctx, run.number)
            )
        assert (run.state == "waiting") == bool(start)
        if start:
            assert self._tables(self.ctx) == before, "it has written nothing yet"

    @rule()
    def somebody_looks(self) -> None:
        """Runs come to where they are by the machine's clock; those whose moment has come
        begin."""
        for ctx in self.both:
            running.up_to_date(ctx)
        living.advance(self.ctx)
        late = [run for run in ledger.in_force(self.ctx) if run.waits_s == 0]
        assert late == []

    @precondition(lambda self: self.force)
    @rule(
        at=st.integers(0, 3), verb=st.sampled_from((living.pause, living.resume, living.stop))
    )
    def steer(self, at: int, verb: Callable[[Context, int], Run]) -> None:
        running.up_to_date(self.real)
        with suppress(ConflictError):
            verb(self.ctx, self.force[at % len(self.force)])

    @precondition(lambda self: self.force)
    @rule(at=st.integers(0, 3), minutes=st.none() | st.integers(1, 40))
    def step(self, at: int, minutes: int | None) -> None:
        running.up_to_date(self.real)
        with suppress(ConflictError):
            living.step(self.ctx, self.force[at % len(self.force)], minutes)

    @precondition(lambda self: self.force)
    @rule(at=st.integers(0, 3))
    def undo(self, at: int) -> None:
        """Any of them, but one whose columns a later one has written too."""
        number = self.force[at % len(self.force)]
        try:
            (run,) = undoing.undo(self.ctx, [number])
        except ConflictError as refused:
            words = refused.message
        else:
            words = ""
        if words:
            assert "newest first" in words
            assert number != self.force[-1]
            return
        assert (run.state, run.conflicts) == ("undone", 0)
        self.force.remove(number)

    @precondition(lambda self: self.force)
    @rule(at=st.integers(0, 3))
    def verify(self, at: int) -> None:
        """It is a look: nothing is written by it."""
        before = dump(self.ctx.store)
        verifying.verify(self.ctx, self.force[at % len(self.force)])
        assert dump(self.ctx.store) == before

    # What holds

    @invariant()
    def it_is_sound(self) -> None:
        wrong = [each for each in check(self.ctx, full=True) if each.state == "fail"]
        assert wrong == [], wrong

    @invariant()
    def the_ledger_knows_what_is_in_force(self) -> None:
        assert [run.number for run in ledger.in_force(self.ctx)] == self.force

    def teardown(self) -> None:
        """With every run taken back nothing tells that there was one."""
        undoing.undo(self.ctx, self.force)
        for ctx in self.both:
            drain(ctx)
        self.it_is_sound()
        found, wanted = self._tables(self.ctx), self._tables(self.real)
        for table, rows in wanted.items():
            assert found[table] == rows, table

    def _tables(self, ctx: Context) -> Dump:
        return dump(ctx.store, without=LEDGERS | QUEUES)

    def _live(self) -> bool:
        return self.ctx.info.clock.mode == "live"
