"""Renewal lost: the client does not go on."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import Effect
from core.simulations.parameters import Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    del draws, values
    return Effect(ends=bool(subject.client.subscriptions))


SCENARIO = Scenario(
    "renewal-lost",
    "Renewal lost",
    "each client that is chosen ends its subscriptions today",
    "the end of subscriptions",
    110,
    effect,
)
