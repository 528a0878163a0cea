"""What chance does to the scenario under the cursor: computed with many seeds."""

from __future__ import annotations

from abc import abstractmethod

from bellbuoy.services.context import Context
from core.simulations.types import Bands
from tui.asks import Ask
from tui.simulations.setting import SetsScenario

EFFECT = "simulation"
"""What is read of the scenario under the cursor, by this name: the newest answer alone."""
_SEEDS = 100
_SCORINGS = 200_000
"""Clients times seeds that are computed without being asked for by command."""


class TriesSeeds(SetsScenario):
    """A screen of scenarios that can be computed over and over."""

    @property
    @abstractmethod
    def query_text(self) -> str:
        """Whom it is about."""

    @abstractmethod
    def bands_came(self, found: Bands) -> None:
        """They were computed."""

    @abstractmethod
    def far(self, done: int, of: int) -> None:
        """So many scorings are done."""

    def try_seeds(self, clients: int) -> None:
        """The same scenario about so many clients, with as many seeds as are computed in
        a while."""
        one, query, values = self.scenario, self.query_text, self.paced.values
        seeds = range(1, 1 + max(1, min(_SEEDS, _SCORINGS // max(1, clients))))

        def work(ctx: Context, ask: Ask[Bands]) -> Bands:
            from bellbuoy.services.desk.selection import meant_by
            from bellbuoy.services.simulations.preview import bands

            return bands(
                ctx, one.id, meant_by(ctx, query), values, seeds,
                progress=ask.progress, cancelled=ask.cancelled,
            )  # fmt: skip

        self.session.back.ask(EFFECT, work, self.bands_came, self.shell.fault, self.far)
