"""Clients before and after something that does not happen: read, changed, added up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen
from bellbuoy.services.scoring.moment import Cancelled, Progress
from bellbuoy.services.simulations.subjects import Found, Ground, ground_of, subjects
from bellbuoy.services.snapshot import one_snapshot
from core.clients.standing import Standing
from core.desk.types import Selection
from core.health.types import HealthConfig
from core.simulations.effect import Effect, after
from core.simulations.parameters import Values
from core.simulations.scenario import Subject
from core.simulations.tally import Tally
from core.simulations.types import Preview
from storage.health.config import current_config


@dataclass(frozen=True, slots=True)
class Look:
    """Whom it is about, how many of those who move most are named, and who is told."""

    meant: Selection
    largest: int
    progress: Progress
    cancelled: Cancelled


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
    force. All is read from one moment of the store."""
    tally = Tally(look.largest)
    with ctx.reader() as reader, one_snapshot(reader):
        ground = ground_of(ctx, current_config(reader))
        config, now = formula(ground.config), ground.moment.now
        ids = chosen(ctx, reader, look.meant)
        for found in subjects(reader, ids, ground, look.progress, look.cancelled):
            done = effect(found.subject)
            then = acted(found, done, ground, config)
            tally.add(found.subject.key, found.name, found.standing, then, done)
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
    )


def acted(found: Found, effect: Effect, ground: Ground, config: HealthConfig) -> Standing:
    """Where a client stands once an effect has been written."""
    moment = ground.moment
    return ground.standing(after(found.subject.client, effect, moment.now, moment.day), config)
