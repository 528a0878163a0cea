"""Running a scenario: its facts are written, and scores follow from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen
from bellbuoy.services.scoring.moment import Cancelled, Progress, moment_at, never, silent
from bellbuoy.services.settings import actor_of
from bellbuoy.services.simulations.ledger import needed, told
from bellbuoy.services.simulations.moving import PORTION, by_itself, move_to, portion, settle
from bellbuoy.services.simulations.preview import SEED
from bellbuoy.services.simulations.undoing import ACTION, taken_back
from core.desk.types import Selection
from core.simulations.draws import Draws
from core.simulations.parameters import Values, settled
from core.simulations.runs import AT_ONCE, WAITS, checked, due_s, run_name
from core.simulations.scenarios import scenario
from core.simulations.starting import wait_s
from core.simulations.types import Run
from core.values.errors import BellbuoyError, UsageError
from core.values.instants import to_micros
from storage.audit.writes import Change
from storage.clients.identity import next_id
from storage.desk.selecting import named
from storage.health.config import current_config
from storage.simulations.reads import runs_in_force
from storage.simulations.writes import insert_clients, insert_run

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_MINUTE = 60


@service("simulation:run", writes=True)
def run(
    ctx: Context,
    name: str,
    meant: Selection,
    given: Values,
    *,
    whom: str = "",
    seed: int = SEED,
    spread: int = 0,
    length: int | None = None,
    speed: int = AT_ONCE,
    start: str = "",
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Run:
    """Run a scenario on the clients that are meant. `spread` and `length` are minutes;
    `whom` is how they were named. At `speed` 0 everybody is reached when it returns, and
    what is to end ends by the clock; else it begins, and `living.advance` moves it on.
    `start` is when it begins, as a person types it (`starting.wait_s`): until then it
    waits, and `living.advance` begins it.

    Raises NotFoundError; UsageError for values out of bounds and in a look at the past;
    BellbuoyError when stopped, and then all is as before.
    """
    what = scenario(name)
    values = settled(what.parameters, given)
    checked(speed, spread, length)
    if ctx.as_of is not None:
        raise UsageError("a past day has happened: a run begins today", "drop --as-of")
    waits_us = wait_s(start, ctx.present, ctx.zone) * 1_000_000
    up_to_date(ctx)
    with ctx.store.unit() as unit:
        ids = chosen(ctx, unit, meant)
        taken = run_name([each.name for each in runs_in_force(unit)])
        number = begin_run(ctx, unit, {
            "name": taken, "scenario": what.id, "whom": whom, "who": ctx.viewer.name,
            "parameters": json.dumps(values), "seed": seed, "spread_s": spread * _MINUTE,
            "length_s": None if length is None else length * _MINUTE, "speed": speed,
            "state": WAITS if waits_us else "running", "position_s": 0,
            "anchor_us": ctx.wall_us + waits_us, "at_us": to_micros(ctx.present) + waits_us,
            "made_us": ctx.wall_us, "clients": len(ids),
        })  # fmt: skip
        _plan(unit, number, ids, Draws(seed, taken, ""), spread if speed else 0)
        whole = speed == AT_ONCE and len(ids) <= PORTION and not waits_us
        if whole:
            begun = needed(unit, number)
            portion(ctx, unit, begun, None)
            settle(ctx, unit, begun, None, None)
    if not whole and not waits_us:
        _go_on(ctx, number, speed, progress, cancelled)
    with ctx.reader() as reader:
        return told(ctx, reader, [needed(reader, number)])[0]


def up_to_date(ctx: Context) -> None:
    """A run stands on the scores of today: turn the day, where nobody has yet."""
    from bellbuoy.services.scoring.simulated import turned_to

    with ctx.reader() as reader:
        day = moment_at(ctx.present, ctx.zone).day
        turned = turned_to(reader, day, current_config(reader))
    if not turned:
        from bellbuoy.services.scoring.recompute import recompute

        recompute(by_itself(ctx))


def begin_run(ctx: Context, unit: Unit, values: Mapping[str, Any]) -> int:
    """The run in the ledger, and as a change that can be taken back; its number."""
    number = next_id(unit, "simulation_run")
    change = Change(unit, actor_of(ctx), ACTION, f"run {number}")
    change.watch("simulation_run", [number], columns=("change_id",))
    insert_run(unit, {**values, "id": number, "change_id": change.id})
    change.close({"scenario": values["scenario"], "clients": values["clients"]})
    return number


def _plan(unit: Unit, number: int, ids: Sequence[int], draws: Draws, spread: int) -> None:
    """Who is reached when."""
    keys = named(unit, ids) if spread else {}
    due = [
        (each, due_s(replace(draws, key=keys[each][0]), spread * _MINUTE) if spread else 0)
        for each in ids
    ]
    insert_clients(unit, number, due)


def _go_on(
    ctx: Context, number: int, speed: int, progress: Progress, cancelled: Cancelled
) -> None:
    """Reach everybody by many transactions, or those who are due at the beginning. What
    is stopped, or breaks off, is taken back."""
    try:
        move_to(
            ctx, number, None if speed == AT_ONCE else 0, progress=progress, cancelled=cancelled
        )
    except BaseException:
        taken_back(ctx, number)
        raise
    if cancelled():
        taken_back(ctx, number)
        raise BellbuoyError("stopped; what was written is taken back")
