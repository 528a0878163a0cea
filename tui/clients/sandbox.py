"""Simulations from the page of a client: an outage, a pulse, a reset of this one alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.values.text import safe_text
from tui.pulse import may
from tui.simulations.running import RIGHT, RunsSimulations, Wanted

OUTAGE, PULSE, RESET = "our"
SCENARIOS: Mapping[str, str] = MappingProxyType(
    {OUTAGE: "outage", PULSE: "pulse", RESET: "reset"}
)


class Sandbox(RunsSimulations):
    """A page about one client."""

    def sandbox_choices(self) -> tuple[tuple[str, str, str], ...]:
        """What can be simulated here; nothing for a role that may run none."""
        if not may(self.session.ctx, RIGHT):
            return ()
        return (
            (OUTAGE, "sandbox outage", "simulated: what it would do, then y; z takes it back"),
            (PULSE, "sandbox pulse", "simulated: a busy day"),
            (RESET, "sandbox reset", "simulated: all is well"),
        )

    def simulate(self, letter: str, key: str, name: str) -> None:
        """In one line what it would do to the client of that public id, then `y`."""
        from bellbuoy.services.simulations.listing import show
        from bellbuoy.services.simulations.paced import paced
        from bellbuoy.services.simulations.preview import SEED

        scenario = SCENARIOS[letter]
        title = show(self.session.ctx, scenario).title
        whom = f"{safe_text(name, 40)} ({safe_text(key, 24)})"
        self.look_and_ask(Wanted(scenario, title, key, whom, paced(scenario, "", SEED)))
