"""A portion of a run: clients that it reaches, at whom it ends, whom it lets go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Target, never, silent
from bellbuoy.services.scoring.simulated import lay, lift, scored, turned_to
from bellbuoy.services.scoring.writing import newest_day
from bellbuoy.services.simulations.effects import Writer, end_incidents, write_effects
from bellbuoy.services.simulations.looking import acted
from bellbuoy.services.simulations.subjects import Ground, ground_of, subjects
from core.simulations.draws import Draws
from core.simulations.effect import Effect
from core.simulations.scenario import Scenario
from core.values.instants import from_micros, local_day
from storage.health.config import current_config
from storage.health.marks import drop_past_views, mark_changed
from storage.health.windows import turn_windows, windows_behind
from storage.simulations import writes
from storage.simulations.derived import begin_with, done_with
from storage.simulations.digest import checksums
from storage.simulations.reads import StoredRun, simulated_among
from storage.simulations.rows import forget

if TYPE_CHECKING:
    from core.simulations.parameters import Values
    from storage.engine.unit import Unit

_REASON = "simulation"


class Portion:
    """Some clients of a run in one transaction, at the store's present."""

    def __init__(self, ctx: Context, unit: Unit, run: StoredRun) -> None:
        self._ctx, self._unit, self._run = ctx, unit, run
        self._ground: Ground = ground_of(ctx, current_config(unit))
        self._newest = newest_day(unit)
        moment = self._ground.moment
        self._day = moment.day
        trust = self._newest <= moment.day
        self._target = Target(moment, self._ground.config, ctx.info.currency, trust=trust)
        self._writer = Writer(unit, run.id, run.name, run.who, moment)

    def reach(self, ids: Sequence[int], what: Scenario, values: Values) -> None:
        """Write what the run does to these clients, and score them."""
        unit = self._unit
        if windows_behind(unit, ids, self._day):
            turn_windows(unit, ids, self._day)
        sums = self._checksums(ids)
        begin_with(unit, sorted(set(ids) - simulated_among(unit, ids)), self._day)
        effects: dict[int, Effect] = {}
        told = []
        for found in subjects(unit, ids, self._ground, silent, never):
            draws = Draws(self._run.seed, self._run.name, found.subject.key)
            effect = what.effect(found.subject, draws, values)
            then = acted(found, effect, self._ground, self._ground.config)
            number = found.subject.client.id
            effects[number] = effect
            told.append((number, found.standing.health.score, then.health.score, sums[number]))
        write_effects(self._writer, effects)
        writes.put_reached(unit, self._run.id, told)
        self._follow(ids)

    def _checksums(self, ids: Sequence[int]) -> dict[int, str]:
        """Of clients without any run."""
        unit = self._unit
        known = sorted(simulated_among(unit, ids))
        if known:
            lift(unit, known, self._day)
        sums = checksums(unit, ids, self._run_day)
        if known:
            lay(unit, known, self._day)
        return sums

    @property
    def _run_day(self) -> int:
        return local_day(from_micros(self._run.at_us), self._ctx.zone)

    def end(self, ids: Sequence[int]) -> None:
        """What was to end of these clients ends now."""
        end_incidents(self._writer, ids)
        writes.put_over(self._unit, self._run.id, ids)
        self._follow(ids)

    def take_back(self, ids: Sequence[int]) -> int:
        """Take the run off these clients; how many rows somebody else has written."""
        unit, run = self._unit, self._run.id
        writes.put_measured(unit, run, ids)
        lift(unit, ids, self._day)
        lost = forget(unit, run, ids)
        writes.put_back(unit, run, checksums(unit, ids, self._run_day))
        others = sorted(writes.others_of(unit, run, ids))
        if others:
            lay(unit, others, self._day)
            self._scored(others)
        done_with(unit, sorted(set(ids) - set(others)))
        self._marked(ids)
        return lost

    def _follow(self, ids: Sequence[int]) -> None:
        self._scored(ids)
        writes.put_measured(self._unit, self._run.id, ids)
        self._marked(ids)

    def _scored(self, ids: Sequence[int]) -> None:
        """On a day that nobody has turned to yet the recompute does it: they are marked."""
        if turned_to(self._unit, self._day, self._ground.config):
            scored(self._unit, ids, self._target, self._newest)

    def _marked(self, ids: Sequence[int]) -> None:
        """Whoever has loaded these clients by now is told that they are others."""
        mark_changed(self._unit, ids, _REASON)
        drop_past_views(self._unit, min(self._run.at_us, self._ground.moment.now_us))
