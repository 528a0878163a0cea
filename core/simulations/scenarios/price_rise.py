"""Price rise: everything costs more."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import Effect
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """The client leaves where draw 0 is within the share of those who do."""
    if draws.whole(0, 1, 100) <= values["leaving"]:
        return Effect(ends=True)
    return Effect(price=values["percent"]) if subject.client.subscriptions else Effect()


SCENARIO = Scenario(
    "price-rise",
    "Price rise",
    "subscriptions cost more, and a share of clients may leave for it",
    "another price of each subscription, or its end",
    70,
    effect,
    (
        Parameter("percent", "more than now", 10, 1, 100, "%"),
        Parameter("leaving", "of the clients end their subscriptions", 0, 0, 100, "%"),
    ),
)
