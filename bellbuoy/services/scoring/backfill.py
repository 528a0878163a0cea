"""Computing the history of past days again, where facts about them came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, partial
from time import perf_counter
from typing import Protocol

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.folded import first_by_day, refuse_folded
from bellbuoy.services.scoring.aside import Asides, one_by_one
from bellbuoy.services.scoring.moment import (
    Cancelled,
    PastTarget,
    Progress,
    end_of_day,
    moment_at,
    never,
    silent,
)
from bellbuoy.services.scoring.pace import Pace
from bellbuoy.services.scoring.past_few import PastFew
from bellbuoy.services.scoring.recompute import Recomputed
from bellbuoy.services.scoring.writing import Writing, carry_to, moved_of, taken_of
from storage.engine.reader import Reader
from storage.engine.unit import Unit
from storage.health.config import current_config
from storage.health.formulas import formula_periods
from storage.health.past_rewrites import PastRewrite, put_past
from storage.health.queue import HISTORY, Taken, marks_between, release, take, waiting
from storage.simulations.reads import simulated_among

JOB = "score-history"
DAYS = 90
CELLS = 200_000
"""So many days of clients are computed at once."""
FEW = 10
"""Up to so many clients one by one: loading arrays would cost more."""


class Assessed(Protocol):
    def rewrite(self, ids: Sequence[int]) -> PastRewrite:
        """What to write of some of the clients whose past was computed."""


@service("health:recompute", writes=True)
def backfill(
    ctx: Context,
    *,
    run_id: int | None = None,
    fence: int | None = None,
    days: int = DAYS,
    alone: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Recomputed:
    """Compute the last `days` days of every client whose history is due.

    A row is kept where the score changed and at month ends, as if it had been
    scored that evening with what is known today, under the formula of that evening;
    rows say `backfilled`. Clients whose history changed are marked again, so that
    their trend is read anew. In a store that nobody else knows (`alone`)
    transactions are long.
    """
    with ctx.store.reader() as reader, ctx.store.writer() as begin:
        today = moment_at(ctx.present, ctx.zone)
        refuse_folded(reader, today.day - 1)
        # What history says of days without single days stays as it is.
        days = min(days, today.day - first_by_day(reader, today.day - days))
        moments = [end_of_day(day, ctx.zone) for day in range(today.day - days, today.day)]
        writing = Writing(ctx, begin, fence)
        total = waiting(reader, HISTORY)
        newest = carry_to(writing, today.day - 1) if total else 0
        config = current_config(reader)
        ends = [moment.now_us for moment in moments]
        targets = [
            PastTarget(moments[a:b], then, ctx.info.currency, today.now_us, newest)
            for then, a, b in formula_periods(reader, ends, config)
        ]
        asides = Asides(ctx, reader, JOB, run_id)
        pace = Pace(ctx.store.open_elsewhere, first=100, least=10, alone=alone)
        run = _Run(reader, writing, targets, asides, pace, today.day)
        after = 0
        while taken := take(reader, HISTORY, after, max(1, CELLS // days)):
            for target in targets:
                ids = [client for client, _ in taken if client not in run.poisoned]
                assessed = cache(partial(run.assess, ids, target))
                while ids:
                    if cancelled():
                        return Recomputed(run.done, run.changed, asides.count)
                    some, ids = ids[: run.pace.size], ids[run.pace.size :]
                    run.put(assessed, some, taken, target)
                    progress(run.done, max(run.done, total))
            after = taken[-1][0]
    return Recomputed(run.done, run.changed, asides.count)


class _Run:
    """One run: what it writes for, a target a formula, oldest first; and how far it
    is. Marks are taken off with the last one."""

    def __init__(
        self,
        reader: Reader,
        writing: Writing,
        targets: Sequence[PastTarget],
        asides: Asides,
        pace: Pace,
        today: int,
    ) -> None:
        self._today = today
        self.done = self.changed = 0
        self.poisoned: set[int] = set()
        self._asides = asides
        self.pace = pace
        self._reader, self._writing, self._targets = reader, writing, targets

    def assess(self, ids: Sequence[int], target: PastTarget) -> Assessed:
        if len(ids) > FEW:
            from bellbuoy.services.scoring.past_bulk import PastBulk

            # An amount beyond 64 bits is more than arrays can hold.
            with suppress(OverflowError):
                return PastBulk(self._reader, ids, target)
        return PastFew(self._reader, ids, target)

    def put(
        self,
        assessed: Callable[[], Assessed],
        ids: Sequence[int],
        taken: Taken,
        target: PastTarget,
    ) -> None:
        """Write a piece; who cannot be computed or stored is found and set aside."""
        first = True

        def attempt(some: Sequence[int]) -> None:
            nonlocal first
            found = assessed if first else partial(self.assess, some, target)
            first = False
            self.write(found(), some, taken_of(some, taken), target)

        def give_up(client: int, fault: BaseException) -> None:
            with self._writing.begin() as unit:
                self._writing.lead(unit)
                self._asides.put(unit, client, HISTORY, taken_of([client], taken), fault)
            self._asides.noted(client)
            self.poisoned.add(client)

        one_by_one(ids, attempt, give_up)

    def write(
        self, assessed: Assessed, ids: Sequence[int], taken: Taken, target: PastTarget
    ) -> None:
        """Store what differs and take the marks off; clients about whom more came in
        meanwhile keep theirs, and are left for later."""
        moments, newest = target.moments, target.newest
        last = target is self._targets[-1]
        left: set[int] = set()
        written = False
        while not written:
            simulated = simulated_among(self._reader, ids)
            apart = left | simulated
            wanted = [client for client in ids if client not in apart]
            rewrite = assessed.rewrite(wanted)
            with self._writing.begin() as unit:
                started = perf_counter()
                self._writing.lead(unit)
                moved = moved_of(ids, taken, marks_between(unit, HISTORY, ids[0], ids[-1]))
                written = moved <= left
                if written:
                    span = (moments[0].day, moments[-1].day)
                    put_past(unit, rewrite, wanted, span, newest)
                    if simulated - left:
                        self._without_runs(unit, sorted(simulated - left), target)
                    if last:
                        release(unit, HISTORY, taken, but=moved)
                        self._asides.done(unit, [each for each in ids if each not in left])
            left |= moved
        held = perf_counter() - started
        self.pace.held(len(ids), held)
        self._writing.tidy(held)
        self.done += len(ids) if last else 0
        self.changed += len(rewrite.history)

    def _without_runs(self, unit: Unit, ids: Sequence[int], target: PastTarget) -> None:
        """The history of clients that a run in force has reached is that of facts alone."""
        from bellbuoy.services.scoring.simulated import lay, lift

        day = target.moments[-1].day
        lift(unit, ids, self._today)
        put_past(
            unit,
            PastFew(unit, ids, target).rewrite(ids),
            ids,
            (target.moments[0].day, day),
            target.newest,
        )
        lay(unit, ids, self._today)
