"""Partial outage: a component fails, and hits some of the clients."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Opens
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draw 0 says whether the client is hit."""
    if not subject.live or draws.whole(0, 1, 100) > values["share"]:
        return NOTHING
    return Effect(opens=(Opens("high", "A component is degraded", "partial"),))


SCENARIO = Scenario(
    "partial-outage",
    "Partial outage",
    "a component or a region fails: choose its clients by a query, such as country:DE",
    "a high incident at each client that is hit",
    30,
    effect,
    (Parameter("share", "of the clients are hit", 50, 1, 100, "%"),),
)
