"""Recovery: what was wrong is mended, and clients come back."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import Effect, Use
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Each day gets what it lacks of its share of the baseline, rounded up."""
    del draws
    calls = -(-subject.baseline.calls * values["percent"] // 3000)
    logins = -(-subject.baseline.logins * values["percent"] // 3000)
    found = []
    for day in subject.last_days(values["days"]):
        had = subject.used(day)
        more = Use(day, max(0, calls - had[0]), max(0, logins - had[1]))
        if more.calls or more.logins:
            found.append(more)
    return Effect(tuple(found), resolves="fixed")


SCENARIO = Scenario(
    "recovery",
    "Recovery",
    "open incidents are fixed, and clients work as they should again",
    "calls and logins, and the end of open incidents",
    50,
    effect,
    (
        Parameter("percent", "of full use on each day", 100, 10, 200, "%"),
        Parameter("days", "for how long, today the last", 14, 1, 30, "d"),
    ),
)
