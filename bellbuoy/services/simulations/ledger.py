"""The ledger of runs: what was run, on whom, how far it is, and who took it back."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.simulations.feed import title_of
from core.simulations.runs import WAITS
from core.simulations.types import LIVE, Run
from core.values.errors import NotFoundError
from core.values.instants import from_micros
from storage.engine.reader import Rows
from storage.purchases.reads import fed
from storage.simulations.reads import (
    StoredRun,
    runs_in_force,
    simulated_keys,
    stored_run,
    stored_runs,
    wrote,
)

MOST = 100


@service("simulation:read")
def history(ctx: Context, most: int = MOST) -> tuple[Run, ...]:
    """Runs, the newest first."""
    with ctx.reader() as reader:
        return told(ctx, reader, stored_runs(reader, most))


@service("simulation:read")
def show_run(ctx: Context, number: int) -> Run:
    """One run. Raises NotFoundError."""
    with ctx.reader() as reader:
        return told(ctx, reader, [needed(reader, number)])[0]


@service("simulation:read")
def in_force(ctx: Context) -> tuple[Run, ...]:
    """Runs that are not taken back, the oldest first."""
    with ctx.reader() as reader:
        return told(ctx, reader, runs_in_force(reader))


@service("simulation:read")
def simulated(ctx: Context, keys: Sequence[str]) -> frozenset[str]:
    """Of some clients (public ids) those whom a run in force has reached."""
    with ctx.reader() as reader:
        return frozenset(simulated_keys(reader, keys))


def needed(rows: Rows, number: int) -> StoredRun:
    """A run as stored. Raises NotFoundError."""
    found = stored_run(rows, number)
    if found is None:
        raise NotFoundError(f"no run {number}", "bellbuoy sim history")
    return found


def told(ctx: Context, rows: Rows, runs: Sequence[StoredRun]) -> tuple[Run, ...]:
    """Runs as they are shown."""
    done = wrote(rows, runs)
    bought = fed(rows, [each.id for each in runs if each.scenario == LIVE])
    return tuple(
        Run(
            number=each.id,
            name=each.name,
            scenario=each.scenario,
            title=title_of(each.scenario),
            whom=each.whom,
            who=each.who,
            values=json.loads(each.parameters),
            seed=each.seed,
            spread_s=each.spread_s,
            length_s=each.length_s,
            speed=each.speed,
            state=each.state,
            position_s=each.position_s,
            at=from_micros(each.at_us),
            clients=each.clients,
            done=each.done,
            incidents=done[each.id].incidents,
            calls=done[each.id].calls,
            logins=done[each.id].logins,
            conflicts=each.conflicts,
            change=each.change_id,
            undone=None if each.undone_us is None else from_micros(each.undone_us),
            undone_by=each.undone_by,
            purchases=bought.get(each.id, done[each.id].purchases),
            waits_s=_waits_s(ctx, each),
        )
        for each in runs
    )


def _waits_s(ctx: Context, run: StoredRun) -> int | None:
    """Whole seconds, begun ones counted, until a run begins."""
    if run.state != WAITS:
        return None
    return max(0, -(-(run.anchor_us - ctx.wall_us) // 1_000_000))
