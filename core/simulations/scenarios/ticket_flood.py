"""Ticket flood: many small cases at once."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Opens
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draw 0 says how many; draw n, whether the n-th is low (2 of 3) or medium."""
    if not subject.live:
        return NOTHING
    many = draws.whole(0, 1, values["most"])
    return Effect(
        opens=tuple(
            Opens("low" if draws.whole(n, 1, 3) < 3 else "medium", f"Question {n} of a flood")
            for n in range(1, many + 1)
        )
    )


SCENARIO = Scenario(
    "ticket-flood",
    "Ticket flood",
    "each client writes to support, again and again",
    "low and medium incidents",
    90,
    effect,
    (Parameter("most", "cases of one client", 8, 1, 50),),
)
