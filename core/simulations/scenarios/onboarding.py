"""Onboarding: a client learns, and uses more from day to day."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import Effect, Use
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """The k-th of n days gets k/n of a full day on top, rounded up."""
    del draws
    days = subject.last_days(values["days"])
    whole = 30 * len(days)
    return Effect(
        tuple(
            Use(
                day,
                -(-subject.baseline.calls * place // whole),
                -(-subject.baseline.logins * place // whole),
            )
            for place, day in enumerate(days, start=1)
        )
    )


SCENARIO = Scenario(
    "onboarding",
    "Onboarding",
    "clients begin to work with the product, a little more each day",
    "calls and logins",
    120,
    effect,
    (Parameter("days", "how long it takes, today the last", 14, 1, 30, "d"),),
)
