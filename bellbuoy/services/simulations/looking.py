"""Clients before and after something that does not happen: read, changed, added up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress
from bellbuoy.services.simulations.moved import moved_by_runs
from bellbuoy.services.simulations.reading import changes_of, read_for
from bellbuoy.services.simulations.rings import Ringing
from bellbuoy.services.simulations.subjects import Acted, Found, Ground
from bellbuoy.services.snapshot import one_snapshot
from core.clients.standing import Standing
from core.desk.types import Selection
from core.health.types import HealthConfig
from core.simulations.effect import Effect, after
from core.simulations.parameters import Values
from core.simulations.scenario import Subject
from core.simulations.tally import Tally
from core.simulations.types import Preview, SoFar
from storage.engine.reader import Reader
from storage.simulations.reads import simulated_among

SoFarTold = Callable[[SoFar], None]
_OFTEN = 5
"""After the first parts a figure is told each so many parts."""


def untold(_found: SoFar) -> None:
    """No figures wanted before the last."""


@dataclass(frozen=True, slots=True)
class Look:
    """Whom it is about, how many of those who move most are named, and who is told how
    far it is, and what is found so far."""

    meant: Selection
    largest: int
    progress: Progress
    cancelled: Cancelled
    so_far: SoFarTold = untold


@dataclass(frozen=True, slots=True)
class Said:
    """What is looked at: its id or words, its title, and what fixes its chance."""

    what: str
    title: str
    run: str = ""
    seed: int | None = None
    values: Values = field(default_factory=dict)


def looked_at(
    ctx: Context,
    said: Said,
    look: Look,
    effect: Callable[[Subject], Effect],
    formula: Callable[[HealthConfig], HealthConfig] = lambda config: config,
) -> Preview:
    """The clients as they stand and as they would, under the formula that would be in
    force. All is read from one moment of the store. A sample of all comes first, so that
    the first figures that `look.so_far` is told are an estimate of the last."""
    with ctx.reader() as reader:
        changes = changes_of(ctx, reader)
        with one_snapshot(reader):
            return _looked_at(ctx, reader, changes, said, look, effect, formula)


def _looked_at(
    ctx: Context,
    reader: Reader,
    changes: int | None,
    said: Said,
    look: Look,
    effect: Callable[[Subject], Effect],
    formula: Callable[[HealthConfig], HealthConfig],
) -> Preview:
    read = read_for(ctx, reader, look.meant, changes)
    reached = bool(simulated_among(reader, read.ids))
    moved = tuple(sorted(moved_by_runs(reader))) if reached else ()
    ground, total = read.ground, len(read.ids)
    config = formula(ground.config)
    tally, ringing = Tally(look.largest), Ringing(ctx, reader, ground.moment.window_us)
    done = 0
    look.progress(0, total)
    for part, some in enumerate(read.some(reader, look.cancelled), 1):
        acted_on = [_acted(found, effect, ground, config) for found in some]
        for each in acted_on:
            tally.add(each.key, each.found.name, each.found.standing, each.then, each.effect)
        ringing.add(reader, acted_on)
        done += len(some)
        look.progress(done, total)
        if done < total and (part <= 2 or part % _OFTEN == 0):
            found_so_far = _told(said, ground, config, tally, ringing, moved)
            look.so_far(SoFar(done, total, found_so_far))
    look.progress(total, total)
    return _told(said, ground, config, tally, ringing, moved)


def _acted(
    found: Found, effect: Callable[[Subject], Effect], ground: Ground, config: HealthConfig
) -> Acted:
    done = effect(found.subject)
    return Acted(found, done, acted(found, done, ground, config))


def _told(
    said: Said,
    ground: Ground,
    config: HealthConfig,
    tally: Tally,
    ringing: Ringing,
    moved: tuple[str, ...],
) -> Preview:
    now = ground.moment.now
    return Preview(
        what=said.what,
        run=said.run,
        seed=said.seed,
        values=dict(said.values),
        at=now,
        touched=tally.touched,
        rescored=tally.rescored,
        before=tally.before,
        after=tally.after,
        moves=tally.moves(),
        written=tally.written,
        points=tally.points(said.title, config, now),
        largest=tally.largest,
        rings=ringing.found,
        simulated=moved,
    )


def acted(found: Found, effect: Effect, ground: Ground, config: HealthConfig) -> Standing:
    """Where a client stands once an effect has been written."""
    moment = ground.moment
    return ground.standing(after(found.subject.client, effect, moment.now, moment.day), config)
