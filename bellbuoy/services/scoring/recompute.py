"""Scoring the clients that changed: loaded in chunks, written in short transactions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from time import perf_counter
from typing import Protocol

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context, reread
from bellbuoy.services.folded import refuse_folded
from bellbuoy.services.scoring.ahead import Ahead
from bellbuoy.services.scoring.aside import Asides, one_by_one
from bellbuoy.services.scoring.few import Few
from bellbuoy.services.scoring.moment import (
    Cancelled,
    Progress,
    Target,
    moment_at,
    never,
    silent,
)
from bellbuoy.services.scoring.pace import Pace
from bellbuoy.services.scoring.writing import Writing, carry_to, moved_of, newest_day, taken_of
from storage.alerts.marks import EVERYBODY, mark_due
from storage.engine.reader import Reader, Rows
from storage.engine.unit import Unit
from storage.health.config import current_config
from storage.health.marks import mark_changed, mark_everyone
from storage.health.queue import CHANGED, Taken, marks_between, release, take, waiting
from storage.health.rewrites import Rewrite, put_rewrite
from storage.health.sweep import Sweep, current_sweep, next_in_sweep, put_sweep
from storage.health.windows import turn_windows, windows_behind
from storage.incidents.turned import clients_turned
from storage.simulations.reads import simulated_among
from storage.store.reads import settings
from storage.store.writes import put_setting

CHUNK = 20_000
FEW = 200
"""Up to so many clients one by one: loading arrays would cost more."""
JOB = "score-clients"
_DAY = "health.day"
_UNTIL = "health.until"
_CLOCK = "clock"
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many clients were looked at, how many standings differed, and how many
    clients could not be done and were set aside."""

    rows: int
    changed: int
    aside: int = 0


class Assessed(Protocol):
    def rewrite(self, ids: Sequence[int]) -> Rewrite:
        """What to write of some of the clients that were assessed."""


class _OvertakenError(Exception):
    """Another day, clock, formula or sweep holds than the one that this run began with."""


@service("health:recompute", writes=True)
def recompute(
    ctx: Context,
    *,
    run_id: int | None = None,
    fence: int | None = None,
    alone: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Recomputed:
    """Score every client that is marked as changed; a new day marks them all.

    Safe to kill at any point and to run twice at once: a mark goes only with the
    transaction that stored its score, and only if nothing came in since. With a
    `fence`, a transaction of a worker that no longer leads is refused; in a store
    that nobody else knows (`alone`) transactions are long.
    """
    with (
        ctx.store.reader() as reader,
        ctx.store.writer() as begin,
        Ahead(ctx.store.reader) as ahead,
    ):
        writing = Writing(ctx, begin, fence, alone=alone)
        asides = Asides(ctx, reader, JOB, run_id)
        pace = Pace(ctx.store.open_elsewhere, alone=alone)
        run = _Run(ctx, reader, ahead, writing, progress, cancelled, pace, asides)
        for _ in range(_ROUNDS):
            with suppress(_OvertakenError):
                run.begin(run_id)
                run.sweep()
                run.marked()
                break
    return Recomputed(run.done, run.changed, run.asides.count)


class _Run:
    """One run: what it writes for, and how far it is."""

    def __init__(
        self,
        ctx: Context,
        reader: Reader,
        ahead: Ahead,
        writing: Writing,
        progress: Progress,
        cancelled: Cancelled,
        pace: Pace,
        asides: Asides,
    ) -> None:
        self.done = self.changed = 0
        self.asides = asides
        self._ctx, self._reader, self._ahead, self._writing = ctx, reader, ahead, writing
        self._progress, self._cancelled = progress, cancelled
        self._pace, self._turning = pace, Pace(ctx.store.open_elsewhere, 2_000)

    def begin(self, run_id: int | None) -> None:
        """Look at the clock and the formula; on a new day everybody is due."""
        reader = self._reader
        # Set since the context was opened, and all are due by it; set again from here
        # on, and the next transaction is refused.
        self._clock = settings(reader).get(_CLOCK)
        ctx = self._ctx = reread(self._ctx)
        moment = moment_at(ctx.present, ctx.zone)
        refuse_folded(reader, moment.day)
        config = current_config(reader)
        self._stamp = f"{moment.day} {config.version}"
        self._newest = newest_day(reader)
        if settings(reader).get(_DAY) != self._stamp:
            self._newest = carry_to(self._writing, moment.day)
            with self._writing.begin() as unit:
                self._writing.lead(unit)
                if settings(unit).get(_DAY) != self._stamp:
                    mark_everyone(unit, "new day")
                    put_setting(unit, _DAY, self._stamp)
                    put_setting(unit, _UNTIL, str(moment.now_us))
        elif _turned(reader, moment.now_us):
            with self._writing.begin() as unit:
                self._writing.lead(unit)
                mark_changed(unit, _turned(unit, moment.now_us), "clock")
                put_setting(unit, _UNTIL, str(moment.now_us))
        # Where the clock was set back, later days have been counted already.
        trust = self._newest <= moment.day
        self._target = Target(moment, config, ctx.info.currency, run_id, trust)
        self._sweep = current_sweep(reader)
        self._total = self.done + waiting(reader, CHANGED)

    def sweep(self) -> None:
        """Go through the whole base, on from where a run before has stopped."""
        if self._sweep.after is not None and self._go(self._everybody(self._sweep.after)):
            with self._writing.begin() as unit:
                self._check(unit)
                self._swept(unit, None)

    def _everybody(self, after: int) -> Iterator[tuple[Sequence[int], Taken]]:
        while ids := next_in_sweep(self._reader, after, CHUNK):
            yield ids, marks_between(self._reader, CHANGED, ids[0], ids[-1])
            after = ids[-1]

    def marked(self) -> None:
        """Go through the clients that are marked."""
        if self._sweep.after is None:
            self._go(self._marked())

    def _marked(self) -> Iterator[tuple[Sequence[int], Taken]]:
        after = 0
        while taken := take(self._reader, CHANGED, after, CHUNK):
            yield [client for client, _ in taken], taken
            after = taken[-1][0]

    def _go(self, chunks: Iterable[tuple[Sequence[int], Taken]]) -> bool:
        """Assess a chunk of clients while the one before is written; False when
        cancelled."""
        before: tuple[Callable[[], Assessed], Sequence[int], Taken] | None = None
        for ids, taken in chunks:
            self._turn_windows(ids)
            assessed = self._assess(ids)
            if before is not None and not self._put(*before):
                return False
            before = (assessed, ids, taken)
        return before is None or self._put(*before)

    def _put(self, assessed: Callable[[], Assessed], ids: Sequence[int], taken: Taken) -> bool:
        """Write a chunk piece by piece; False when cancelled."""
        at = 0
        while at < len(ids):
            if self._cancelled():
                return False
            some = ids[at : at + self._pace.size]
            self._put_some(assessed, some, taken)
            at += len(some)
            self.done += len(some)
            self._progress(self.done, max(self.done, self._total))
        return True

    def _put_some(
        self, assessed: Callable[[], Assessed], ids: Sequence[int], taken: Taken
    ) -> None:
        """Write a piece; who cannot be assessed or stored is found and set aside."""
        first = True

        def attempt(some: Sequence[int]) -> None:
            nonlocal first
            found = assessed if first else self._assess(some)
            first = False
            self._write(found(), some, taken_of(some, taken))

        def give_up(client: int, fault: BaseException) -> None:
            marks = taken_of([client], taken)
            with self._writing.begin() as unit:
                self._check(unit)
                self.asides.put(unit, client, CHANGED, marks, fault)
                if self._sweep.after is not None:
                    self._swept(unit, client)
            self.asides.noted(client)

        one_by_one(ids, attempt, give_up, but=_OvertakenError)

    def _turn_windows(self, ids: Sequence[int]) -> None:
        day = self._target.moment.day
        if not windows_behind(self._reader, ids, day):
            return
        at = 0
        while at < len(ids):
            some = ids[at : at + self._turning.size]
            with self._writing.begin() as unit:
                started = perf_counter()
                self._check(unit)
                turn_windows(unit, some, day)
            held = perf_counter() - started
            self._turning.held(len(some), held)
            self._writing.tidy(held)
            at += len(some)

    def _assess(self, ids: Sequence[int]) -> Callable[[], Assessed]:
        """What assesses these clients: thousands on a thread of their own."""
        if len(ids) > FEW:
            return self._ahead.begin(partial(_in_bulk, ids=ids, target=self._target))
        return cache(partial(Few, self._reader, ids, self._target))

    def _write(self, assessed: Assessed, ids: Sequence[int], taken: Taken) -> None:
        """Store what differs, and take the marks off. Clients about whom something
        came in since they were loaded keep their mark, and are left for later."""
        left: set[int] = set()
        written = False
        while not written:
            simulated = simulated_among(self._reader, ids)
            apart = left | simulated
            wanted = [client for client in ids if client not in apart] if apart else ids
            rewrite = assessed.rewrite(wanted)
            with self._writing.begin() as unit:
                started = perf_counter()
                self._check(unit)
                moved = moved_of(ids, taken, marks_between(unit, CHANGED, ids[0], ids[-1]))
                written = moved <= left
                if written:
                    put_rewrite(unit, rewrite, self._target.moment.day, self._newest)
                    if simulated - left:
                        self.changed += self._both_ways(unit, simulated - left)
                    release(unit, CHANGED, taken, but=moved)
                    mark_due(unit, self._touched(rewrite, taken, moved))
                    self.asides.done(unit, [each for each in ids if each not in left])
                    if self._sweep.after is not None:
                        self._swept(unit, ids[-1])
            left |= moved
        held = perf_counter() - started
        self._pace.held(len(ids), held)
        self._writing.tidy(held)
        self.changed += rewrite.changed

    def _both_ways(self, unit: Unit, simulated: Collection[int]) -> int:
        """Clients that a run in force has reached are scored with it and without."""
        from bellbuoy.services.scoring.simulated import both_ways

        return both_ways(unit, simulated, self._target, self._newest)

    def _touched(self, rewrite: Rewrite, taken: Taken, moved: set[int]) -> Collection[int]:
        """Whose alerts may differ: who was marked, since any fact may be in a rule, and
        who stands differently; all, where the whole base is gone through."""
        if self._sweep.after is not None:
            return (EVERYBODY,)
        marked = {client for client, _ in taken if client not in moved}
        return marked | {row[0] for row in rewrite.scores}

    def _check(self, unit: Unit) -> None:
        """Refuse to write what is not wanted any more."""
        self._writing.lead(unit)
        told = settings(unit)
        if (told.get(_DAY), told.get(_CLOCK)) != (self._stamp, self._clock):
            raise _OvertakenError
        if current_sweep(unit) != self._sweep:
            raise _OvertakenError

    def _swept(self, unit: Unit, after: int | None) -> None:
        self._sweep = Sweep(self._sweep.number, after, self._sweep.reason)
        put_sweep(unit, self._sweep)


def _turned(rows: Rows, now_us: int) -> list[int]:
    """Who has an incident that began or ended between the moment that scores were
    computed for and this one: a fact may lie ahead of the clock, by a skew of
    minutes or because the clock was set back."""
    until = int(settings(rows).get(_UNTIL, now_us))
    return [] if until == now_us else clients_turned(rows, *sorted((until, now_us)))


def _in_bulk(rows: Reader, ids: Sequence[int], target: Target) -> Assessed:
    from bellbuoy.services.scoring.bulk import Bulk

    # An amount beyond 64 bits is more than arrays can hold.
    with suppress(OverflowError):
        return Bulk(rows, ids, target)
    return Few(rows, ids, target)
