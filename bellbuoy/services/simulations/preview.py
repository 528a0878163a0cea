"""What a scenario would do, computed in memory: nothing is written by looking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.simulations.looking import (
    Look,
    Said,
    SoFarTold,
    acted,
    looked_at,
    untold,
)
from bellbuoy.services.simulations.subjects import ground_of, subjects
from bellbuoy.services.snapshot import one_snapshot
from core.desk.types import Selection
from core.simulations.bands import bands_of
from core.simulations.draws import Draws
from core.simulations.effect import Effect
from core.simulations.parameters import Values, settled
from core.simulations.runs import run_name
from core.simulations.scenario import Scenario, Subject
from core.simulations.scenarios import scenario
from core.simulations.tally import Sum
from core.simulations.types import Bands, Preview, SeedFigures
from core.values.errors import UsageError
from storage.health.config import current_config
from storage.simulations.reads import runs_in_force

SEED = 42
LARGEST = 10
MOST_SEEDS = 1_000
MOST_WORK = 2_000_000
"""Clients times seeds: some minutes."""


@service("simulation:read")
def preview(
    ctx: Context,
    name: str,
    meant: Selection,
    given: Values,
    *,
    seed: int = SEED,
    largest: int = LARGEST,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    so_far: SoFarTold = untold,
) -> Preview:
    """What a scenario would do to the clients that are meant, to the last point. Of very
    many `so_far` is told first what a sample of them says, then of more and more. Raises
    NotFoundError; UsageError for values out of bounds, and in a look at the past;
    BellbuoyError when stopped."""
    what = scenario(name)
    values = settled(what.parameters, given)
    run = next_name(ctx)
    said = Said(what.id, what.title, run, seed, values)
    look = Look(meant, largest, progress, cancelled, so_far)
    return looked_at(ctx, said, look, _effect(what, run, seed, values))


def next_name(ctx: Context) -> str:
    """The name that the next run gets, and draws with."""
    with ctx.reader() as reader:
        return run_name([each.name for each in runs_in_force(reader)])


def _effect(what: Scenario, run: str, seed: int, values: Values) -> Callable[[Subject], Effect]:
    return lambda subject: what.effect(subject, Draws(seed, run, subject.key), values)


@service("simulation:read")
def bands(
    ctx: Context,
    name: str,
    meant: Selection,
    given: Values,
    seeds: Sequence[int],
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Bands:
    """The same scenario with many seeds: how far chance moves it. Raises as `preview`, and
    UsageError for too many seeds, or too many for so many clients."""
    if not 1 <= len(seeds) <= MOST_SEEDS:
        raise UsageError(f"1 to {MOST_SEEDS:,} seeds", "write --seeds 1..100")
    what = scenario(name)
    values = settled(what.parameters, given)
    before, sums = Sum(), [Sum() for _ in seeds]
    run = next_name(ctx)
    effects = [_effect(what, run, seed, values) for seed in seeds]
    with ctx.reader() as reader, one_snapshot(reader):
        ground = ground_of(ctx, current_config(reader))
        ids = chosen(ctx, reader, meant)
        _check_work(len(ids) * len(seeds))
        for found in subjects(reader, ids, ground, progress, cancelled):
            before.add(found.standing)
            for effect, total in zip(effects, sums, strict=True):
                total.add(acted(found, effect(found.subject), ground, ground.config))
    side = before.side()
    told = tuple(
        SeedFigures(*each) for each in zip(seeds, (s.side() for s in sums), strict=True)
    )
    return Bands(what.id, values, ground.moment.now, side, told, bands_of(side, told))


def _check_work(work: int) -> None:
    if work > MOST_WORK:
        raise UsageError(
            f"{work:,} clients to score over all seeds; at most {MOST_WORK:,}",
            "fewer seeds, or narrow the query",
        )
