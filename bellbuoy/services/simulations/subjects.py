"""The clients that a simulation is about, as scenarios find them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Moment, Progress, moment_at
from core.clients.standing import ClientInput, Standing, assess
from core.health.score import baseline_for
from core.health.types import WINDOW, HealthConfig
from core.simulations.effect import NOTHING, Effect
from core.simulations.scenario import Subject
from core.values.errors import BellbuoyError, UsageError
from storage.desk.selecting import named
from storage.engine.reader import Rows
from storage.health.inputs import client_inputs, usage_by_day

_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """A client with its name, as it stands."""

    subject: Subject
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Acted:
    """A client with an effect on it, and where it would stand."""

    found: Found
    effect: Effect
    then: Standing

    @property
    def id(self) -> int:
        return self.found.standing.id

    @property
    def key(self) -> str:
        return self.found.subject.key

    @property
    def changes(self) -> bool:
        return self.effect != NOTHING or self.then != self.found.standing


@dataclass(frozen=True, slots=True)
class Ground:
    """What a simulation stands on: the moment, and the formula in force."""

    moment: Moment
    config: HealthConfig

    def standing(self, client: ClientInput, config: HealthConfig | None = None) -> Standing:
        """Where a client stands, under another formula if one is given."""
        moment = self.moment
        return assess(
            client, config or self.config, moment.now, moment.day, moment.window_start
        )


def ground_of(ctx: Context, config: HealthConfig) -> Ground:
    """Raises UsageError in a look at the past: that has happened."""
    if ctx.as_of is not None:
        raise UsageError("a past day has happened: a simulation begins today", "drop --as-of")
    return Ground(moment_at(ctx.now, ctx.zone), config)


def subjects(
    rows: Rows,
    ids: Sequence[int],
    ground: Ground,
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[Found]:
    """These clients, read some at a time. Raises BellbuoyError when stopped."""
    for first in range(0, len(ids), _CHUNK):
        if cancelled():
            raise BellbuoyError("stopped; nothing was written")
        progress(first, len(ids))
        some = ids[first : first + _CHUNK]
        yield from found_among(rows, some, ground, use_of(rows, some, ground))
    progress(len(ids), len(ids))


def use_of(
    rows: Rows, ids: Sequence[int], ground: Ground
) -> Mapping[int, Mapping[int, tuple[int, int]]]:
    """Client to day to (calls, logins) of its window."""
    day = ground.moment.day
    return usage_by_day(rows, ids, day - WINDOW + 1, day)


def found_among(
    rows: Rows,
    ids: Sequence[int],
    ground: Ground,
    use: Mapping[int, Mapping[int, tuple[int, int]]],
) -> Iterator[Found]:
    """These clients, with the use that is given."""
    moment = ground.moment
    names = named(rows, ids)
    for client in client_inputs(
        rows, ids, now_us=moment.now_us, window_us=moment.window_us, day=moment.day
    ):
        key, name = names[client.id]
        baseline, _ = baseline_for(
            ground.config, client.plan, client.baseline_calls, client.baseline_logins
        )
        used = use.get(client.id, {})
        subject = Subject(key, client, baseline, moment.now, moment.day, used)
        yield Found(subject, name, ground.standing(client))
