"""Taking runs back: what they wrote goes, what they changed is set back (DEFINITIONS 5.5).

A run is a change like any other, so `z` and `change undo` take it back too. One that has
reached very many clients is taken back a portion at a time; cut off in the middle, it is
`undoing` until somebody goes on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import authorise, service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.settings import actor_of
from bellbuoy.services.simulations import feed_rows
from bellbuoy.services.simulations.ledger import needed, told
from bellbuoy.services.simulations.moving import PORTION, by_itself
from core.operations.undo import UNDO, naming
from core.simulations.runs import AT_ONCE, IN_FORCE
from core.simulations.types import LIVE, Run
from core.values.errors import ConflictError
from core.values.instants import to_micros
from storage.audit.writes import Change
from storage.simulations import writes
from storage.simulations.reads import WROTE, StoredRun, runs_in_force, wrote

if TYPE_CHECKING:
    from storage.engine.unit import Unit

ACTION = "simulation.run"
_DEAD_US = 15_000_000
"""A run at once that nobody has moved on for so long was cut off."""


@service("simulation:run", writes=True)
def undo(
    ctx: Context,
    numbers: Sequence[int],
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Run, ...]:
    """Take runs back, the newest first; those that are undone stay so. Raises
    NotFoundError; ConflictError where a later run has written the same columns."""
    for number in sorted(set(numbers), reverse=True):
        with ctx.reader() as reader:
            run = needed(reader, number)
        if run.state in IN_FORCE:
            taken_back(ctx, number, progress=progress, cancelled=cancelled)
    with ctx.reader() as reader:
        return told(ctx, reader, [needed(reader, number) for number in numbers])


def taken_back(
    ctx: Context, number: int, *, progress: Progress = silent, cancelled: Cancelled = never
) -> None:
    """Take a run back: all but the last portion of its clients in transactions of their
    own, then the rest with the change that undoes it. Stopped, it stays `undoing`."""
    with ctx.reader() as reader:
        run = needed(reader, number)
    authorise(ctx, "change:undo", writes=True)
    if run.who != ctx.viewer.name:
        authorise(ctx, "change:undo-others", writes=True)
    _ahead(ctx, number, progress, cancelled)
    if cancelled() or run.change_id is None:
        return
    with ctx.store.unit() as unit:
        if needed(unit, number).state not in IN_FORCE:
            return
        change = Change(unit, actor_of(ctx), UNDO + ACTION, naming(run.change_id))
        change.watch("simulation_run", [number], columns=("change_id",))
        change.close({"of": run.who, **run_goes_back(ctx, unit, number)})


def _ahead(ctx: Context, number: int, progress: Progress, cancelled: Cancelled) -> None:
    """Take back all but the last portion of a run's clients."""
    done = 0
    while not cancelled():
        with ctx.store.unit() as unit:
            run = needed(unit, number)
            _refuse(unit, run)
            if len(writes.touched_by(unit, number, PORTION + 1)) <= PORTION:
                return
            _keep_wrote(unit, run)
            done += _portion(ctx, unit, run)
        progress(done, max(run.done, done))


def run_goes_back(ctx: Context, unit: Unit, number: int) -> dict[str, object]:
    """Everything that a run wrote goes; what its undo tells."""
    run = needed(unit, number)
    if run.state not in IN_FORCE:
        raise ConflictError(
            f"run {number} was taken back; a run is not done again", "bellbuoy sim run"
        )
    _refuse(unit, run)
    _keep_wrote(unit, run)
    while writes.touched_by(unit, number, 1):
        _portion(ctx, unit, run)
    if run.scenario == LIVE:
        feed_rows.take_out(unit, needed(unit, number))
    writes.update_run(
        unit, number, state="undone", undone_us=to_micros(ctx.present),
        undone_by=ctx.viewer.name,
    )  # fmt: skip
    return {"run": number, "conflicts": needed(unit, number).conflicts}


def _keep_wrote(unit: Unit, run: StoredRun) -> None:
    """Keep what a run has written, before the first of it goes: the ledger tells it."""
    told = json.loads(run.sums)
    if WROTE in told:
        return
    found = wrote(unit, [run])[run.id]
    bought = feed_rows.written(unit, run) if run.scenario == LIVE else 0
    told[WROTE] = found._replace(purchases=bought)
    writes.update_run(unit, run.id, sums=json.dumps(told))


def _portion(ctx: Context, unit: Unit, run: StoredRun) -> int:
    from bellbuoy.services.simulations.laying import Portion

    ids = writes.touched_by(unit, run.id, PORTION)
    lost = Portion(ctx, unit, run).take_back(ids)
    now = needed(unit, run.id)
    writes.update_run(
        unit, run.id, state="undoing", conflicts=now.conflicts + lost, anchor_us=ctx.wall_us
    )
    return len(ids)


def _refuse(unit: Unit, run: StoredRun) -> None:
    newer = writes.newer_upon(unit, run.id)
    if newer is not None:
        raise ConflictError(
            f"run {newer} has changed what run {run.id} had changed: newest first",
            f"bellbuoy sim undo {newer} {run.id}",
        )


def settle_cut_off(ctx: Context) -> list[int]:
    """Take back runs that were cut off in the middle: begun to be at once, or to be taken
    back, by somebody who is no more. Their numbers."""
    with ctx.reader() as reader:
        found = [
            run.id
            for run in runs_in_force(reader)
            if (run.state == "undoing" or (run.state == "running" and run.speed == AT_ONCE))
            and abs(ctx.wall_us - run.anchor_us) > _DEAD_US
        ]
    for number in sorted(found, reverse=True):
        taken_back(by_itself(ctx), number)
    return found
