"""Outage: everything is down for a client (DEFINITIONS 5.3)."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import Effect, Opens
from core.simulations.parameters import Values
from core.simulations.scenario import Scenario, Subject

_SYMPTOMS = ("API errors", "exports fail", "sign-in fails")


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draw 2 says how many high incidents come with the critical one."""
    del subject, values
    more = draws.whole(2, 1, len(_SYMPTOMS))
    return Effect(
        opens=(
            Opens("critical", "Outage: the service is down", "outage"),
            *(Opens("high", f"Outage: {each}") for each in _SYMPTOMS[:more]),
        )
    )


SCENARIO = Scenario(
    "outage",
    "Outage",
    "the service is down for each client that is chosen",
    "a critical incident with downtime, and 1 to 3 high ones",
    20,
    effect,
)
