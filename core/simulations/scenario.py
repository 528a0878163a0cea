"""A scenario: what could happen to clients, as facts that a run would write.

Each is a file in `core/simulations/scenarios` with a `SCENARIO` in it; there is nothing
else to do to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.clients.lifecycle import is_live, window_days
from core.clients.standing import ClientInput
from core.health.types import Baseline
from core.simulations.draws import Draws
from core.simulations.effect import Effect
from core.simulations.parameters import Parameter, Values


@dataclass(frozen=True, slots=True)
class Subject:
    """One client as a scenario finds it: local `day` is that of the run, at `now`;
    `use` is day to (calls, logins) of its window, where there was any."""

    key: str
    client: ClientInput
    baseline: Baseline
    now: datetime
    day: int
    use: Mapping[int, tuple[int, int]]

    @property
    def live(self) -> bool:
        return is_live(self.client.start, self.client.ended, self.client.churned, self.day)

    def last_days(self, most: int) -> range:
        """The last `most` local days that the client has lived of its window, the oldest
        first; today is the last."""
        lived = window_days(self.client.start, self.client.ended, self.day)
        return range(self.day - min(most, lived) + 1, self.day + 1)

    def used(self, day: int) -> tuple[int, int]:
        return self.use.get(day, (0, 0))


@dataclass(frozen=True, slots=True)
class Scenario:
    """`title` names it in a list, `about` says what happens, `says` what a run writes.
    `order` is its place in the list. `effect` gives the facts about one client, from
    nothing but its arguments."""

    id: str
    title: str
    about: str
    says: str
    order: int
    effect: Callable[[Subject, Draws, Values], Effect]
    parameters: tuple[Parameter, ...] = ()
