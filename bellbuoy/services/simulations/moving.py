"""Moving runs on: clients that are due are reached, what is over ends, a portion each."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.simulations import feed_rows
from bellbuoy.services.simulations.ledger import needed
from core.access.types import Viewer
from core.simulations.runs import AT_ONCE, MOVING, State
from core.simulations.scenarios import scenario
from core.simulations.types import LIVE
from storage.simulations import writes
from storage.simulations.reads import StoredRun
from storage.simulations.writes import REACHED, WAITING

if TYPE_CHECKING:
    from storage.engine.unit import Unit

PORTION = 1_000
"""Clients in one transaction, which holds the lock for about a second."""


def by_itself(ctx: Context) -> Context:
    """What the store does by itself, whoever is the reason."""
    return replace(ctx, viewer=Viewer("system", "system"))


def move_to(
    ctx: Context,
    number: int,
    position_s: int | None,
    *,
    state: State | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> int:
    """Bring a run to so many seconds after its beginning (None: reach everybody now);
    how many clients were reached or ended. `state` is what it is then, unless it has
    come to its end. A run that is no longer moving is left alone."""
    done = 0
    while not cancelled():
        with ctx.store.unit() as unit:
            run = needed(unit, number)
            if run.state not in MOVING:
                break
            many = portion(ctx, unit, run, position_s)
            if not many:
                settle(ctx, unit, run, position_s, state)
                break
            if run.speed == AT_ONCE:
                writes.update_run(unit, number, anchor_us=ctx.wall_us)
        done += many
        progress(run.done + many, max(run.clients, run.done + many))
    return done


def portion(ctx: Context, unit: Unit, run: StoredRun, position_s: int | None) -> int:
    """The next clients that are due, or whose end is; of a feed the next transactions;
    how many."""
    if run.scenario == LIVE:
        return feed_rows.feed_on(ctx, unit, run, position_s, PORTION)
    from bellbuoy.services.simulations.laying import Portion

    until = run.spread_s if position_s is None else position_s
    ids = writes.due_by(unit, run.id, until, PORTION)
    if ids:
        values = json.loads(run.parameters)
        Portion(ctx, unit, run).reach(ids, scenario(run.scenario), values)
        return len(ids)
    if run.length_s is None or position_s is None:
        return 0
    ids = writes.ending_by(unit, run.id, position_s - run.length_s, PORTION)
    if ids:
        Portion(ctx, unit, run).end(ids)
    return len(ids)


def settle(
    ctx: Context, unit: Unit, run: StoredRun, position_s: int | None, state: State | None
) -> None:
    """Keep how far it is; it is applied once nothing is to come, which a feed never is."""
    to_come = (
        run.scenario == LIVE
        or writes.next_due(unit, run.id, WAITING) is not None
        or (run.length_s is not None and writes.next_due(unit, run.id, REACHED) is not None)
    )
    now: State = (state or _state(run)) if to_come else "applied"
    at = run.position_s if position_s is None else position_s
    # What was reached at once ends by the clock.
    speed = run.speed or 1
    writes.update_run(
        unit, run.id, state=now, position_s=at, anchor_us=_anchor_us(ctx, run), speed=speed
    )


def _anchor_us(ctx: Context, run: StoredRun) -> int:
    """The machine's time at which a run is where it is in whole seconds: what has gone by
    of the next one is kept, so that it is as fast however often it is moved on."""
    wall_us = ctx.wall_us
    if run.state != "running" or not run.speed or wall_us < run.anchor_us:
        return wall_us
    return wall_us - (wall_us - run.anchor_us) * run.speed % 1_000_000 // run.speed


def _state(run: StoredRun) -> State:
    return "paused" if run.state == "paused" else "running"


def next_moment(unit: Unit, run: StoredRun) -> int | None:
    """How many seconds after its beginning something becomes of a run next; None:
    nothing does."""
    if run.scenario == LIVE:
        return feed_rows.next_due(unit, run)
    due = writes.next_due(unit, run.id, WAITING)
    ends = writes.next_due(unit, run.id, REACHED)
    found = [] if due is None else [due]
    if run.length_s is not None and ends is not None:
        found.append(ends + run.length_s)
    return min(found, default=None)
