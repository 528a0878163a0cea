"""Payment failures: some cards are declined."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Opens
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draw 0 says whether the client's payment fails."""
    if not subject.client.subscriptions or draws.whole(0, 1, 100) > values["share"]:
        return NOTHING
    return Effect(opens=(Opens("high", "Payment failed: the card was declined"),))


SCENARIO = Scenario(
    "payment-failures",
    "Payment failures",
    "the cards of some clients are declined",
    "a high incident at each client whose payment fails",
    100,
    effect,
    (Parameter("share", "of those who pay", 30, 1, 100, "%"),),
)
