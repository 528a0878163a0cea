"""A store that everything happens to, beside a plain ledger of what was told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bellbuoy.services import cache
from bellbuoy.services.context import Context
from bellbuoy.services.scoring import backfill as backfilling
from bellbuoy.services.scoring import recompute as scoring
from bellbuoy.services.settings import frozen_at, set_clock, set_formula
from bellbuoy.services.store import check
from core.health.types import Baseline
from core.store.types import ClockSetting
from core.values.instants import date_of, day_end, day_start, day_text
from storage.health.config import current_config
from tests.fixtures.drawn import SOURCES
from tests.fixtures.facts import batch_of, codes, link, store
from tests.fixtures.ledger import Ledger
from tests.fixtures.scored import fresh, stored
from tests.fixtures.stores import NewStore, move
from tests.stateful import drawn
from tests.stateful.content import DAYS, OF_HISTORY, Content, content
from tests.stateful.finals import Finals, drain, made_anew, settle_history
from tests.stateful.oracle import history_follows, listed, looks_agree, told_of

ZONE = "America/New_York"
LOOKED_AT = (1, 7, 31, 88)
"""So many days back lie the evenings that are looked at in the end, and before."""
LONGEST = 400
"""The clock goes at most so many days on."""


class StoreMachine(RuleBasedStateMachine):
    """Rules tell facts, move the clock, compute, stop and look back. After each the
    store must find itself sound; at the end it must equal one made anew.

    `careful`: each day was scored at its end, under one formula, and the clock only
    went on. Then the history is whole without being asked to be.
    """

    def __init__(self, new_store: NewStore) -> None:
        super().__init__()
        self.new_store = new_store
        self.ctx: Context = new_store(ZONE)
        self.began = self.ctx.present
        self.ledger = Ledger(self.ctx.zone)
        self.finals = Finals()
        self.careful = True
        self.patch = pytest.MonkeyPatch()

    # How it goes about its work

    @initialize(
        chunk=st.sampled_from((1, 2, 20_000)),
        few=st.sampled_from((0, 200)),
        past_few=st.sampled_from((0, 10)),
        cells=st.sampled_from((1, DAYS * 2, 200_000)),
    )
    def sizes(self, chunk: int, few: int, past_few: int, cells: int) -> None:
        """One by one or in arrays, in pieces of one client or of all."""
        self.patch.setattr(scoring, "CHUNK", chunk)
        self.patch.setattr(scoring, "FEW", few)
        self.patch.setattr(backfilling, "FEW", past_few)
        self.patch.setattr(backfilling, "CELLS", cells)

    # Facts

    @rule(told=drawn.clients(), historical=st.booleans())
    def tell_client(self, told: drawn.Client, historical: bool) -> None:
        fact = told.fact(self.ctx.today)
        batch = batch_of(self.ctx, historical=historical)
        (verdict,) = codes(store(self.ctx, "client", [fact], batch=batch))
        if verdict == "stored":
            new = fact.external_id not in self.finals.clients
            self.finals.tell("app", fact)
            self.ledger.clients[fact.external_id] = self.finals.clients[fact.external_id]
            if new:
                link(self.ctx, "crm", [fact.external_id])

    @precondition(lambda self: self.finals.clients)
    @rule(source=st.sampled_from(SOURCES), told=drawn.told(), historical=st.booleans())
    def tell(self, source: str, told: list[drawn.Told], historical: bool) -> None:
        """Subscriptions, incidents, increments or day totals of one source."""
        ctx = self.ctx
        names = sorted(self.finals.clients)
        facts = [each.fact(names, ctx.present, ctx.today) for each in told]
        expected = self.ledger.take(source, facts, ctx.present, historical=historical)
        batch = batch_of(ctx, source, historical=historical)
        found = codes(store(ctx, told[0].kind, facts, source, batch=batch))
        assert found == expected
        for fact, verdict in zip(facts, found, strict=True):
            if verdict == "stored":
                self.finals.tell(source, fact)

    # Time

    @rule(hours=st.integers(1, 30))
    def hours_pass(self, hours: int) -> None:
        """Within the day; over its end only once it is scored."""
        later = min(self.ctx.present + timedelta(hours=hours), self._day_end())
        if self._live():
            move(self.ctx, later)

    @rule(days=st.integers(1, 3), history=st.booleans())
    def days_pass(self, days: int, history: bool) -> None:
        """Day after day, each scored at its end."""
        if not self._may_go_on(days):
            return
        for _ in range(days):
            move(self.ctx, self._day_end())
            scoring.recompute(self.ctx)
            if history:
                backfilling.backfill(self.ctx)
            move(self.ctx, day_start(self.ctx.today + 1, self.ctx.zone) + timedelta(hours=9))

    @rule(days=st.integers(1, 40), to_month_end=st.booleans())
    def days_are_slept_through(self, days: int, to_month_end: bool) -> None:
        """Days go by of which nobody keeps a score."""
        day = self.ctx.today + days
        if to_month_end:
            month = date_of(day).replace(day=28) + timedelta(days=4)
            day += (month - timedelta(days=month.day) - date_of(day)).days
        if self._may_go_on(day - self.ctx.today):
            move(self.ctx, day_start(day, self.ctx.zone) + timedelta(hours=15))
            self.careful = False

    @rule(days=st.integers(-30, 30))
    def the_clock_is_frozen(self, days: int) -> None:
        day = self.ctx.today + days
        if abs(days) <= LONGEST and self._days_since(self.began, day) <= LONGEST:
            clock = frozen_at(self.ctx, day_text(day))
            self.ctx = set_clock(self.ctx, clock)
            self.careful = False

    @precondition(lambda self: not self._live())
    @rule()
    def the_clock_runs_again(self) -> None:
        self.ctx = set_clock(self.ctx, ClockSetting("live"))

    # The formula

    @rule(
        weights=st.sampled_from(((40, 30, 30), (20, 50, 30), (0, 0, 100), (50, 50, 0))),
        calls=st.sampled_from((1_000, 300, 5_000)),
    )
    def the_formula_changes(self, weights: tuple[int, ...], calls: int) -> None:
        with self.ctx.store.reader() as reader:
            before = current_config(reader)
        logins = before.baseline.logins
        wanted = replace(before, weights=weights, baseline=Baseline(calls, logins))
        after = set_formula(self.ctx, wanted)
        if after != before:
            self.finals.formulas.append(wanted)
            self.ledger.config = after
            self.careful = False

    # The work behind

    @rule(stop_after=st.none() | st.integers(0, 3))
    def recompute(self, stop_after: int | None) -> None:
        scoring.recompute(self.ctx, cancelled=_after(stop_after))

    @rule(stop_after=st.none() | st.integers(0, 3))
    def backfill(self, stop_after: int | None) -> None:
        backfilling.backfill(self.ctx, cancelled=_after(stop_after))

    @rule(older_than_s=st.none() | st.integers(0, 3 * 86_400))
    def clear_cache(self, older_than_s: int | None) -> None:
        cache.clear(self.ctx, older_than_s)

    # Looking back

    @precondition(lambda self: self.finals.clients)
    @rule(
        days=st.sampled_from(LOOKED_AT) | st.integers(0, 60),
        hours=st.just(0) | st.integers(0, 23),
        known=st.booleans(),
    )
    def look_back(self, days: int, hours: int, known: bool) -> None:
        """A moment of a past day, or its end; twice, so that the kept look answers."""
        day = self.ctx.today - days
        then = day_end(day, self.ctx.zone) - timedelta(hours=hours)
        if then > self.ctx.present:
            return
        first = listed(self.ctx, then, known=known)
        assert first == listed(self.ctx, then, known=known)
        assert first == told_of(self.ctx, self.ledger, then, known=known)

    # What holds

    @invariant()
    def it_is_sound(self) -> None:
        wrong = [each for each in check(self.ctx, full=True) if each.state == "fail"]
        assert wrong == []

    def teardown(self) -> None:
        try:
            if self.finals.clients:
                self._end()
        finally:
            self.patch.undo()

    def _end(self) -> None:
        ctx = self.ctx
        drain(ctx)
        self.it_is_sound()
        assert stored(ctx) == fresh(self.ledger, ctx.present)
        anew = made_anew(self.new_store, ctx, self.finals)
        if self.careful:
            assert_same(content(ctx), content(anew))
        settle_history(ctx)
        self.it_is_sound()
        settle_history(anew)
        # A day keeps the formula that it was scored under, and the new one never had it.
        but = OF_HISTORY if self.finals.formulas else ()
        assert_same(content(ctx), content(anew), but)
        history_follows(ctx, self.ledger)
        looks_agree(ctx, self.ledger, LOOKED_AT)

    def _live(self) -> bool:
        return self.ctx.info.clock.mode == "live"

    def _day_end(self) -> datetime:
        return day_end(self.ctx.today, self.ctx.zone)

    def _may_go_on(self, days: int) -> bool:
        return self._live() and self._days_since(self.began, self.ctx.today + days) <= LONGEST

    def _days_since(self, moment: datetime, day: int) -> int:
        return abs((date_of(day) - moment.date()).days)


def _after(asks: int | None) -> Callable[[], bool]:
    """Says yes once it was asked so often; never for None."""
    left = [asks]

    def cancelled() -> bool:
        if left[0] is None:
            return False
        left[0] -= 1
        return left[0] < 0

    return cancelled


def assert_same(found: Content, wanted: Content, but: Collection[str] = ()) -> None:
    """Table by table, so that a difference names its place."""
    for table, rows in wanted.items():
        if table not in but:
            assert found[table] == rows, table
