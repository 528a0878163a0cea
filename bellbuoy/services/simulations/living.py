"""Runs that go by the clock: on, paused, a step at a time, stopped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.simulations.ledger import needed, told
from bellbuoy.services.simulations.moving import PORTION, move_to, next_moment
from bellbuoy.services.simulations.running import up_to_date
from bellbuoy.services.simulations.undoing import settle_cut_off
from core.simulations.feed import INTERVAL, paced
from core.simulations.runs import AT_ONCE, WAITS, State, checked, may, position
from core.simulations.types import LIVE, Run
from core.values.errors import UsageError
from core.values.instants import to_micros
from storage.simulations import writes
from storage.simulations.reads import StoredRun, runs_in_force

if TYPE_CHECKING:
    from storage.engine.unit import Unit


@service("simulation:run", writes=True)
def advance(ctx: Context) -> int:
    """Bring every running run to where it is by the machine's clock, begin those whose
    moment has come, and take back what was cut off; how many clients were reached, or
    came to their end."""
    settle_cut_off(ctx)
    with ctx.reader() as reader:
        found = runs_in_force(reader)
    begins = [run for run in found if run.state == WAITS and run.anchor_us <= ctx.wall_us]
    moving = [run for run in found if run.state == "running" and run.speed]
    if moving or begins:
        up_to_date(ctx)
    moving += [_begun(ctx, run.id) for run in begins]
    return sum(move_to(ctx, run.id, _until(ctx, run)) for run in moving)


def _begun(ctx: Context, number: int) -> StoredRun:
    """A run that waited, as it begins: at the moment that it was to, and nothing is dated
    ahead. Where somebody else has begun it by now it is left as it is."""
    with ctx.store.unit() as unit:
        run = needed(unit, number)
        if run.state == WAITS:
            wall_us = ctx.wall_us
            # One that reaches everybody at once is heard of from now on.
            anchor_us = wall_us if run.speed == AT_ONCE else min(run.anchor_us, wall_us)
            at_us = min(run.at_us, to_micros(ctx.present))
            writes.update_run(unit, number, state="running", anchor_us=anchor_us, at_us=at_us)
        return needed(unit, number)


def _until(ctx: Context, run: StoredRun) -> int | None:
    """How far a run is by now; None: everybody is reached."""
    return None if run.speed == AT_ONCE and run.state == "running" else _by_now(ctx, run)


@service("simulation:run", writes=True)
def step(ctx: Context, number: int, minutes: int | None = None) -> Run:
    """Move a run on to the next moment at which something becomes of it, or by so many
    minutes, and pause it there; one that waits begins. Raises NotFoundError,
    ConflictError, UsageError."""
    if minutes is not None and minutes < 1:
        raise UsageError("a step is a minute at least", "write --minutes 5")
    up_to_date(ctx)
    with ctx.store.unit() as unit:
        waited = _allowed(unit, number, "step").state == WAITS
    if waited and _begun(ctx, number).speed == AT_ONCE:
        move_to(ctx, number, None, state="paused")
        return _told(ctx, number)
    with ctx.store.unit() as unit:
        run = _allowed(unit, number, "step")
        at = _by_now(ctx, run)
        wanted = next_moment(unit, run) if minutes is None else at + minutes * 60
    return _moved(ctx, number, max(at, at if wanted is None else wanted), "paused")


@service("simulation:run", writes=True)
def pause(ctx: Context, number: int) -> Run:
    """Hold a run where it is by now. Raises NotFoundError, ConflictError."""
    return _held(ctx, number, "pause", "paused")


@service("simulation:run", writes=True)
def stop(ctx: Context, number: int) -> Run:
    """End a run where it is by now: nobody else is reached, nothing else ends; what it
    wrote stays until it is taken back. Raises NotFoundError, ConflictError."""
    return _held(ctx, number, "stop", "stopped")


@service("simulation:run", writes=True)
def resume(ctx: Context, number: int, speed: int | None = None) -> Run:
    """Let a paused run go on, at another speed if one is given. Raises NotFoundError,
    ConflictError, UsageError."""
    if speed is not None:
        checked(speed, 0, None)
    up_to_date(ctx)
    with ctx.store.unit() as unit:
        run = _allowed(unit, number, "resume")
        pace = run.speed if speed is None else speed
        if run.scenario == LIVE:
            paced(pace)
        writes.update_run(
            unit, number, state="running", anchor_us=ctx.wall_us, speed=pace or run.speed
        )
    if pace == AT_ONCE:
        move_to(ctx, number, None)
    return _told(ctx, number)


def _held(ctx: Context, number: int, verb: str, state: State) -> Run:
    up_to_date(ctx)
    with ctx.store.unit() as unit:
        run = _allowed(unit, number, verb)
        at = _by_now(ctx, run)
        if run.state == WAITS:
            writes.update_run(unit, number, state=state)
    return _moved(ctx, number, at, state)


def _moved(ctx: Context, number: int, at: int, state: State) -> Run:
    move_to(ctx, number, at, state=state)
    return _told(ctx, number)


def _allowed(unit: Unit, number: int, verb: str) -> StoredRun:
    run = needed(unit, number)
    may(verb, run.state)
    return run


def _by_now(ctx: Context, run: StoredRun) -> int:
    if run.state != "running":
        return run.position_s
    at = position(run.position_s, run.anchor_us, run.speed, ctx.wall_us)
    if run.scenario != LIVE:
        return at
    # Where nobody was there for long a feed goes on from where it was: what it would
    # have added meanwhile is not made good beyond a portion.
    interval_s: int = json.loads(run.parameters)[INTERVAL]
    return min(at, run.position_s + PORTION * interval_s)


def _told(ctx: Context, number: int) -> Run:
    with ctx.reader() as reader:
        return told(ctx, reader, [needed(reader, number)])[0]
