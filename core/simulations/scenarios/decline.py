"""Slow decline: use gets less from day to day."""

from __future__ import annotations

from fractions import Fraction

from core.simulations.draws import Draws
from core.simulations.effect import Effect
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject
from core.simulations.thinning import less_use


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """The k-th of n days loses k/n of the percentage: little at first, all of it today."""
    del draws
    days = subject.last_days(values["days"])
    shares = [
        Fraction(values["percent"] * place, 100 * len(days))
        for place in range(1, len(days) + 1)
    ]
    return Effect(less_use(subject, days, shares, shares))


SCENARIO = Scenario(
    "decline",
    "Slow decline",
    "clients use less and less, day by day",
    "calls and logins that are taken off past days",
    40,
    effect,
    (
        Parameter("percent", "of a day's use is gone at the end", 40, 1, 100, "%"),
        Parameter("days", "how long it takes, today the last", 14, 1, 30, "d"),
    ),
)
