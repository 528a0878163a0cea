"""Pulse: a busy day, or several (DEFINITIONS 5.2)."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Use
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draws 2j and 2j + 1 are the calls and logins of the j-th day back."""
    if not subject.live:
        return NOTHING
    found = []
    for day in subject.last_days(values["days"]):
        n = 2 * (subject.day - day)
        found.append(Use(day, draws.whole(n, 50, 250), draws.whole(n + 1, 0, 3)))
    return Effect(tuple(found))


SCENARIO = Scenario(
    "pulse",
    "Pulse: busy days",
    "every active client works: 50 to 250 calls and up to 3 logins a day",
    "calls and logins",
    10,
    effect,
    (Parameter("days", "how many days, today the last", 1, 1, 30, "d"),),
)
